/** Curves over steps or time: exact, zoomable, one cursor with all other charts of the page. Knows no network. */
import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import uPlot from 'uplot'
import { measure } from '~/ui/format'
import { curveColour } from '~/ui/palette'
import { type Curve, joined } from './joined'
import css from './LineChart.module.css'
import { precise } from './precise'
import { smoothed } from './smooth'

export interface NamedCurve extends Curve {
  name: string
  /** Its place among the colours, so that it keeps its own when others are hidden. */
  colour?: number
  /** Its place among those of one colour, which are told apart by their dashes. */
  dash?: number
}

const DASHES = [undefined, [7, 4], [2, 3], [9, 3, 2, 3]]

interface Props {
  curves: readonly NamedCurve[]
  height: number
  /** 0 is raw; above, the raw line is faint behind the smooth one. */
  smoothing?: number
  log?: boolean
  /** Seconds since 1970 instead of steps. */
  time?: boolean
  /** Charts of one key share their cursor. */
  cursorKey?: string
  zoom?: readonly [number, number]
  onZoom?: (zoom: [number, number] | undefined) => void
  xLabel?: string
  /** The drawn chart, for a picture of it. */
  onReady?: (chart: uPlot) => void
}

interface Drawn {
  data: uPlot.AlignedData
  /** For each series after x: which curve, and whether it is the faint raw line. */
  series: { curve: number; raw: boolean }[]
}

function drawn(curves: readonly NamedCurve[], smoothing: number): Drawn {
  const { x, ys } = joined(curves)
  const columns: (number | null | undefined)[][] = []
  const series: Drawn['series'] = []
  if (smoothing > 0) {
    ys.forEach((y, curve) => {
      columns.push(y)
      series.push({ curve, raw: true })
    })
  }
  ys.forEach((y, curve) => {
    columns.push(smoothing > 0 ? smoothed(y, smoothing) : y)
    series.push({ curve, raw: false })
  })
  return { data: [x, ...columns] as uPlot.AlignedData, series }
}

export function LineChart(props: Props) {
  const { curves, height, smoothing = 0, log = false, time = false, cursorKey, zoom, onZoom } = props
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const values = useRef<(HTMLElement | null)[]>([])
  const place = useRef<HTMLElement | null>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const [width, setWidth] = useState(0)
  const [only, setOnly] = useState<number | null>(null)
  const { data, series } = useMemo(() => drawn(curves, smoothing), [curves, smoothing])
  const latest = useRef({ zoom, onZoom, series, onReady: props.onReady })
  latest.current = { zoom, onZoom, series, onReady: props.onReady }
  const names = curves.map((curve) => curve.name).join('\n')
  const points = curves.every((curve) => curve.x.length <= 1)

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // What needs another chart; data, size, zoom and the legend only change the one that is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` stands for the curves
  useEffect(() => {
    const element = box.current
    if (!element || width === 0) return undefined
    const paint = getComputedStyle(element)
    const colour = (name: string) => paint.getPropertyValue(name).trim()
    const axis: uPlot.Axis = {
      stroke: colour('--c-dim'),
      grid: { stroke: colour('--c-line'), width: 1 },
      ticks: { stroke: colour('--c-line'), width: 1, size: 4 },
      font: '11px system-ui, sans-serif',
    }
    const made = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: {
          sync: cursorKey ? { key: cursorKey, setSeries: false } : undefined,
          drag: { x: true, y: false, setScale: false },
          points: { size: 6 },
          dataIdx: nearest,
        },
        scales: {
          x: { time, range: (_, low, high) => xRange(latest.current.zoom, low, high) },
          y: { distr: log ? 3 : 1, range: (_, low, high) => yRange(low, high, log) },
        },
        axes: [
          { ...axis, size: 28, values: time ? undefined : (_, ticks) => ticks.map(step) },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : measure(tick))) },
        ],
        series: [
          {},
          ...series.map(({ curve, raw }): uPlot.Series => {
            const stroke = curveColour(curves[curve]?.colour ?? curve, dark)
            return {
              stroke: raw ? `${stroke}40` : stroke,
              width: raw ? 1 : 1.75,
              dash: DASHES[(curves[curve]?.dash ?? 0) % DASHES.length],
              spanGaps: false,
              points: { show: !raw && (points ? true : undefined), size: 5, fill: stroke },
            }
          }),
        ],
        hooks: {
          setSelect: [
            (self) => {
              if (self.select.width < 4) return
              const low = self.posToVal(self.select.left, 'x')
              const high = self.posToVal(self.select.left + self.select.width, 'x')
              self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
              latest.current.onZoom?.(rounded(low, high))
            },
          ],
          setCursor: [(self) => tell(self, latest.current.series, values.current, place.current)],
        },
      },
      data,
      element,
    )
    // Ours instead of the chart's own, which would forget the zoom of the page.
    made.over.addEventListener('dblclick', () => latest.current.onZoom?.(undefined))
    chart.current = made
    latest.current.onReady?.(made)
    return () => {
      made.destroy()
      chart.current = null
    }
  }, [width, height, names, smoothing > 0, log, time, cursorKey, dark, points])

  useEffect(() => {
    chart.current?.setData(data)
  }, [data])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range function reads the zoom itself
  useEffect(() => {
    const present = chart.current
    if (present) present.setData(present.data)
  }, [zoom?.[0], zoom?.[1]])
  useEffect(() => {
    const present = chart.current
    if (!present) return
    present.batch(() => {
      series.forEach(({ curve }, i) => {
        present.setSeries(i + 1, { show: only === null || only === curve })
      })
    })
  }, [only, series])

  return (
    <figure className={css.chart}>
      <div ref={box} style={{ height }} />
      {curves.length > 0 ? (
        <figcaption className={css.legend}>
          {curves.map((curve, i) => (
            <button
              type="button"
              key={curve.name}
              className={css.name}
              aria-pressed={only === i}
              data-off={(only !== null && only !== i) || undefined}
              title={only === i ? 'Show all' : `Only ${curve.name}`}
              onClick={() => setOnly(only === i ? null : i)}
            >
              <span className={css.dot} style={{ background: curveColour(curve.colour ?? i, dark) }} />
              <span className="ellipsis">{curve.name}</span>
              <span
                className={css.value}
                ref={(element) => {
                  values.current[i] = element
                }}
              />
            </button>
          ))}
          <span ref={place} className={css.place} />
        </figcaption>
      ) : null}
    </figure>
  )
}

