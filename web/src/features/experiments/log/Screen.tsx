import { Button } from '@mantine/core'
import { ArrowDownToLine } from 'lucide-react'
import { Fragment, memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { count, exact, many } from '~/ui/format'
import { LongScroll } from '~/ui/grid/longScroll'
import type { Line, Stream } from '../queries'
import { chapterAt } from './chapters'
import css from './Log.module.css'
import { marked } from './marked'
import { plain } from './plain'
import { PAGE } from './queries'
import { useLogLines } from './useLogLines'

interface Props {
  id: string
  stream: Stream
  /** The line that is looked at. */
  line: number | undefined
  /** Counts up whenever that line is to be shown again. */
  turn: number
  find: string
  onChapter: (index: number) => void
}

const ROW = 19
const CALM_MS = 60
const SPARE = 10

/** The lines: only those near the window exist. Follows the end until the reader scrolls up. */
export function Screen({ id, stream, line, turn, find, onChapter }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const scroll = useRef(new LongScroll())
  const calm = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [, redraw] = useState(0)
  const [height, setHeight] = useState(0)
  const [follows, setFollows] = useState(line === undefined)
  const [seenLines, setSeenLines] = useState(stream.lines)
  const [near, setNear] = useState({ from: 0, to: 0 })
  const lineAt = useLogLines(id, stream, near)
  const chapters = useMemo(() => new Set(stream.chapters.map((chapter) => chapter.line)), [stream.chapters])
  const total = stream.lines * ROW
  const view = scroll.current
  // Here and not in an effect: the canvas has to be as high as the lines before it is scrolled to their end.
  view.resize(total, height)

  const settle = useCallback(() => {
    const element = box.current
    if (!element) return
    const wanted = scroll.current.settle()
    if (Math.abs(element.scrollTop - wanted) > 0.5) element.scrollTop = wanted
    const from = Math.max(0, Math.floor((scroll.current.top - element.clientHeight) / ROW / PAGE))
    const to = Math.floor((scroll.current.top + 2 * element.clientHeight) / ROW / PAGE)
    setNear((present) => (present.from === from && present.to === to ? present : { from, to }))
    redraw((n) => n + 1)
  }, [])
  const goTo = useCallback(
    (top: number) => {
      if (box.current) box.current.scrollTop = scroll.current.moveTo(top)
      settle()
    },
    [settle],
  )

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (follows && height > 0) goTo(total)
    else settle()
  }, [total, height, follows, goTo, settle])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for the same line again
  useEffect(() => {
    if (line === undefined || height === 0) return
    setFollows(false)
    goTo(Math.max(0, line * ROW - height / 3))
  }, [line, turn, height, goTo])
  useEffect(() => {
    if (follows) setSeenLines(stream.lines)
  }, [follows, stream.lines])
  useEffect(() => () => clearTimeout(calm.current), [])

  const first = Math.max(0, Math.floor(view.top / ROW) - SPARE)
  const end = Math.min(stream.lines - 1, Math.ceil((view.top + height) / ROW) + SPARE)
  const top = Math.ceil(view.top / ROW)
  const chapter = chapterAt(stream.chapters, follows ? stream.lines : top)
  useEffect(() => onChapter(chapter), [chapter, onChapter])

  const onScroll = () => {
    const element = box.current
    if (!element) return
    const before = view.top
    view.scrolled(element.scrollTop)
    if (view.top >= total - height - ROW) setFollows(true)
    else if (view.top < before) setFollows(false)
    redraw((n) => n + 1)
    if (view.stuck) settle()
    clearTimeout(calm.current)
    calm.current = setTimeout(() => {
      // A scroll of which nobody has told yet is not to be undone.
      if (box.current) view.scrolled(box.current.scrollTop)
      settle()
    }, CALM_MS)
  }
  // Told before the scroll itself, which lines that come in the same moment would undo.
  const leave = (up: boolean) => {
    if (up && follows && total > height) setFollows(false)
  }
  const newer = stream.lines - seenLines
  return (
    <div className={css.window}>
      <div
        ref={box}
        className={css.lines}
        onScroll={onScroll}
        onWheel={(event) => leave(event.deltaY < 0)}
        onKeyDown={(event) => leave(event.key === 'ArrowUp' || event.key === 'PageUp' || event.key === 'Home')}
        tabIndex={0}
        role="log"
        aria-label="Log"
        aria-live="off"
      >
        <div className={css.canvas} style={{ height: view.canvas }}>
          {Array.from({ length: Math.max(0, end - first + 1) }, (_, i) => first + i).map((number) => (
            <Row
              key={number}
              number={number}
              top={number * ROW - view.shift}
              line={lineAt(number)}
              hit={number === line}
              chapter={chapters.has(number)}
              find={find}
            />
          ))}
        </div>
      </div>
      {follows ? null : (
        <Button
          className={css.newer}
          radius="xl"
          size="sm"
          leftSection={<ArrowDownToLine size={14} />}
          onClick={() => setFollows(true)}
        >
          {newer > 0 ? many(newer, 'new line') : stream.state === 'running' ? 'Follow' : 'To the end'}
        </Button>
      )}
    </div>
  )
}

interface RowProps {
  number: number
  top: number
  line: Line | undefined
  hit: boolean
  chapter: boolean
  find: string
}

const Row = memo(function Row({ number, top, line, hit, chapter, find }: RowProps) {
  const text = line ? plain(line.text) : ''
  const parts = marked(text, find)
  return (
    <div
      className={css.line}
      data-source={line?.source}
      data-hit={hit || undefined}
      data-chapter={chapter || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className={css.place} title={line ? exact(new Date(line.at)) : undefined}>
        {count(number + 1)}
      </span>
      <span>
        {parts.length === 1
          ? text
          : parts.map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : <Fragment key={i}>{part}</Fragment>))}
      </span>
    </div>
  )
})
