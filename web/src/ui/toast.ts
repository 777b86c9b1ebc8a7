/** What has just happened, said at the foot of the page: the store behind `Toasts.tsx`. */
import { ApiError } from '~/api/problem'

export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'bad'
  /** The id of the failed request, in small. */
  request?: string
  undo?: () => Promise<unknown>
  /** A further thing to do about it. */
  action?: { label: string; run: () => void }
}

const PLAIN_MS = 5_000
const UNDO_MS = 10_000
const MOST = 4

let toasts: readonly Toast[] = []
let last = 0
const watchers = new Set<() => void>()
const timers = new Map<number, ReturnType<typeof setTimeout>>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const watcher of watchers) watcher()
}

export const toastStore = {
  watch(watcher: () => void): () => void {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  },
  all: (): readonly Toast[] => toasts,
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
  set(toasts.filter((toast) => toast.id !== id))
}

/** While the pointer or the focus is on it, a toast stays. */
export function hold(id: number): void {
  clearTimeout(timers.get(id))
}

export function release(toast: Toast): void {
  clearTimeout(timers.get(toast.id))
  timers.set(
    toast.id,
    setTimeout(() => dismiss(toast.id), toast.undo || toast.tone === 'bad' ? UNDO_MS : PLAIN_MS),
  )
}

/** Say something; with `undo` it offers that for ten seconds. */
export function say(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
  last += 1
  const toast: Toast = { tone: 'plain', ...more, id: last, text }
  set([...toasts.slice(-(MOST - 1)), toast])
  release(toast)
}

/** Say what went wrong. */
export function sayError(error: unknown): void {
  if (error instanceof ApiError) say(error.message, { tone: 'bad', request: error.problem.request_id })
  else say(error instanceof Error ? error.message : String(error), { tone: 'bad' })
}

/** The toast whose undo `Ctrl Z` would run. */
export function lastUndo(): Toast | undefined {
  return toasts.findLast((toast) => toast.undo)
}

export async function undo(toast: Toast): Promise<void> {
  dismiss(toast.id)
  try {
    await toast.undo?.()
    say('Undone.')
  } catch (error) {
    sayError(error)
  }
}
