import { Button, Checkbox, CloseButton, Select } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, ChartLine, FlaskConical, Trash2 } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '~/api/client'
import lake from '~/features/pictures/Lake.module.css'
import { useActions } from '~/ui/actions'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { many, measure } from '~/ui/format'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import { type Extent, extent, isBest } from './best'
import { ColumnChooser } from './ColumnChooser'
import { ExperimentStatus } from './ExperimentStatus'
import { NewTerm } from './NewTerm'
import type { ProjectTabProps } from './ProjectPage'
import css from './Projects.module.css'
import { columnsQuery, type Experiment, experimentsQuery } from './queries'

const ROW = 36

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
      <Chosen
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

interface Shown {
  metric: string[]
  parameter: string[]
}

/** The columns that the address asks for; else the commonest few. */
function chosenColumns(
  search: { metric?: string[]; parameter?: string[] },
  columns: readonly { kind: string; name: string; type: string }[] | undefined,
): Shown {
  if (search.metric || search.parameter) return { metric: search.metric ?? [], parameter: search.parameter ?? [] }
  const first = (kind: string, most: number) =>
    (columns ?? []).flatMap((column) => (column.kind === kind ? [column.name] : [])).slice(0, most)
  return { metric: first('metric', 5), parameter: first('parameter', 4) }
}

interface RowsProps {
  experiments: readonly Experiment[]
  shown: Shown
  order: string
  onOrder: (order: string) => void
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  more: (() => void) | undefined
}

function Rows({ experiments, shown, order, onOrder, chosen, onChosen, more }: RowsProps) {
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

interface SortProps {
  name: string
  label: string
  kind?: string
  order: string
  onOrder: (order: string) => void
}

function Sort({ name, label, kind, order, onOrder }: SortProps) {
  const down = order === `-${name}`
  const on = down || order === name
  const Arrow = down ? ArrowDown : ArrowUp
  const next = on ? (down ? name : `-${name}`) : name.startsWith('metric') || name === 'created' ? `-${name}` : name
  return (
    <button
      type="button"
      className={css.sort}
      data-on={on || undefined}
      title={`Sort by ${label}`}
      aria-label={`Sort by ${label}${on ? (down ? ', now descending' : ', now ascending') : ''}`}
      onClick={() => onOrder(next)}
    >
      <span className="ellipsis">
        {kind ? <span className={css.kind}>{kind}</span> : null}
        {label}
      </span>
      {on ? <Arrow size={12} aria-hidden /> : null}
    </button>
  )
}

function Cell({ value }: { value: unknown }): ReactNode {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return <span title={`${value}`}>{measure(value)}</span>
  const text = typeof value === 'object' ? parts(value) : String(value)
  return (
    <span className={css.long} title={text}>
      {text}
    </span>
  )
}

/** What a line of several curves ended with: `lr0 0.001, lr1 0.0005`. */
function parts(value: object): string {
  return Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'number' ? measure(one) : JSON.stringify(one)}`)
    .join(', ')
}

interface MetricProps {
  name: string
  value: unknown
  range: Extent | undefined
}

/** A metric's last value, with a bar for quick reading; the best of the column is marked. */
function Metric({ name, value, range }: MetricProps) {
  const number = typeof value === 'number' ? value : null
  if (number === null || !range) {
    return (
      <td className={css.metric}>
        <Cell value={value} />
      </td>
    )
  }
  const span = range.high - range.low
  const best = isBest(name, number, range)
  const share = span > 0 ? (number - Math.min(0, range.low)) / (range.high - Math.min(0, range.low)) : 1
  return (
    <td className={css.metric} data-best={best || undefined} title={best ? `${number}, the best` : `${number}`}>
      <span className={best ? css.best : undefined}>
        {measure(number)}
        {best ? ' ★' : ''}
      </span>
      <span className={css.bar} style={{ width: `${Math.max(1, 100 * share)}%` }} />
    </td>
  )
}

interface ChosenProps {
  chosen: ReadonlySet<string>
  may: boolean
  onClear: () => void
  onCompare: () => void
}

function Chosen({ chosen, may, onClear, onCompare }: ChosenProps) {
  const queryClient = useQueryClient()
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['experiments'] })
    await queryClient.invalidateQueries({ queryKey: ['projects'] })
  }
  const each = (id: string) => ({ params: { path: { experiment_id: id } } })
  const remove = useMutation({
    mutationFn: async () => {
      const ids = [...chosen]
      for (const id of ids) await api.DELETE('/api/experiments/{experiment_id}', each(id))
      return ids
    },
    onSuccess: async (ids) => {
      say(`${many(ids.length, 'experiment')} in the trash.`, {
        undo: async () => {
          for (const id of ids) await api.POST('/api/experiments/{experiment_id}/restore', { ...each(id), body: {} })
          await refresh()
        },
      })
      onClear()
      await refresh()
    },
  })
  const some = chosen.size > 0
  useActions([
    {
      id: 'compare',
      name: 'Compare the selection',
      group: 'Selection',
      keys: 'c',
      run: onCompare,
      disabled: chosen.size < 2,
    },
    { id: 'unchoose', name: 'Clear the selection', group: 'Selection', keys: 'Esc', run: onClear, disabled: !some },
  ])
  if (!some) return null
  return (
    <div className={lake.bulk} role="toolbar" aria-label="Selection">
      <span className={lake.many} role="status">
        {chosen.size} selected
      </span>
      <Button variant="subtle" leftSection={<ChartLine size={14} />} disabled={chosen.size < 2} onClick={onCompare}>
        Compare
      </Button>
      {may ? (
        <Button
          variant="subtle"
          leftSection={<Trash2 size={14} />}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Delete
        </Button>
      ) : null}
      <CloseButton size="sm" aria-label="Clear the selection" onClick={onClear} />
    </div>
  )
}

function NoExperiments({ project }: { project: string }) {
  const code = [
    'from picsellia.client import Client',
    '',
    `experiment = Client.Experiment(api_token="…", host="${location.origin}",`,
    `                               project_token="${project}")`,
    'run = experiment.create("first")',
    'run.log("loss", [1.0, 0.6, 0.4], "line")',
  ].join('\n')
  return (
    <Empty title="No experiments yet" icon={<FlaskConical size={28} />}>
      <p>Run a training that logs to this project:</p>
      <Snippet code={code} />
    </Empty>
  )
}
