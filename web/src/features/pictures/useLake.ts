import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { TileData } from '~/ui/grid/Tile'
import { anchorsQuery, countQuery, type Picture, SEGMENT, segmentQuery } from './queries'
import type { LakeFilter } from './search'
import { tileOf } from './tiles'

const tilesOf = new WeakMap<readonly Picture[], readonly TileData[]>()

function asTiles(pictures: readonly Picture[]): readonly TileData[] {
  const known = tilesOf.get(pictures)
  if (known) return known
  const made = pictures.map(tileOf)
  tilesOf.set(pictures, made)
  return made
}

/** The list that a filter makes: how many match, and the segments near the window. */
export function useLake(filter: LakeFilter) {
  const [near, setNear] = useState({ from: 0, to: 0 })
  const count = useQuery({ ...countQuery(filter), placeholderData: keepPreviousData })
  const anchors = useQuery(anchorsQuery(filter, (count.data ?? 0) > SEGMENT))
  const wanted = useMemo(() => {
    const segments: { segment: number; cursor: string | undefined }[] = []
    for (let segment = near.from; segment <= near.to; segment++) {
      const cursor = segment === 0 ? undefined : anchors.data?.[segment - 1]
      if (segment === 0 || cursor) segments.push({ segment, cursor })
    }
    return segments
  }, [near, anchors.data])

  const answers = useQueries({
    queries: wanted.map(({ cursor }) => segmentQuery(filter, cursor)),
  })
  const first = useQuery(segmentQuery(filter, undefined))
  const pages = new Map<number, readonly Picture[]>()
  if (first.data) pages.set(0, first.data)
  wanted.forEach(({ segment }, i) => {
    const data = answers[i]?.data
    if (data) pages.set(segment, data)
  })
  const loaded = useSame(pages)
  const tiles = useCallback(
    (segment: number) => {
      const page = loaded.get(segment)
      return page ? asTiles(page) : undefined
    },
    [loaded],
  )
  const pictureAt = useCallback((index: number) => loaded.get(Math.floor(index / SEGMENT))?.[index % SEGMENT], [loaded])
  const onNeed = useCallback((from: number, to: number) => {
    setNear((present) => (present.from === from && present.to === to ? present : { from, to }))
  }, [])
  const failed = [count, first, anchors, ...answers].find((answer) => answer.error)
  // A first page that is short is all there is: the count need not have come.
  const exact = count.isPlaceholderData && first.data && first.data.length < SEGMENT ? first.data.length : count.data
  return {
    count: exact,
    pending: exact === undefined,
    tiles,
    pictureAt,
    onNeed,
    anchors: anchors.data ?? [],
    error: failed?.error ?? null,
    retry: () => failed?.refetch(),
  }
}

/** The map of an earlier render as long as it holds the same: the grid redraws only for a change. */
function useSame<K, V>(map: Map<K, V>): Map<K, V> {
  const kept = useRef(map)
  const same = kept.current.size === map.size && [...map].every(([name, value]) => kept.current.get(name) === value)
  if (!same) kept.current = map
  return kept.current
}
