import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { reachable, type Schemas } from '~/api/client'
import { BarChart } from '~/ui/charts/BarChart'
import { LineChart, type NamedCurve } from '~/ui/charts/LineChart'
import { Matrix } from '~/ui/charts/Matrix'
import { saveCurves } from '~/ui/charts/saving'
import { DataTable, Picture, Value } from '~/ui/charts/small'
import { Tile } from '~/ui/charts/Tile'
import { Guard } from '~/ui/Failure'
import { useSeen } from '~/ui/useSeen'
import css from '../Projects.module.css'
import { comparedQuery, type Experiment } from '../queries'

type Shared = Schemas['ComparedAsset']
type Order = ReadonlyMap<string, { name: string; at: number }>

interface Props {
  project: string
  ids: string[]
  asset: Shared
  experiments: readonly Experiment[]
  smoothing: number
  log: boolean
  zoom: [number, number] | undefined
  onZoom: (zoom: [number, number] | undefined) => void
}

/** One name that they share; its points are asked for when it comes near the window. */
export function ComparedTile({ project, ids, asset, experiments, smoothing, log, zoom, onZoom }: Props) {
  const [seen, ref] = useSeen<HTMLDivElement>()
  const line = asset.type === 'line'
  const answer = useQuery({
    ...comparedQuery(project, ids, asset.name, line ? zoom : undefined),
    enabled: seen,
    placeholderData: keepPreviousData,
  })
  const found = answer.data?.find((one) => one.type === asset.type)
  const [ownLog, setOwnLog] = useState<boolean | null>(null)
  const logged = ownLog ?? log
  const order = useMemo(() => new Map(experiments.map((one, i) => [one.id, { name: one.name, at: i }])), [experiments])
  const curves = useMemo(() => curvesOf(found, order), [found, order])
  const actions = line
    ? [
        { label: 'Logarithmic scale', checked: logged, run: () => setOwnLog(!logged) },
        { label: 'Whole range', run: () => onZoom(undefined) },
        { label: 'Save what is shown as CSV', run: () => saveCurves(curves, asset.name) },
      ]
    : []
  return (
    <div ref={ref}>
      <Tile name={asset.name} actions={actions}>
        {({ height }) => (
          <Guard>
            {answer.error ? <p className="dim">{answer.error.message}</p> : null}
            {found === undefined ? (
              <div style={{ height }} />
            ) : line ? (
              <LineChart
                curves={curves}
                height={height}
                smoothing={smoothing}
                log={logged}
                cursorKey="compare"
                zoom={zoom}
                onZoom={onZoom}
              />
            ) : (
              <Beside asset={found} order={order} height={height} />
            )}
          </Guard>
        )}
      </Tile>
    </div>
  )
}

/** The curves of all experiments, each in its experiment's colour. */
function curvesOf(found: Shared | undefined, order: Order): NamedCurve[] {
  return (found?.items ?? []).flatMap(({ experiment_id, asset }) => {
    const place = order.get(experiment_id)
    const several = (asset.chart?.length ?? 0) > 1
    return (asset.chart ?? []).map((series, i) => ({
      name: several ? `${place?.name}: ${series.name}` : (place?.name ?? ''),
      colour: place?.at ?? 0,
      dash: i,
      x: series.x,
      y: series.y,
    }))
  })
}

interface BesideProps {
  asset: Shared
  order: Order
  height: number
}

/** What is no line: bars in one chart, the rest side by side. */
function Beside({ asset, order, height }: BesideProps) {
  if (asset.type === 'bar') return <Bars asset={asset} order={order} height={height} />
  const draw = (item: Schemas['ComparedData']): ReactNode => {
    const data = item.asset.data as Record<string, unknown> | null
    if (asset.type === 'value') return <Value value={data?.value ?? data} />
    if (asset.type === 'heatmap') {
      const { categories = [], values = [] } = (data ?? {}) as { categories?: string[]; values?: number[][] }
      return <Matrix categories={categories} values={values} height={height} />
    }
    if (asset.type !== 'image') return <DataTable data={data} height={height} />
    if (!item.asset.url) return <p className="dim">No picture</p>
    return <Picture src={reachable(item.asset.url)} name={asset.name} height={height} />
  }
  return (
    <div className={css.side}>
      {asset.items.map((item) => (
        <div key={item.experiment_id}>
          <p className="small dim ellipsis" title={order.get(item.experiment_id)?.name}>
            {order.get(item.experiment_id)?.name}
          </p>
          {draw(item)}
        </div>
      ))}
    </div>
  )
}

function Bars({ asset, order, height }: BesideProps) {
  const sets = asset.items.map((item) => {
    const { x, y } = item.asset.data as { x?: unknown[]; y?: unknown[] }
    const values = new Map((x ?? []).map((category, i) => [String(category), Number(y?.[i])]))
    return { name: order.get(item.experiment_id)?.name ?? '', values }
  })
  const categories = [...new Set(sets.flatMap((set) => [...set.values.keys()]))]
  return (
    <BarChart
      height={height}
      categories={categories}
      sets={sets.map((set) => ({
        name: set.name,
        values: categories.map((category) => {
          const value = set.values.get(category)
          return value !== undefined && Number.isFinite(value) ? value : null
        }),
      }))}
    />
  )
}
