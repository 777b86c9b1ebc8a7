/** Brings a file to an experiment or a network: hash, plan, send. What it becomes there is the caller's. */
import type { Schemas } from '~/api/client'
import { hash } from '~/features/pictures/upload/hashing'
import { send } from '~/features/pictures/upload/sending'

export interface Described {
  name: string
  file_name: string
  size: number
  sha256: string
}

export interface Brought extends Described {
  upload?: string
}

interface Planned {
  status: Schemas['FilePlan']
  reason?: string | null
  upload?: Schemas['Ticket'] | null
}

/** Whose files they are: how they are planned, stored and deleted, and which queries show them. */
export interface FileHome {
  plan: (files: Described[]) => Promise<Planned[]>
  store: (files: Brought[]) => Promise<unknown>
  remove: (name: string) => Promise<unknown>
  stale: readonly string[]
}

export interface Step {
  text: string
  /** How far, from 0 to 1. */
  share: number
}

/** The bytes of a file are with the server; returns what registers it. Throws with the reason of a refusal. */
export async function bring(home: FileHome, file: File, onStep: (step: Step) => void = () => {}): Promise<Brought> {
  const share = (done: number) => (file.size > 0 ? done / file.size : 1)
  const reading = (done: number) => onStep({ text: `Reading ${file.name}`, share: share(done) })
  reading(0)
  const sha256 = await hash(file, reading)
  const described = { name: file.name, file_name: file.name, size: file.size, sha256 }
  const planned = (await home.plan([described]))[0]
  if (planned?.status === 'refused') throw new Error(planned.reason ?? 'The server refuses this file.')
  if (planned?.upload) {
    const sending = (done: number) => onStep({ text: `Sending ${file.name}`, share: share(done) })
    await send(planned.upload, file, sending, new AbortController().signal)
  }
  return { ...described, upload: planned?.upload?.id }
}
