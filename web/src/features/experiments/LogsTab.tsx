import { Button, TextInput } from '@mantine/core'
import { keepPreviousData, useQueries, useQueryClient } from '@tanstack/react-query'
import { Download, ScrollText, Search } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { api, take } from '~/api/client'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'
import { count, duration, exact, many } from '~/ui/format'
import { LongScroll } from '~/ui/grid/longScroll'
import { Time } from '~/ui/Time'
import css from './Experiment.module.css'
import type { ExperimentTabProps } from './ExperimentPage'
import { ExitCode } from './Header'
import { plain } from './plain'
import { type Line, linesQuery, PAGE, type Stream } from './queries'

interface Props extends ExperimentTabProps {
  stream: Stream | null
}

const ROW = 19
const CALM_MS = 60

/** What the training prints, as it prints it; chapters beside it. Follows until the reader scrolls up. */
export function LogsTab({ experiment, stream, search, onSearch, live }: Props) {
  if (!stream || stream.lines === 0) return <NoLog live={live} />
  return (
    <div className={css.log}>
      {stream.chapters.length > 0 ? (
        <nav className={css.chapters} aria-label="Chapters">
          {stream.chapters.map((chapter, i) => {
            const next = stream.chapters[i + 1]?.at ?? stream.ended_at ?? stream.last_at
            const took = next ? (new Date(next).getTime() - new Date(chapter.at).getTime()) / 1000 : undefined
            return (
              <button
                type="button"
                key={`${chapter.line} ${chapter.name}`}
                className={css.chapter}
                data-on={search.line === chapter.line || undefined}
                onClick={() => onSearch({ line: chapter.line }, true)}
              >
                <span className="break">{chapter.name}</span>
                <span className="dim small" title={exact(new Date(chapter.at))}>
                  {took === undefined ? '' : duration(Math.max(0, took))} · <Time at={chapter.at} />
                </span>
              </button>
            )
          })}
        </nav>
      ) : null}
      <Screen id={experiment.id} stream={stream} line={search.line} onLine={(line) => onSearch({ line }, true)} />
    </div>
  )
}

interface ScreenProps {
  id: string
  stream: Stream
  line: number | undefined
  onLine: (line: number | undefined) => void
}

function Screen({ id, stream, line, onLine }: ScreenProps) {
  const box = useRef<HTMLDivElement>(null)
  const scroll = useRef(new LongScroll())
  const [, redraw] = useState(0)
  const [height, setHeight] = useState(0)
  const [follows, setFollows] = useState(line === undefined)
  const [seenLines, setSeenLines] = useState(stream.lines)
  const calm = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [near, setNear] = useState({ from: 0, to: 0 })
  const total = stream.lines * ROW
  const view = scroll.current
  const chapters = useMemo(() => new Set(stream.chapters.map((chapter) => chapter.line)), [stream.chapters])

  const last = Math.max(0, Math.ceil(stream.lines / PAGE) - 1)
  const pages = Array.from({ length: Math.min(last, near.to) - near.from + 1 }, (_, i) => near.from + i)
  const answers = useQueries({
    // The last page grows, and its last line may be drawn anew: another key whenever something came.
    queries: pages.map((page) => ({
      ...linesQuery(id, page, page === last ? `${stream.lines} ${stream.last_at}` : ''),
      placeholderData: keepPreviousData,
    })),
  })
  const lines = new Map<number, Line>()
  for (const answer of answers) for (const each of answer.data ?? []) lines.set(each.number, each)

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
    scroll.current.resize(total, height)
    if (follows) goTo(total)
    else settle()
  }, [total, height, follows, goTo, settle])
  useEffect(() => {
    if (line === undefined || height === 0) return
    setFollows(false)
    goTo(Math.max(0, line * ROW - height / 3))
  }, [line, height, goTo])
  useEffect(() => {
    if (follows) setSeenLines(stream.lines)
  }, [follows, stream.lines])
  useEffect(() => () => clearTimeout(calm.current), [])

  const onScroll = () => {
    const element = box.current
    if (!element) return
    const before = view.top
    view.scrolled(element.scrollTop)
    const atEnd = view.top >= total - height - ROW
    if (atEnd) setFollows(true)
    else if (view.top < before) {
      setFollows(false)
    }
    redraw((n) => n + 1)
    if (view.stuck) settle()
    clearTimeout(calm.current)
    calm.current = setTimeout(settle, CALM_MS)
  }
  const first = Math.max(0, Math.floor(view.top / ROW) - 10)
  const end = Math.min(stream.lines - 1, Math.ceil((view.top + height) / ROW) + 10)
  const newer = stream.lines - seenLines
  return (
    <div className={css.screen}>
      <LogBar id={id} stream={stream} onLine={onLine} />
      <div ref={box} className={css.lines} onScroll={onScroll} tabIndex={0} role="log" aria-label="Log" aria-live="off">
        <div className={css.canvas} style={{ height: view.canvas }}>
          {Array.from({ length: Math.max(0, end - first + 1) }, (_, i) => {
            const number = first + i
            const each = lines.get(number)
            return (
              <div
                key={number}
                className={css.line}
                data-source={each?.source}
                data-hit={number === line || undefined}
                data-chapter={chapters.has(number) || undefined}
                style={{ transform: `translateY(${number * ROW - view.shift}px)` }}
              >
                <span className={css.place} title={each ? exact(new Date(each.at)) : undefined}>
                  {number + 1}
                </span>
                <span>{each ? plain(each.text) : ''}</span>
              </div>
            )
          })}
        </div>
      </div>
      {!follows && newer > 0 ? (
        <button type="button" className={css.newer} onClick={() => setFollows(true)}>
          {many(newer, 'new line')}
        </button>
      ) : null}
    </div>
  )
}

