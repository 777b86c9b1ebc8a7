import { useQueries } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Line, Stream } from '../queries'
import { isFresh, PAGE, pageQuery } from './queries'

const CALM_MS = 100

/** The lines of the pages `from` to `to`, by number, as far as they are there; they follow the stream. */
export function useLogLines(
  id: string,
  stream: Stream,
  { from, to }: { from: number; to: number },
): (number: number) => Line | undefined {
  const last = Math.max(0, Math.ceil(stream.lines / PAGE) - 1)
  const first = Math.min(from, last)
  const pages = Array.from({ length: Math.min(last, to) - first + 1 }, (_, i) => first + i)
  const answers = useQueries({ queries: pages.map((page) => pageQuery(id, page)) })
  const old = answers.filter(
    ({ data, isFetching }, i) => data && !isFetching && !isFresh(data, pages[i] as number, stream),
  )
  const refetch = useRef(() => {})
  refetch.current = () => {
    for (const answer of old) void answer.refetch()
  }
  const many = old.length
  useEffect(() => {
    if (many === 0) return undefined
    const timer = setTimeout(() => refetch.current(), CALM_MS)
    return () => clearTimeout(timer)
  }, [many])
  return (number) => answers[Math.floor(number / PAGE) - first]?.data?.lines[number % PAGE]
}
