import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { Time } from '~/ui/Time'
import { ExperimentStatus } from '../ExperimentStatus'
import css from '../Projects.module.css'
import type { Experiment } from '../queries'
import { extent } from './best'
import { Cell, Metric } from './cells'
import type { Shown } from './columns'
import { Sort } from './Sort'

const ROW = 36

interface RowsProps {
  experiments: readonly Experiment[]
  shown: Shown
  order: string
  onOrder: (order: string) => void
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  more: (() => void) | undefined
}

/** Rows of experiments: only those near the window exist. */
export function Rows({ experiments, shown, order, onOrder, chosen, onChosen, more }: RowsProps) {
  const box = useRef<HTMLDivElement>(null)
  const anchor = useRef<number | null>(null)
  const rows = useVirtualizer({
    count: experiments.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 16,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= experiments.length - 40) more?.()
  }, [last, experiments.length, more])
  const ranges = useMemo(
    () => new Map(shown.metric.map((name) => [name, extent(experiments.map((one) => one.metrics?.[name]))])),
    [experiments, shown.metric],
  )
  const toggle = (index: number, range: boolean) => {
    const next = new Set(chosen)
    const from = range && anchor.current !== null ? Math.min(anchor.current, index) : index
    const to = range && anchor.current !== null ? Math.max(anchor.current, index) : index
    const on = !chosen.has(experiments[index]?.id ?? '')
    for (let i = from; i <= to; i++) {
      const id = experiments[i]?.id
      if (id && on) next.add(id)
      else if (id) next.delete(id)
    }
    anchor.current = index
    onChosen(next)
  }
  const columns = 3 + shown.metric.length + shown.parameter.length
  const before = items[0]?.start ?? 0
  const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={box} className={css.scroll} tabIndex={0} role="region" aria-label="Experiments">
      <table className={css.table} aria-rowcount={experiments.length}>
        <thead>
          <tr>
            <th className={css.first}>
              <Sort name="name" label="Name" order={order} onOrder={onOrder} />
            </th>
            <th>
              <Sort name="status" label="Status" order={order} onOrder={onOrder} />
            </th>
            <th>
              <Sort name="created" label="Made" order={order} onOrder={onOrder} />
            </th>
            {shown.parameter.map((name) => (
              <th key={`p ${name}`}>
                <Sort name={`parameter:${name}`} label={name} kind="parameter" order={order} onOrder={onOrder} />
              </th>
            ))}
            {shown.metric.map((name) => (
              <th key={`m ${name}`} className={css.metric}>
                <Sort name={`metric:${name}`} label={name} kind="last" order={order} onOrder={onOrder} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr aria-hidden>
              <td colSpan={columns} style={{ height: before, padding: 0 }} />
            </tr>
          ) : null}
          {items.map((item) => {
            const one = experiments[item.index]
            if (!one) return null
            return (
              <tr key={one.id}>
                <td className={css.first}>
                  <span className={css.nameCell}>
                    <Checkbox
                      aria-label={`Select ${one.name}`}
                      checked={chosen.has(one.id)}
                      onClick={(event) => toggle(item.index, event.shiftKey)}
                      onChange={() => {}}
                    />
                    <Link to="/experiments/$experimentId" params={{ experimentId: one.id }} title={one.name}>
                      {one.name}
                    </Link>
                  </span>
                </td>
                <td>
                  <ExperimentStatus status={one.status} />
                </td>
                <td>
                  <Time at={one.date_created} />
                </td>
                {shown.parameter.map((name) => (
                  <td key={`p ${name}`}>
                    <Cell value={one.parameters?.[name]} />
                  </td>
                ))}
                {shown.metric.map((name) => (
                  <Metric key={`m ${name}`} name={name} value={one.metrics?.[name]} range={ranges.get(name)} />
                ))}
              </tr>
            )
          })}
          {after > 0 ? (
            <tr aria-hidden>
              <td colSpan={columns} style={{ height: after, padding: 0 }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}
