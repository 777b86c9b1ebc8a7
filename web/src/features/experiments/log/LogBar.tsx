import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, Download, Search } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { count, many } from '~/ui/format'
import { ExitCode } from '../Header'
import type { Stream } from '../queries'
import css from './Log.module.css'
import { foundQuery } from './queries'

interface Props {
  id: string
  stream: Stream
  line: number | undefined
  find: string
  chapter: number
  onLine: (line: number) => void
  onFind: (find: string) => void
}

const words = { empty: 'nothing so far', running: 'running', stopped: 'silent, taken for stopped', ended: 'ended' }

/** How much was printed and how it ended; the search; on phones the chapters; the whole log to take away. */
export function LogBar({ id, stream, line, find, chapter, onLine, onFind }: Props) {
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState(find)
  const found = useQuery(foundQuery(id, find))
  const hits = found.data?.lines ?? []
  const at = hits.indexOf(line ?? -1)
  const first = hits[0]
  useEffect(() => setTyped(find), [find])
  // A new search shows its first hit, unless the address says which line.
  useEffect(() => {
    if (first !== undefined && line === undefined) onLine(first)
  }, [first, line, onLine])

  const step = (by: 1 | -1) => {
    if (hits.length === 0) return
    const from = at >= 0 ? at : by > 0 ? -1 : 0
    const next = hits[(from + by + hits.length) % hits.length]
    if (next !== undefined) onLine(next)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed !== find) onFind(typed)
    else {
      if (stream.state === 'running') void queryClient.invalidateQueries({ queryKey: foundQuery(id, find).queryKey })
      step(1)
    }
  }
  return (
    <div className={css.logbar}>
      <span className="dim" role="status">
        {many(stream.lines, 'line')}, {words[stream.state]}
      </span>
      {stream.exit_code === null ? null : <ExitCode code={stream.exit_code} />}
      {stream.chapters.length > 0 ? (
        <NativeSelect
          className={css.chapterSelect}
          size="xs"
          aria-label="Chapter"
          value={`${Math.max(0, chapter)}`}
          data={stream.chapters.map((one, i) => ({ value: `${i}`, label: one.name }))}
          onChange={(event) => onLine(stream.chapters[Number(event.currentTarget.value)]?.line ?? 0)}
        />
      ) : null}
      <span className="end" />
      <form className="row" onSubmit={submit} role="search">
        {find && !found.isPending ? (
          <>
            <span className="dim small" role="status">
              {hits.length === 0
                ? 'not found'
                : `${at >= 0 ? `${count(at + 1)} of ` : ''}${count(hits.length)}${found.data?.next ? ' or more' : ''}`}
            </span>
            <ActionIcon size={24} aria-label="Hit before" disabled={hits.length === 0} onClick={() => step(-1)}>
              <ChevronUp size={14} />
            </ActionIcon>
            <ActionIcon size={24} aria-label="Next hit" disabled={hits.length === 0} onClick={() => step(1)}>
              <ChevronDown size={14} />
            </ActionIcon>
          </>
        ) : null}
        {find && found.isPending ? <span className="dim small">Looking…</span> : null}
        <TextInput
          size="xs"
          w={180}
          maxLength={1000}
          placeholder="Find in the log"
          aria-label="Find in the log"
          data-page-search
          leftSection={<Search size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.shiftKey || typed !== find) return
            event.preventDefault()
            step(-1)
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
