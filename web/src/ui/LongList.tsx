/** A list of rows of one height, of any number: only those near the window exist. Knows no network. */
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { LongScroll } from './grid/longScroll'
import css from './LongList.module.css'

interface Props {
  count: number
  rowHeight: number
  /** Another list: it starts at its top. */
  listKey: string
  label: string
  head?: ReactNode
  row: (index: number) => ReactNode
  /** Rows near the window, once the scrolling has calmed down. */
  onNeed: (from: number, to: number) => void
  /** Widest row, in pixels; a narrower window scrolls sideways. */
  minWidth?: number
  onKeyDown?: (event: KeyboardEvent) => void
}

const CALM_MS = 110

export function LongList({ count, rowHeight, listKey, label, head, row, onNeed, minWidth, onKeyDown }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const scroll = useRef(new LongScroll())
  const calm = useRef<ReturnType<typeof setTimeout>>(undefined)
  const need = useRef(onNeed)
  need.current = onNeed
  const [, redraw] = useState(0)
  const [height, setHeight] = useState(0)
  const total = count * rowHeight

  const draw = useCallback(() => redraw((n) => n + 1), [])
  const settle = useCallback(() => {
    const element = box.current
    if (!element) return
    const wanted = scroll.current.settle()
    if (Math.abs(element.scrollTop - wanted) > 0.5) element.scrollTop = wanted
    draw()
    const from = Math.floor(scroll.current.top / rowHeight)
    const seen = Math.ceil(element.clientHeight / rowHeight)
    need.current(Math.max(0, from - seen), Math.min(count - 1, from + 2 * seen))
  }, [draw, rowHeight, count])
  const calmDown = useCallback(() => {
    clearTimeout(calm.current)
    calm.current = setTimeout(settle, CALM_MS)
  }, [settle])

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => () => clearTimeout(calm.current), [])

  const shown = useRef('')
  useLayoutEffect(() => {
    scroll.current.resize(total, Math.max(0, height - (head ? rowHeight : 0)))
    if (shown.current !== listKey && box.current) {
      shown.current = listKey
      box.current.scrollTop = scroll.current.moveTo(0)
    }
    draw()
    calmDown()
  }, [total, height, listKey, head, rowHeight, draw, calmDown])

  const onScroll = () => {
    const element = box.current
    if (!element) return
    scroll.current.scrolled(element.scrollTop)
    if (scroll.current.stuck) settle()
    else {
      draw()
      calmDown()
    }
  }
  const { top, shift, canvas } = scroll.current
  const first = Math.max(0, Math.floor(top / rowHeight) - 12)
  const last = Math.min(count - 1, Math.ceil((top + height) / rowHeight) + 12)
  return (
    <div
      ref={box}
      className={css.box}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      role="table"
      aria-label={label}
      aria-rowcount={count}
      tabIndex={0}
    >
      {head ? (
        <div className={css.head} style={{ height: rowHeight, minWidth }} role="row">
          {head}
        </div>
      ) : null}
      <div className={css.canvas} style={{ height: canvas, minWidth }} role="rowgroup">
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
          const index = first + i
          return (
            <div
              key={index}
              className={css.row}
              role="row"
              aria-rowindex={index + 1}
              style={{ transform: `translateY(${index * rowHeight - shift}px)`, height: rowHeight }}
            >
              {row(index)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
