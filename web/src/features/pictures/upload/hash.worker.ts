/** Finds the SHA-256 of files, off the page's own thread. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

export interface HashAsked {
  id: number
  file: File
}

export type HashSaid =
  | { id: number; kind: 'progress'; done: number }
  | { id: number; kind: 'hash'; sha256: string }
  | { id: number; kind: 'failed'; reason: string }

/** Up to this size the browser's own hash is used, where the page may have it (not without TLS). */
const WHOLE = 64 << 20
const STEP = 8 << 20

async function digest(file: File, onProgress: (done: number) => void): Promise<string> {
  if (self.crypto.subtle && file.size <= WHOLE) {
    const whole = await self.crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return bytesToHex(new Uint8Array(whole))
  }
  const hash = sha256.create()
  for (let at = 0; at < file.size; at += STEP) {
    hash.update(new Uint8Array(await file.slice(at, at + STEP).arrayBuffer()))
    onProgress(Math.min(file.size, at + STEP))
  }
  return bytesToHex(hash.digest())
}

const say = (message: HashSaid) => self.postMessage(message)

self.onmessage = async ({ data: { id, file } }: MessageEvent<HashAsked>) => {
  try {
    const found = await digest(file, (done) => say({ id, kind: 'progress', done }))
    say({ id, kind: 'hash', sha256: found })
  } catch {
    say({ id, kind: 'failed', reason: 'The file cannot be read. Was it moved or deleted?' })
  }
}
