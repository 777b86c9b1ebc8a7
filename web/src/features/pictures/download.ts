import { api, reachable, type Schemas, take } from '~/api/client'
import { distinct, MOST_BYTES, MOST_FILES, save, Zip } from '~/ui/zip'

const AT_ONCE = 6

/** The original bytes of these pictures, as one file or an archive. Tells how many are done. */
export async function download(ids: readonly string[], onProgress: (done: number) => void): Promise<void> {
  if (ids.length > MOST_FILES) throw new Error(tooMany(ids.length))
  const pictures: Schemas['Picture'][] = []
  await pooled(ids, async (id, i) => {
    pictures[i] = await take(api.GET('/api/pictures/{picture_id}', { params: { path: { picture_id: id } } }))
  })
  const size = pictures.reduce((sum, picture) => sum + picture.size, 0)
  if (size > MOST_BYTES) throw new Error(tooMany(ids.length))
  const names = distinct(pictures.map((picture) => picture.external_url))
  const bodies: Uint8Array<ArrayBuffer>[] = []
  let done = 0
  await pooled(ids, async (id, i) => {
    bodies[i] = await bytesOf(id)
    done += 1
    onProgress(done)
  })
  const [only] = bodies
  if (bodies.length === 1 && only) {
    save(new Blob([only]), names[0]?.split('/').at(-1) ?? 'picture')
    return
  }
  const zip = new Zip()
  names.forEach((name, i) => {
    const body = bodies[i]
    if (body) zip.add(name, body)
  })
  save(zip.finish(), 'pictures.zip')
}

function tooMany(many: number): string {
  return (
    `${many.toLocaleString('en')} pictures are more than a browser can pack. Make a dataset of them and ` +
    'download it with the SDK: client.datalake.dataset.download("name")'
  )
}

async function bytesOf(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const { url } = await take(api.GET('/api/pictures/{picture_id}/url', { params: { path: { picture_id: id } } }))
  const answer = await fetch(reachable(url), { credentials: 'omit' })
  if (!answer.ok) throw new Error(`The bytes of a picture did not come (${answer.status}). Try again in a moment.`)
  return new Uint8Array(await answer.arrayBuffer())
}

async function pooled<T>(all: readonly T[], run: (one: T, i: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const i = next
      next += 1
      await run(all[i] as T, i)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker))
}
