/** A confusion matrix: counts or shares of a row, the diagonal in the accent, errors in amber by their share. */
import { SegmentedControl, useComputedColorScheme } from '@mantine/core'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { measure } from '~/ui/format'
import css from './Matrix.module.css'

interface Props {
  categories: readonly string[]
  /** Rows are the truth, columns what was predicted. */
  values: readonly (readonly (number | null)[])[]
  height: number
  onPick?: (row: number, column: number) => void
}

interface Cell {
  row: number
  column: number
}

const LABEL = 76
const SMALLEST = 9

/** Names of rows and columns: a further row and column are spurious and missed objects. */
export function matrixNames(categories: readonly string[], size: number, of: 'row' | 'column'): string[] {
  const names = categories.slice(0, size).map(String)
  if (size === categories.length + 1) names.push(of === 'row' ? 'FP' : 'FN')
  while (names.length < size) names.push(`${names.length}`)
  return names
}

export function Matrix({ categories, values, height, onPick }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const [share, setShare] = useState(false)
  const [at, setAt] = useState<Cell | null>(null)
  const [width, setWidth] = useState(0)
  const rows = values.length
  const columns = Math.max(0, ...values.map((row) => row.length))
  const rowNames = useMemo(() => matrixNames(categories, rows, 'row'), [categories, rows])
  const columnNames = useMemo(() => matrixNames(categories, columns, 'column'), [categories, columns])
  const sums = useMemo(() => values.map((row) => row.reduce<number>((sum, value) => sum + (value ?? 0), 0)), [values])
  const room = Math.min(width - LABEL - 4, Math.max(height - 64, 120))
  const cell = Math.max(SMALLEST, Math.floor(room / Math.max(rows, columns, 1)))

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    const element = canvas.current
    const paint = element?.getContext('2d')
    if (!element || !paint || width === 0) return
    const ratio = devicePixelRatio || 1
    element.width = (LABEL + columns * cell) * ratio
    element.height = (rows * cell + LABEL) * ratio
    paint.scale(ratio, ratio)
    const style = getComputedStyle(element)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    paint.clearRect(0, 0, element.width, element.height)
    paint.font = `${Math.min(12, Math.max(9, cell * 0.32))}px system-ui, sans-serif`
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = values[row]?.[column] ?? 0
        const part = sums[row] ? value / (sums[row] as number) : 0
        paint.globalAlpha = 1
        paint.fillStyle = colour('--c-panel')
        paint.fillRect(LABEL + column * cell, row * cell, cell - 1, cell - 1)
        paint.globalAlpha = Math.min(1, Math.max(0, part) ** 0.7)
        paint.fillStyle = row === column ? colour('--c-accent') : dark ? '#e5b454' : '#e08a00'
        paint.fillRect(LABEL + column * cell, row * cell, cell - 1, cell - 1)
        if (cell >= 30 && value !== 0) {
          paint.globalAlpha = 1
          paint.fillStyle = part > 0.45 ? colour('--c-on-accent') : colour('--c-text')
          paint.textAlign = 'center'
          paint.textBaseline = 'middle'
          const text = share ? `${Math.round(part * 100)} %` : measure(value)
          paint.fillText(text, LABEL + column * cell + cell / 2, row * cell + cell / 2, cell - 4)
        }
      }
    }
    paint.globalAlpha = 1
    names(paint, { rowNames, columnNames, cell, rows, colour: colour('--c-dim') })
    if (at) {
      paint.strokeStyle = colour('--c-text')
      paint.lineWidth = 2
      paint.strokeRect(LABEL + at.column * cell + 1, at.row * cell + 1, cell - 3, cell - 3)
    }
  }, [values, sums, rows, columns, cell, width, share, at, dark, rowNames, columnNames])

  const under = (event: MouseEvent): Cell | null => {
    const frame = canvas.current?.getBoundingClientRect()
    if (!frame) return null
    const column = Math.floor((event.clientX - frame.left - LABEL) / cell)
    const row = Math.floor((event.clientY - frame.top) / cell)
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    }
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      const from = at ?? { row: 0, column: 0 }
      setAt({
        row: Math.min(rows - 1, Math.max(0, from.row + step[0])),
        column: Math.min(columns - 1, Math.max(0, from.column + step[1])),
      })
    } else if (event.key === 'Enter' && at) onPick?.(at.row, at.column)
  }
  const value = at ? (values[at.row]?.[at.column] ?? 0) : 0
  const part = at && sums[at.row] ? (value / (sums[at.row] as number)) * 100 : 0
  return (
    <div className={css.matrix} ref={box}>
      <div className={css.scroll} style={{ maxHeight: Math.max(height, 200) }}>
        <canvas
          ref={canvas}
          className={css.canvas}
          style={{ width: LABEL + columns * cell, height: rows * cell + LABEL }}
          data-pick={onPick ? true : undefined}
          tabIndex={0}
          role="img"
          aria-label={`Confusion matrix of ${rows} by ${columns}${at ? `: ${rowNames[at.row]} taken for ${columnNames[at.column]}, ${measure(value)}` : ''}`}
          onMouseMove={(event) => setAt(under(event))}
          onMouseLeave={() => setAt(null)}
          onClick={(event) => {
            const hit = under(event)
            if (hit) onPick?.(hit.row, hit.column)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={css.foot}>
        <SegmentedControl
          aria-label="What the cells say"
          value={share ? 'share' : 'count'}
          onChange={(next) => setShare(next === 'share')}
          data={[
            { value: 'count', label: 'Counts' },
            { value: 'share', label: 'Share of row' },
          ]}
        />
        <span className={css.said} aria-live="polite">
          {at ? (
            <>
              <b>{rowNames[at.row]}</b> {at.row === at.column ? 'found as' : 'taken for'}{' '}
              <b>{columnNames[at.column]}</b>: {measure(value)}, {part.toFixed(1)} %
            </>
          ) : null}
        </span>
      </div>
    </div>
  )
}

interface Names {
  rowNames: string[]
  columnNames: string[]
  cell: number
  rows: number
  colour: string
}

function names(paint: CanvasRenderingContext2D, { rowNames, columnNames, cell, rows, colour }: Names): void {
  paint.fillStyle = colour
  paint.font = '11px system-ui, sans-serif'
  const every = Math.max(1, Math.ceil(12 / cell))
  paint.textAlign = 'right'
  paint.textBaseline = 'middle'
  rowNames.forEach((name, row) => {
    if (row % every === 0) paint.fillText(cut(paint, name), LABEL - 6, row * cell + cell / 2)
  })
  columnNames.forEach((name, column) => {
    if (column % every !== 0) return
    paint.save()
    paint.translate(LABEL + column * cell + cell / 2, rows * cell + 6)
    paint.rotate(-Math.PI / 4)
    paint.fillText(cut(paint, name), 0, 0)
    paint.restore()
  })
}

function cut(paint: CanvasRenderingContext2D, name: string): string {
  if (paint.measureText(name).width <= LABEL - 10) return name
  let kept = name
  while (kept.length > 1 && paint.measureText(`${kept}…`).width > LABEL - 10) kept = kept.slice(0, -1)
  return `${kept}…`
}