/** The values under the cursor, written into the legend without a render: exact ones, the smooth one behind. */
function tell(self: uPlot, series: Drawn['series'], elements: (HTMLElement | null)[], place: HTMLElement | null): void {
  const texts = new Map<number, string>()
  const steps = new Set<number>()
  series.forEach(({ curve, raw }, i) => {
    const at = self.cursor.left === undefined || self.cursor.left < 0 ? null : self.cursor.idxs?.[i + 1]
    const value = at === null || at === undefined ? null : self.data[i + 1]?.[at]
    if (value === null || value === undefined) return
    steps.add(self.data[0][at as number] as number)
    const before = texts.get(curve)
    texts.set(curve, raw || before === undefined ? precise(value) : `${before} (${measure(value)})`)
  })
  elements.forEach((element, curve) => {
    if (element) element.textContent = texts.get(curve) ?? ''
  })
  if (!place) return
  // Curves of different steps have none in common.
  place.textContent = steps.size === 1 && !self.scales.x?.time ? `at ${precise([...steps][0] as number)}` : ''
}

/** The point of this curve that is nearest to the cursor, where the shared axis has points of others. */
function nearest(self: uPlot, series: number, at: number, x: number): number | null {
  const values = self.data[series]
  const xs = self.data[0]
  if (series === 0 || !values || (values[at] !== null && values[at] !== undefined)) return at
  let low = at
  let high = at
  while (low >= 0 && (values[low] === null || values[low] === undefined)) low -= 1
  while (high < values.length && (values[high] === null || values[high] === undefined)) high += 1
  if (low < 0) return high < values.length ? high : null
  if (high >= values.length) return low
  return Math.abs((xs[low] as number) - x) <= Math.abs((xs[high] as number) - x) ? low : high
}

function xRange(
  zoom: readonly [number, number] | undefined,
  low: number | null,
  high: number | null,
): uPlot.Range.MinMax {
  if (zoom) return [zoom[0], zoom[1]]
  if (low === null || high === null) return [0, 1]
  return low === high ? [low - 0.5, high + 0.5] : [low, high]
}

function yRange(low: number | null, high: number | null, log: boolean): uPlot.Range.MinMax {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return log ? [0.1, 10] : [0, 1]
  if (log) {
    const floor = low > 0 ? low : Math.max(high, 1e-12) / 1e6
    return [10 ** Math.floor(Math.log10(floor)), 10 ** Math.ceil(Math.log10(Math.max(high, floor * 10)))]
  }
  const room = (high - low || Math.abs(high) || 1) * 0.06
  return [low - room, high + room]
}

/** A range as a link can hold it: to a thousandth of its width. */
function rounded(low: number, high: number): [number, number] {
  const digits = Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(high - low))))
  return [Number(low.toFixed(digits)), Number(high.toFixed(digits))]
}

function step(value: number | null): string {
  if (value === null) return ''
  const size = Math.abs(value)
  if (size >= 1e6) return `${value / 1e6}M`
  if (size >= 1e4) return `${value / 1e3}k`
  return `${value}`
}
