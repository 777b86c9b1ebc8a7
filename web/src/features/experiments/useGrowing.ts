import { type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/** Of the time, asking again takes at most one part in so many. */
const SHARE = 4
const SHORTEST_MS = 150
const LONGEST_MS = 5_000
/** After an answer that was an error. */
const AGAIN_MS = 5_000

/**
 * A query of something that grows: asked again as soon as `fresh` says no of its answer, but never twice at a time,
 * and after a pause as long as the asking deserves. What is on the screen stays until the next answer.
 */
export function useGrowing<T, K extends QueryKey>(
  options: UseQueryOptions<T, Error, T, K>,
  fresh: (data: T) => boolean,
) {
  const found = useQuery(options)
  const begun = useRef(0)
  const pause = useRef(SHORTEST_MS)
  const { isFetching, isError, refetch } = found
  useEffect(() => {
    if (isFetching) begun.current = performance.now()
    else if (begun.current > 0) {
      const deserved = (SHARE - 1) * (performance.now() - begun.current)
      pause.current = isError ? AGAIN_MS : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, deserved))
      begun.current = 0
    }
  }, [isFetching, isError])
  const old = found.data !== undefined && !found.isPlaceholderData && !isFetching && !fresh(found.data)
  useEffect(() => {
    if (!old) return undefined
    const timer = setTimeout(() => void refetch(), pause.current)
    return () => clearTimeout(timer)
  }, [old, refetch])
  return found
}
