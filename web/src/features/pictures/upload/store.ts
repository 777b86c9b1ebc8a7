/**
 * Uploads of this page: hash, plan, send, register, a batch at a time; one bad file stops no other.
 *
 * The store behind `UploadPanel.tsx`; it lives as long as the page, whatever room one walks into.
 */
import { api, take } from '~/api/client'
import { hash } from './hashing'
import { send } from './sending'

export type State = 'waiting' | 'hashing' | 'sending' | 'registering' | 'created' | 'known' | 'refused'

export interface Item {
  id: number
  name: string
  file: File
  state: State
  /** Bytes that are done in this state. */
  done: number
  reason?: string
  picture?: string
}

export interface Uploads {
  items: readonly Item[]
  running: boolean
}

const BATCH = 60
const AT_ONCE = 5
/** Files that systems leave in folders, which nobody means. */
const LITTER = /(^|\/)(\.[^/]*|thumbs\.db|desktop\.ini|__MACOSX\/.*)$/i

let items: Item[] = []
let shown: Uploads = { items: [], running: false }
let last = 0
let stop = new AbortController()
let running = 0
let scheduled = false
const watchers = new Set<() => void>()
const doneListeners = new Set<() => void>()

function publish(): void {
  if (scheduled) return
  scheduled = true
  // Progress comes in hundreds a second; people see ten.
  setTimeout(() => {
    scheduled = false
    shown = { items: [...items], running: running > 0 }
    for (const watcher of watchers) watcher()
  }, 100)
}

function change(item: Item, next: Partial<Item>): void {
  const at = items.findIndex((one) => one.id === item.id)
  if (at >= 0) items[at] = { ...(items[at] as Item), ...next }
  publish()
}

export const uploads = {
  watch(watcher: () => void): () => void {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  },
  all: (): Uploads => shown,
  /** Called each time that pictures have come into the lake. */
  onDone(listener: () => void): () => void {
    doneListeners.add(listener)
    return () => doneListeners.delete(listener)
  },
  clear(): void {
    stop.abort()
    stop = new AbortController()
    items = []
    publish()
  },
  again(): void {
    const failed = items.filter((item) => item.state === 'refused')
    items = items.filter((item) => item.state !== 'refused')
    add(failed.map(({ name, file }) => ({ name, file })))
  },
}

/** Upload these files. Names are paths within what was dropped. */
export function add(files: readonly { name: string; file: File }[]): void {
  const fresh = files
    .filter(({ name }) => !LITTER.test(name))
    .map(({ name, file }): Item => {
      last += 1
      return { id: last, name, file, state: 'waiting', done: 0 }
    })
  if (fresh.length === 0) return
  items.push(...fresh)
  publish()
  void run(fresh, stop.signal)
}

async function run(fresh: Item[], signal: AbortSignal): Promise<void> {
  running += 1
  publish()
  try {
    let sending: Promise<void> = Promise.resolve()
    for (let from = 0; from < fresh.length; from += BATCH) {
      if (signal.aborted) return
      const batch = await hashed(fresh.slice(from, from + BATCH), signal)
      // The next batch is hashed while this one is sent.
      await sending
      sending = upload(batch, signal)
    }
    await sending
  } finally {
    running -= 1
    publish()
  }
}

interface Hashed {
  item: Item
  sha256: string
}

async function hashed(batch: Item[], signal: AbortSignal): Promise<Hashed[]> {
  const found: Hashed[] = []
  for (const item of batch) {
    if (signal.aborted) break
    change(item, { state: 'hashing' })
    try {
      found.push({ item, sha256: await hash(item.file, (done) => change(item, { done })) })
    } catch (error) {
      refuse(item, error)
    }
  }
  return found
}

function refuse(item: Item, error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return
  change(item, { state: 'refused', reason: error instanceof Error ? error.message : String(error) })
}

async function upload(batch: Hashed[], signal: AbortSignal): Promise<void> {
  if (batch.length === 0 || signal.aborted) return
  const described = batch.map(({ item, sha256 }) => ({ name: item.name, size: item.file.size, sha256 }))
  try {
    const plan = await take(api.POST('/api/pictures/plan', { body: { files: described }, signal }))
    const arrived: { item: Item; file: (typeof described)[number] & { upload?: string } }[] = []
    const jobs: (() => Promise<void>)[] = []
    /** One upload brings the bytes of all files of a batch that share them. */
    const sent = new Map<string, Promise<void>>()
    plan.items.forEach((answer, i) => {
      const { item } = batch[i] as Hashed
      const file = described[i] as (typeof described)[number]
      if (answer.status === 'refused') {
        change(item, { state: 'refused', reason: answer.reason ?? 'The server refuses it.' })
      } else if (answer.status === 'known') {
        change(item, { state: 'known', picture: answer.picture?.picture_id })
      } else if (answer.status === 'stored' || !answer.upload) arrived.push({ item, file })
      else {
        const ticket = answer.upload
        jobs.push(async () => {
          change(item, { state: 'sending', done: 0 })
          try {
            const way = sent.get(ticket.id) ?? send(ticket, item.file, (done) => change(item, { done }), signal)
            sent.set(ticket.id, way)
            await way
            arrived.push({ item, file: { ...file, upload: ticket.id } })
          } catch (error) {
            refuse(item, error)
          }
        })
      }
    })
    await pool(jobs)
    await register(arrived, signal)
  } catch (error) {
    for (const { item } of batch) {
      const present = items.find((one) => one.id === item.id)
      if (present && ['hashing', 'sending', 'registering'].includes(present.state)) refuse(item, error)
    }
  }
}

async function register(
  arrived: { item: Item; file: { name: string; size: number; sha256: string; upload?: string } }[],
  signal: AbortSignal,
): Promise<void> {
  if (arrived.length === 0 || signal.aborted) return
  for (const { item } of arrived) change(item, { state: 'registering' })
  const body = { files: arrived.map(({ file }) => file), tags: [], source: 'direct_upload' }
  const answer = await take(api.POST('/api/pictures', { body }))
  answer.items.forEach((one, i) => {
    const { item } = arrived[i] as { item: Item }
    change(item, {
      state: one.status,
      picture: one.picture?.picture_id,
      reason: one.reason ?? undefined,
    })
  })
  for (const listener of doneListeners) listener()
}

async function pool(jobs: (() => Promise<void>)[]): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < jobs.length) {
      const job = jobs[next] as () => Promise<void>
      next += 1
      await job()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
