import type { HashSaid } from './hash.worker'

interface Waiting {
  resolve: (sha256: string) => void
  reject: (error: Error) => void
  onProgress: (done: number) => void
}

const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let last = 0

function started(): Worker {
  if (worker) return worker
  worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<HashSaid>) => {
    const one = waiting.get(data.id)
    if (!one) return
    if (data.kind === 'progress') one.onProgress(data.done)
    else {
      waiting.delete(data.id)
      if (data.kind === 'hash') one.resolve(data.sha256)
      else one.reject(new Error(data.reason))
    }
  }
  worker.onerror = () => {
    for (const one of waiting.values()) one.reject(new Error('The file could not be hashed. Load the page again.'))
    waiting.clear()
  }
  return worker
}

/** Hex SHA-256 of a file. `onProgress` tells the bytes read so far, for large ones. */
export function hash(file: File, onProgress: (done: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    last += 1
    waiting.set(last, { resolve, reject, onProgress })
    started().postMessage({ id: last, file })
  })
}
