import { ScrollText } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'
import { duration, exact } from '~/ui/format'
import { Time } from '~/ui/Time'
import type { ExperimentTabProps } from '../ExperimentPage'
import type { Stream } from '../queries'
import { tookOf } from './chapters'
import css from './Log.module.css'
import { LogBar } from './LogBar'
import { Screen } from './Screen'

interface Props extends ExperimentTabProps {
  stream: Stream | null
}

/** What the training prints, as it prints it; chapters beside it. */
export function LogsTab({ experiment, stream, search, onSearch, live }: Props) {
  const [chapter, setChapter] = useState(-1)
  const [turn, setTurn] = useState(0)
  const latest = useRef(onSearch)
  latest.current = onSearch
  const onLine = useCallback((line: number) => {
    latest.current({ line }, true)
    setTurn((n) => n + 1)
  }, [])
  if (!stream || stream.lines === 0) return <NoLog live={live} />
  const find = search.find ?? ''
  return (
    <div className={css.log}>
      {stream.chapters.length > 0 ? <Chapters stream={stream} present={chapter} onLine={onLine} /> : null}
      <div className={css.screen}>
        <LogBar
          id={experiment.id}
          stream={stream}
          line={search.line}
          find={find}
          chapter={chapter}
          onLine={onLine}
          onFind={(next) => onSearch({ find: next || undefined, line: undefined }, true)}
        />
        <Screen id={experiment.id} stream={stream} line={search.line} turn={turn} find={find} onChapter={setChapter} />
      </div>
    </div>
  )
}

interface ChaptersProps {
  stream: Stream
  present: number
  onLine: (line: number) => void
}

function Chapters({ stream, present, onLine }: ChaptersProps) {
  const last = stream.chapters.length - 1
  return (
    <nav className={css.chapters} aria-label="Chapters">
      {stream.chapters.map((chapter, i) => {
        const took = tookOf(stream, i)
        return (
          <button
            type="button"
            key={`${chapter.line} ${i}`}
            className={css.chapter}
            data-on={present === i || undefined}
            aria-current={present === i || undefined}
            onClick={() => onLine(chapter.line)}
          >
            <span className="break">{chapter.name}</span>
            <span className="dim small" title={exact(new Date(chapter.at))}>
              {took === undefined ? '' : duration(took)}
              {i === last && stream.state === 'running' ? ' so far' : ''} · <Time at={chapter.at} />
            </span>
          </button>
        )
      })}
    </nav>
  )
}

function NoLog({ live }: { live: boolean }) {
  return (
    <Empty title={live ? 'Nothing printed so far' : 'Nothing was printed'} icon={<ScrollText size={28} />}>
      <p>Run a script under the recorder, and all that it prints is here as it comes:</p>
      <Snippet code="picsellia run --experiment PROJECT/NAME -- python train.py" />
    </Empty>
  )
}
