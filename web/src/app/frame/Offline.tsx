import { useSyncExternalStore } from 'react'
import css from './Frame.module.css'

function watch(watcher: () => void): () => void {
  addEventListener('online', watcher)
  addEventListener('offline', watcher)
  return () => {
    removeEventListener('online', watcher)
    removeEventListener('offline', watcher)
  }
}

/** A line that says so while the browser has no connection. */
export function Offline() {
  const online = useSyncExternalStore(watch, () => navigator.onLine)
  return online ? null : (
    <div className={css.offline} role="status">
      No connection. What is on the screen stays; changes cannot be saved until it is back.
    </div>
  )
}
