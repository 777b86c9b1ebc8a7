import { keepPreviousData } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import type uPlot from 'uplot'
import { reachable } from '~/api/client'
import { BarChart } from '~/ui/charts/BarChart'
import { LineChart } from '~/ui/charts/LineChart'
import { Matrix } from '~/ui/charts/Matrix'
import { saveCsv, saveCurves, savePng } from '~/ui/charts/saving'
import { DataTable, LabelMap, Picture } from '~/ui/charts/small'
import { Tile, type TileAction } from '~/ui/charts/Tile'
import { Guard } from '~/ui/Failure'
import { count } from '~/ui/format'
import { useSeen } from '~/ui/useSeen'
import { assetQuery, type DataAsset } from './queries'
import { useGrowing } from './useGrowing'

interface Props {
  id: string
  asset: DataAsset
  smoothing: number
  log: boolean
  zoom: [number, number] | undefined
  onZoom: (zoom: [number, number] | undefined) => void
}

/** One logged thing; it is asked for when it comes near the window, and again when it has grown. */
export function AssetTile({ id, asset, smoothing, log, zoom, onZoom }: Props) {
  const [seen, ref] = useSeen<HTMLDivElement>()
  const found = useGrowing(
    { ...assetQuery(id, asset, zoom), enabled: seen, placeholderData: keepPreviousData },
    (data) => data.last_update >= asset.last_update,
  )
  const [ownLog, setOwnLog] = useState<boolean | null>(null)
  const chart = useRef<uPlot | null>(null)
  const curves = useMemo(
    () =>
      (found.data?.chart ?? []).map((series, i) => ({
        // A plain list of numbers has no name of its own.
        name:
          series.name && (series.name !== 'values' || found.data?.chart?.length !== 1)
            ? series.name
            : lastPart(asset.name),
        x: series.x,
        y: series.y,
        colour: i,
      })),
    [found.data, asset.name],
  )
  const logged = ownLog ?? log
  const actions = actionsOf(asset, id, {
    logged,
    onLog: () => setOwnLog(!logged),
    onWhole: () => onZoom(undefined),
    onPng: () => chart.current && savePng(chart.current, asset.name),
    onCsv: () => saveCurves(curves, asset.name),
    data: found.data?.data,
  })
  const exact = (found.data?.chart ?? []).every((series) => series.exact)
  const note =
    asset.type === 'line' && asset.points
      ? `${count(asset.points)} points${exact ? '' : ', least and greatest'}`
      : undefined
  return (
    <div ref={ref}>
      <Tile name={asset.name} note={note} actions={actions}>
        {({ height }) => (
          <Guard>
            {found.error ? <p className="dim">{found.error.message}</p> : null}
            {found.data === undefined ? (
              <div style={{ height }} />
            ) : asset.type === 'line' ? (
              <LineChart
                curves={curves}
                height={height}
                smoothing={smoothing}
                log={logged}
                cursorKey={id}
                zoom={zoom}
                onZoom={onZoom}
                onReady={(made) => {
                  chart.current = made
                }}
              />
            ) : (
              <Still asset={found.data} height={height} />
            )}
          </Guard>
        )}
      </Tile>
    </div>
  )
}

/** The part of a name after its last `/`. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1) || name
}

interface Doings {
  logged: boolean
  onLog: () => void
  onWhole: () => void
  onPng: () => void
  onCsv: () => void
  data: unknown
}

function actionsOf(asset: DataAsset, id: string, doings: Doings): TileAction[] {
  const address = `/api/experiments/${id}/csv/${asset.name.split('/').map(encodeURIComponent).join('/')}`
  const every = { label: 'Save every point as CSV', run: () => location.assign(address) }
  if (asset.type === 'line') {
    return [
      { label: 'Logarithmic scale', checked: doings.logged, run: doings.onLog },
      { label: 'Whole range', run: doings.onWhole },
      { label: 'Save as PNG', run: doings.onPng },
      { label: 'Save what is shown as CSV', run: doings.onCsv },
      every,
    ]
  }
  if (asset.type === 'bar' || asset.type === 'table') return [{ ...every, label: 'Save as CSV' }]
  if (asset.type === 'heatmap') {
    const { categories = [], values = [] } = (doings.data ?? {}) as { categories?: string[]; values?: number[][] }
    return [
      {
        label: 'Save as CSV',
        run: () => saveCsv([['', ...categories], ...values.map((row, i) => [categories[i] ?? '', ...row])], asset.name),
      },
    ]
  }
  return []
}

function Still({ asset, height }: { asset: DataAsset; height: number }) {
  const navigate = useNavigate()
  const data = asset.data as Record<string, unknown> | null
  if (asset.type === 'bar') {
    const x = Array.isArray(data?.x) ? data.x.map(String) : []
    const y = Array.isArray(data?.y) ? data.y : []
    return (
      <BarChart height={height} categories={x} sets={[{ name: asset.name, values: x.map((_, i) => numeric(y[i])) }]} />
    )
  }
  if (asset.type === 'heatmap') {
    const values = (Array.isArray(data?.values) ? data.values : []) as unknown[][]
    return (
      <Matrix
        categories={((data?.categories as unknown[]) ?? []).map(String)}
        values={values.map((row) => (Array.isArray(row) ? row.map(numeric) : []))}
        height={Math.max(height, 320)}
        onPick={
          asset.name === 'confusion-matrix'
            ? () => void navigate({ to: '.', search: (present) => ({ ...present, tab: 'evaluation' }) as never })
            : undefined
        }
      />
    )
  }
  if (asset.type === 'image') {
    return asset.url ? (
      <Picture src={reachable(asset.url)} name={asset.name} height={height} />
    ) : (
      <p className="dim">The picture is not stored any more.</p>
    )
  }
  if (asset.type === 'labelmap' && data && typeof data === 'object') return <LabelMap data={data} height={height} />
  return <DataTable data={data} height={height} />
}

function numeric(value: unknown): number | null {
  const found = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isFinite(found) ? found : null
}
