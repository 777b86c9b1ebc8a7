import { Checkbox } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Scalar } from '~/ui/charts/small'
import { count } from '~/ui/format'
import css from '../Projects.module.css'
import { comparedQuery, type Experiment } from '../queries'
import { differing } from './differing'

interface Props {
  project: string
  experiments: readonly Experiment[]
  ids: string[]
  only: boolean
  onOnly: (only: boolean) => void
}

/** The parameters side by side, the differences marked. */
export function Parameters({ project, experiments, ids, only, onOnly }: Props) {
  const found = useQuery({ ...comparedQuery(project, ids, 'parameters'), placeholderData: keepPreviousData })
  const asset = found.data?.find((one) => one.type === 'table')
  const sets = useMemo(
    () => new Map(asset?.items.map((item) => [item.experiment_id, item.asset.data as Record<string, unknown>]) ?? []),
    [asset],
  )
  const { names, differs } = useMemo(() => differing(experiments.map((one) => sets.get(one.id))), [experiments, sets])
  const shown = only ? names.filter((name) => differs.has(name)) : names
  return (
    <section className="stack">
      <div className="row wrap">
        <h2>Parameters</h2>
        <Checkbox label="Only differences" checked={only} onChange={(event) => onOnly(event.currentTarget.checked)} />
        <span className="dim small">
          {count(differs.size)} of {count(names.length)} differ
        </span>
      </div>
      {shown.length > 0 ? (
        <div className={css.parameters}>
          <table className={css.table}>
            <thead>
              <tr>
                <th className={css.first}>Name</th>
                {experiments.map((one) => (
                  <th key={one.id}>
                    <span className={css.long} title={one.name}>
                      {one.name}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((name) => (
                <tr key={name} className={differs.has(name) ? css.differs : undefined}>
                  <td className={css.first} title={differs.has(name) ? `${name} differs` : name}>
                    {name}
                    {differs.has(name) ? <span className="dim"> ≠</span> : null}
                  </td>
                  {experiments.map((one) => (
                    <td key={one.id}>
                      <span className={css.long}>
                        <Scalar value={sets.get(one.id)?.[name]} />
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {only && names.length > 0 && shown.length === 0 ? <p className="dim">All parameters are alike.</p> : null}
    </section>
  )
}
