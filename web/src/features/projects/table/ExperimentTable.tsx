import { Button, CloseButton, Select } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { many } from '~/ui/format'
import { Lines } from '~/ui/Waiting'
import type { ProjectTabProps } from '../ProjectPage'
import css from '../Projects.module.css'
import { columnsQuery, type Experiment, experimentsQuery } from '../queries'
import { ColumnChooser } from './ColumnChooser'
import { chosenColumns } from './columns'
import { NewTerm } from './NewTerm'
import { NoExperiments } from './NoExperiments'
import { Rows } from './Rows'
import { Selection } from './Selection'

/** The experiments of a project, for comparing: chosen columns, best values marked, hundreds of rows. */
export function ExperimentTable({ project, search, may, onSearch }: ProjectTabProps) {
  const columns = useQuery(columnsQuery(project.project_id, '')).data
  const shown = useMemo(() => chosenColumns(search, columns), [search, columns])
  const filter = {
    q: search.q ?? '',
    status: search.status ?? [],
    where: search.where ?? [],
    order: search.order ?? '-created',
    ...shown,
  }
  const list = useInfiniteQuery({
    ...experimentsQuery(project.project_id, filter),
    enabled: columns !== undefined,
    placeholderData: (before) => before,
  })
  const experiments = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(search.with))
  const filtered = Boolean(search.q || search.status || search.where)
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />
  if (!list.data) return <Lines />
  if (experiments.length === 0 && !filtered) return <NoExperiments project={project.project_id} />
  return (
    <>
      <div className={css.toolbar}>
        <span className="dim" role="status">
          {filtered
            ? `${many(experiments.length, 'experiment')}${list.hasNextPage ? ' or more' : ''} match`
            : many(project.experiments, 'experiment')}
        </span>
        {(search.where ?? []).map((term) => (
          <span key={term} className={css.term}>
            {term}
            <CloseButton
              size="xs"
              aria-label={`Without ${term}`}
              onClick={() => onSearch({ where: rest(search.where, term) })}
            />
          </span>
        ))}
        <span className="end" />
        <Select
          aria-label="Status"
          size="xs"
          w={130}
          clearable
          placeholder="Any status"
          data={statusesOf(experiments, search.status)}
          value={search.status?.[0] ?? null}
          onChange={(status) => onSearch({ status: status ? [status] : undefined })}
        />
        <NewTerm columns={columns ?? []} onAdd={(term) => onSearch({ where: [...(search.where ?? []), term] })} />
        <ColumnChooser project={project.project_id} shown={shown} onChange={onSearch} />
      </div>
      {experiments.length === 0 ? (
        <Empty
          title="No experiment matches"
          actions={
            <Button variant="default" onClick={() => onSearch({ q: undefined, status: undefined, where: undefined })}>
              Show all
            </Button>
          }
        />
      ) : (
        <Rows
          experiments={experiments}
          shown={shown}
          order={filter.order}
          onOrder={(order) => onSearch({ order: order === '-created' ? undefined : order }, true)}
          chosen={chosen}
          onChosen={setChosen}
          more={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
        />
      )}
      <Selection
        chosen={chosen}
        may={may}
        onClear={() => setChosen(new Set())}
        onCompare={() => onSearch({ tab: 'compare', with: [...chosen] })}
      />
    </>
  )
}

function rest(all: string[] | undefined, without: string): string[] | undefined {
  const left = (all ?? []).filter((one) => one !== without)
  return left.length > 0 ? left : undefined
}

function statusesOf(experiments: readonly Experiment[], asked: string[] | undefined): string[] {
  return [...new Set([...(asked ?? []), ...experiments.map((one) => one.status)])].filter(Boolean).sort()
}