interface BarProps {
  id: string
  stream: Stream
  onLine: (line: number | undefined) => void
}

const MOST_HITS = 1_000

function LogBar({ id, stream, onLine }: BarProps) {
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState('')
  const [hits, setHits] = useState<number[] | null>(null)
  const [at, setAt] = useState(0)
  const [looking, setLooking] = useState<number | null>(null)
  const asked = useRef(0)

  const find = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = typed.toLowerCase()
    if (hits && hits.length > 0) {
      const next = (at + 1) % hits.length
      setAt(next)
      onLine(hits[next])
      return
    }
    if (!wanted) return
    asked.current += 1
    const mine = asked.current
    const found: number[] = []
    for (let start = 0; start < stream.lines && found.length < MOST_HITS; start += 10_000) {
      setLooking(start / stream.lines)
      const lines = await queryClient.fetchQuery({
        queryKey: ['experiment', id, 'found', start, stream.lines],
        gcTime: 30_000,
        queryFn: () =>
          take(
            api.GET('/api/experiments/{experiment_id}/telemetry/lines', {
              params: { path: { experiment_id: id }, query: { start, limit: 10_000 } },
            }),
          ),
      })
      if (mine !== asked.current) return
      for (const line of lines) if (line.text.toLowerCase().includes(wanted)) found.push(line.number)
    }
    setLooking(null)
    setHits(found)
    setAt(0)
    if (found.length > 0) onLine(found[0])
  }
  return (
    <div className={css.logbar}>
      <span className="dim" role="status">
        {many(stream.lines, 'line')}, {stream.state}
      </span>
      {stream.exit_code === null ? null : <ExitCode code={stream.exit_code} />}
      <span className="end" />
      <form className="row" onSubmit={find} role="search">
        {looking === null ? null : <span className="dim small">{Math.round(100 * looking)} %</span>}
        {hits ? (
          <span className="dim small" role="status">
            {hits.length === 0 ? 'not found' : `${count(at + 1)} of ${count(hits.length)}`}
          </span>
        ) : null}
        <TextInput
          size="xs"
          w={200}
          placeholder="Find in the log"
          aria-label="Find in the log"
          data-page-search
          leftSection={<Search size={14} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setHits(null)
            asked.current += 1
          }}
        />
      </form>
      <Button
        component="a"
        variant="default"
        href={`/api/experiments/${id}/telemetry/text`}
        download
        leftSection={<Download size={14} />}
      >
        Whole log
      </Button>
    </div>
  )
}

function NoLog({ live }: { live: boolean }) {
  return (
    <Empty title={live ? 'Nothing printed so far' : 'Nothing was printed'} icon={<ScrollText size={28} />}>
      <p>Run a script under the recorder, and all that it prints is here as it comes:</p>
      <Snippet code="picsellia run --experiment PROJECT/NAME train.py" />
    </Empty>
  )
}
