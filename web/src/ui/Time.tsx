import { useSyncExternalStore } from 'react'
import { ago, exact } from './format'

let now = new Date()
const watchers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  timer ??= setInterval(() => {
    now = new Date()
    for (const each of watchers) each()
  }, 20_000)
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present, renewed every 20 seconds by one timer for the whole page. */
export function useNow(): Date {
  return useSyncExternalStore(watch, () => now)
}

/** A moment as people say it, exact in the title. */
export function Time({ at, prefix = '' }: { at: string | null | undefined; prefix?: string }) {
  const present = useNow()
  if (!at) return <span className="dim">never</span>
  const moment = new Date(at)
  // A moment of the last seconds may lie after `present`, which is up to 20 seconds old.
  const reference = moment > present ? new Date() : present
  return (
    <time dateTime={at} title={exact(moment)}>
      {prefix}
      {ago(moment, reference)}
    </time>
  )
}
