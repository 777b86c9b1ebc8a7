/** Brings the bytes of one file to the address that the server gave for them. */
import { api, reachable, type Schemas, take } from '~/api/client'

type Ticket = Schemas['Ticket']

const TRIES = 4

interface Sent {
  etag: string
}

class Refused extends Error {
  readonly again: boolean

  constructor(status: number, text: string) {
    super(reasonIn(text) ?? `The store answered with ${status}.`)
    this.again = status === 0 || status === 429 || status >= 500
  }
}

function reasonIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail
  } catch {
    return undefined
  }
}

interface Request {
  method: string
  url: string
  headers: Record<string, string>
}

/** One request with progress, which `fetch` cannot tell. */
function put(request: Request, body: Blob, onProgress: (done: number) => void, signal: AbortSignal): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    const stop = () => xhr.abort()
    xhr.open(request.method, reachable(request.url))
    for (const [name, value] of Object.entries(request.headers)) {
      if (!/^(content-length|host)$/i.test(name)) xhr.setRequestHeader(name, value)
    }
    xhr.upload.onprogress = (event) => onProgress(event.loaded)
    xhr.onload = () => {
      signal.removeEventListener('abort', stop)
      if (xhr.status >= 200 && xhr.status < 300)
        resolve({ etag: (xhr.getResponseHeader('etag') ?? '').replaceAll('"', '') })
      else reject(new Refused(xhr.status, xhr.responseText))
    }
    xhr.onerror = () => reject(new Refused(0, ''))
    xhr.onabort = () => reject(new DOMException('Stopped', 'AbortError'))
    signal.addEventListener('abort', stop)
    xhr.send(body)
  })
}

async function persistent(
  request: Request,
  body: Blob,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<Sent> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await put(request, body, onProgress, signal)
    } catch (error) {
      if (!(error instanceof Refused) || !error.again || attempt === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** attempt * (0.5 + Math.random())))
    }
  }
}

/** Send all bytes of a file, in parts where the server says so. */
export async function send(
  ticket: Ticket,
  file: File,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  if (ticket.request) {
    await persistent(ticket.request as Request, file, onProgress, signal)
    return
  }
  const parts: Schemas['PartBody'][] = []
  let before = 0
  for (const part of ticket.parts ?? []) {
    const piece = file.slice(part.offset, part.offset + part.size)
    const { etag } = await persistent(part as Request, piece, (done) => onProgress(before + done), signal)
    parts.push({ number: part.number, etag })
    before += part.size
  }
  const params = { path: { upload_id: ticket.id } }
  await take(api.POST('/api/uploads/{upload_id}/finish', { params, body: { parts }, signal }))
}
