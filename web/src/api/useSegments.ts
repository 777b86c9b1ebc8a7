/**
 * A list of any length, read in segments of equal count: the ones near the window are loaded, each from its anchor.
 */
import { keepPreviousData, type UseQueryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'

/** Items in one segment. */
export const SEGMENT = 250

// biome-ignore lint/suspicious/noExplicitAny: the key is the caller's own affair
type Options<T> = UseQueryOptions<T, Error, T, any>

interface Source<T> {
  count: Options<number>
  anchors: (enabled: boolean) => Options<string[]>
  segment: (cursor: string | undefined) => Options<T[]>
}

export interface Segments<T> {
  count: number | undefined
  /** How many there are for all that is known: those of the first page until they are counted. */
  length: number | undefined
  /** The items of a segment, once they are loaded. */
  page: (segment: number) => readonly T[] | undefined
  itemAt: (index: number) => T | undefined
  /** These segments are near the window. */
  onNeed: (from: number, to: number) => void
  anchors: readonly string[]
  error: Error | null
  retry: () => void
}

export function useSegments<T>({ count, anchors, segment }: Source<T>): Segments<T> {
  const [near, setNear] = useState({ from: 0, to: 0 })
  const counted = useQuery({ ...count, placeholderData: keepPreviousData })
  const marks = useQuery(anchors((counted.data ?? 0) > SEGMENT))
  const wanted = useMemo(() => {
    const found: { place: number; cursor: string | undefined }[] = []
    for (let place = near.from; place <= near.to; place++) {
      const cursor = place === 0 ? undefined : marks.data?.[place - 1]
      if (place === 0 || cursor) found.push({ place, cursor })
    }
    return found
  }, [near, marks.data])
  const answers = useQueries({ queries: wanted.map(({ cursor }) => segment(cursor)) })
  const first = useQuery(segment(undefined))

  const pages = new Map<number, readonly T[]>()
  if (first.data) pages.set(0, first.data)
  wanted.forEach(({ place }, i) => {
    const data = answers[i]?.data as T[] | undefined
    if (data) pages.set(place, data)
  })
  const loaded = useSame(pages)
  const page = useCallback((place: number) => loaded.get(place), [loaded])
  const itemAt = useCallback((index: number) => loaded.get(Math.floor(index / SEGMENT))?.[index % SEGMENT], [loaded])
  const onNeed = useCallback((from: number, to: number) => {
    setNear((present) => (present.from === from && present.to === to ? present : { from, to }))
  }, [])
  const failed = [counted, first, marks, ...answers].find((answer) => answer.error)
  // A first page that is short is all there is: the count need not have come.
  const counting = counted.data === undefined || counted.isPlaceholderData
  const short = counting && first.data !== undefined && first.data.length < SEGMENT
  const many = short ? first.data?.length : counted.data
  return {
    count: many,
    length: counting && first.data ? first.data.length : many,
    page,
    itemAt,
    onNeed,
    anchors: marks.data ?? [],
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  }
}

/** The map of an earlier render as long as it holds the same: a view redraws only for a change. */
function useSame<K, V>(map: Map<K, V>): Map<K, V> {
  const kept = useRef(map)
  const same = kept.current.size === map.size && [...map].every(([name, value]) => kept.current.get(name) === value)
  if (!same) kept.current = map
  return kept.current
}
