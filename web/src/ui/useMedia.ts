import { useCallback, useSyncExternalStore } from 'react'

/** Whether the window answers a media query, now and as it changes. */
export function useMedia(query: string): boolean {
  const watch = useCallback(
    (watcher: () => void) => {
      const list = matchMedia(query)
      list.addEventListener('change', watcher)
      return () => list.removeEventListener('change', watcher)
    },
    [query],
  )
  return useSyncExternalStore(watch, () => matchMedia(query).matches)
}
