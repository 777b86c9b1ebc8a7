import { Checkbox, CloseButton, Slider, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { Schemas } from '~/api/client'
import { reachable } from '~/api/client'
import { BarChart } from '~/ui/charts/BarChart'
import { LineChart } from '~/ui/charts/LineChart'
import { Matrix } from '~/ui/charts/Matrix'
import { saveCurves } from '~/ui/charts/saving'
import { DataTable, Picture, Scalar, Value } from '~/ui/charts/small'
import { Tile, Tiles } from '~/ui/charts/Tile'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { curveColour } from '~/ui/palette'
import { useSeen } from '~/ui/useSeen'
import { Lines } from '~/ui/Waiting'
import { ExperimentStatus } from './ExperimentStatus'
import type { ProjectTabProps } from './ProjectPage'
import css from './Projects.module.css'
import { comparedQuery, type Experiment, sharedQuery } from './queries'

type Shared = Schemas['ComparedAsset']

/** Two experiments or many: what they have in common, over and beside each other. */
export function Compare({ project, search, onSearch }: ProjectTabProps) {
  const ids = search.with ?? []
  const shared = useQuery({ ...sharedQuery(project.project_id, ids), enabled: ids.length > 1 })
  const [smoothing, setSmoothing] = useState(0)
  const [zoom, setZoom] = useState<[number, number] | undefined>()
  if (ids.length < 2) {
    return <Empty title="Nothing to compare">Select two experiments or more in the table, then Compare.</Empty>
  }
  if (shared.error) return <Failure error={shared.error} retry={() => void shared.refetch()} />
  if (!shared.data) return <Lines />
  const { experiments, assets } = shared.data
  const drop = (id: string) => onSearch({ with: ids.filter((one) => one !== id) })
  const tiles = assets.filter((asset) => asset.name !== 'parameters' && asset.type !== 'labelmap')
  const parameters = assets.find((asset) => asset.name === 'parameters')
  return (
    <div className={css.compared}>
      <Chips experiments={experiments} onDrop={drop} />
      <div className="row wrap">
        <span className="dim">Smoothing</span>
        <Slider
          w={160}
          size="sm"
          min={0}
          max={0.99}
          step={0.01}
          label={(value) => value.toFixed(2)}
          thumbLabel="Smoothing"
          value={smoothing}
          onChange={setSmoothing}
        />
      </div>
      {parameters ? (
        <Parameters
          project={project.project_id}
          experiments={experiments}
          ids={ids}
          only={search.differ === 'only'}
          onOnly={(only) => onSearch({ differ: only ? 'only' : undefined }, true)}
        />
      ) : null}
      {tiles.length === 0 ? (
        <p className="dim">They share no data of the same name and type.</p>
      ) : (
        <Tiles>
          {tiles.map((asset) => (
            <ComparedTile
              key={`${asset.type} ${asset.name}`}
              project={project.project_id}
              ids={ids}
              asset={asset}
              experiments={experiments}
              smoothing={smoothing}
              zoom={zoom}
              onZoom={setZoom}
            />
          ))}
        </Tiles>
      )}
    </div>
  )
}

function Chips({ experiments, onDrop }: { experiments: readonly Experiment[]; onDrop: (id: string) => void }) {
  const dark = useComputedColorScheme('light') === 'dark'
  return (
    <div className={css.chips}>
      {experiments.map((one, i) => (
        <span key={one.id} className={css.chip}>
          <span className={css.dot} style={{ background: curveColour(i, dark) }} />
          <Link to="/experiments/$experimentId" params={{ experimentId: one.id }} title={one.name}>
            {one.name}
          </Link>
          <ExperimentStatus status={one.status} />
          <CloseButton size="xs" aria-label={`Drop ${one.name}`} onClick={() => onDrop(one.id)} />
        </span>
      ))}
    </div>
  )
}

interface ParametersProps {
  project: string
  experiments: readonly Experiment[]
  ids: string[]
  only: boolean
  onOnly: (only: boolean) => void
}

/** The parameters side by side, the differences marked. */
function Parameters({ project, experiments, ids, only, onOnly }: ParametersProps) {
  const asset = useQuery(comparedQuery(project, ids, 'parameters', true)).data?.[0]
  const sets = useMemo(
    () => new Map(asset?.items.map((item) => [item.experiment_id, item.asset.data as Record<string, unknown>]) ?? []),
    [asset],
  )
  const names = [...new Set([...sets.values()].flatMap((set) => Object.keys(set ?? {})))]
  const differs = (name: string) =>
    new Set(experiments.map((one) => JSON.stringify(sets.get(one.id)?.[name] ?? null))).size > 1
  const shown = only ? names.filter(differs) : names
  return (
    <section className="stack">
      <div className="row">
        <h2>Parameters</h2>
        <Checkbox label="Only differences" checked={only} onChange={(event) => onOnly(event.currentTarget.checked)} />
      </div>
      <div className={css.scroll}>
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
              <tr key={name} className={differs(name) ? css.differs : undefined}>
                <td className={css.first} title={differs(name) ? `${name} differs` : name}>
                  {name}
                  {differs(name) ? <span className="dim"> ≠</span> : null}
                </td>
                {experiments.map((one) => (
                  <td key={one.id}>
                    <Scalar value={sets.get(one.id)?.[name]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {only && shown.length === 0 ? <p className="dim">All parameters are alike.</p> : null}
    </section>
  )
}

interface TileProps {
  project: string
  ids: string[]
  asset: Shared
  experiments: readonly Experiment[]
  smoothing: number
  zoom: [number, number] | undefined
  onZoom: (zoom: [number, number] | undefined) => void
}

/** One name that all share; its points are asked for when it comes near the window. */
function ComparedTile({ project, ids, asset, experiments, smoothing, zoom, onZoom }: TileProps) {
  const [seen, ref] = useSeen<HTMLDivElement>()
  const found = useQuery(comparedQuery(project, ids, asset.name, seen)).data?.find((one) => one.type === asset.type)
  const [log, setLog] = useState(false)
  const order = useMemo(() => new Map(experiments.map((one, i) => [one.id, { name: one.name, at: i }])), [experiments])
  const curves = useMemo(
    () =>
      (found?.items ?? []).flatMap(({ experiment_id, asset: each }) => {
        const place = order.get(experiment_id)
        return (each.chart ?? []).map((series) => ({
          name: (each.chart?.length ?? 0) > 1 ? `${place?.name}: ${series.name}` : (place?.name ?? ''),
          colour: place?.at ?? 0,
          x: series.x,
          y: series.y,
        }))
      }),
    [found, order],
  )
  const side = (draw: (data: unknown, height: number, item: Schemas['ComparedData']) => ReactNode, height: number) => (
    <div className={css.side}>
      {found?.items.map((item) => (
        <div key={item.experiment_id}>
          <p className="small dim ellipsis">{order.get(item.experiment_id)?.name}</p>
          {draw(item.asset.data, height, item)}
        </div>
      ))}
    </div>
  )
  const actions =
    asset.type === 'line'
      ? [
          { label: 'Logarithmic scale', checked: log, run: () => setLog(!log) },
          { label: 'Whole range', run: () => onZoom(undefined) },
          { label: 'Save as CSV', run: () => saveCurves(curves, asset.name) },
        ]
      : []
  return (
    <div ref={ref}>
      <Tile name={asset.name} actions={actions}>
        {({ height }) => {
          if (!found) return <div style={{ height }} />
          if (asset.type === 'line') {
            return (
              <LineChart
                curves={curves}
                height={height}
                smoothing={smoothing}
                log={log}
                cursorKey="compare"
                zoom={zoom}
                onZoom={onZoom}
              />
            )
          }
          if (asset.type === 'bar') return <ComparedBars asset={found} order={order} height={height} />
          if (asset.type === 'value') {
            return side((data) => <Value value={(data as { value?: unknown } | null)?.value ?? data} />, height)
          }
          if (asset.type === 'heatmap') {
            return side((data) => {
              const { categories = [], values = [] } = data as { categories?: string[]; values?: number[][] }
              return <Matrix categories={categories} values={values} height={height} />
            }, height)
          }
          if (asset.type === 'image') {
            return side(
              (_, high, item) =>
                item.asset.url ? (
                  <Picture src={reachable(item.asset.url)} name={asset.name} height={high} />
                ) : (
                  <p className="dim">No picture</p>
                ),
              height,
            )
          }
          return side((data, high) => <DataTable data={data} height={high} />, height)
        }}
      </Tile>
    </div>
  )
}

interface BarsProps {
  asset: Shared
  order: Map<string, { name: string; at: number }>
  height: number
}

function ComparedBars({ asset, order, height }: BarsProps) {
  const sets = asset.items.map((item) => ({
    name: order.get(item.experiment_id)?.name ?? '',
    data: item.asset.data as { x?: unknown[]; y?: unknown[] },
  }))
  const categories = [...new Set(sets.flatMap((set) => (set.data.x ?? []).map(String)))]
  return (
    <BarChart
      height={height}
      categories={categories}
      sets={sets.map((set) => ({
        name: set.name,
        values: categories.map((category) => {
          const at = (set.data.x ?? []).map(String).indexOf(category)
          const value = Number(set.data.y?.[at])
          return at >= 0 && Number.isFinite(value) ? value : null
        }),
      }))}
    />
  )
}
