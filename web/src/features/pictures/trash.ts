import { api, type Schemas, take } from '~/api/client'
import { many } from '~/ui/format'
import { bodies, type Chosen } from './chosen'

interface Deleted {
  trashed: number
  /** Which dataset versions they left with it, in words. */
  text: string
  restore: () => Promise<void>
}

/** Put pictures in the trash; they leave every dataset version, and come back with all they had. */
export async function trash(chosen: Chosen): Promise<Deleted> {
  const done: Schemas['Trashed'][] = []
  for (const body of await bodies(chosen)) done.push(await take(api.POST('/api/pictures/trash', { body })))
  const left = done.flatMap((one) => one.versions).map((one) => `${one.dataset}/${one.version}`)
  const versions = [...new Set(left)]
  const named = versions.length > 3 ? many(versions.length, 'dataset version') : versions.join(', ')
  const trashed = done.reduce((sum, one) => sum + one.trashed, 0)
  return {
    trashed,
    text: versions.length > 0 ? ` ${trashed === 1 ? 'It' : 'They'} left ${named} as well.` : '',
    restore: async () => {
      for (const { trash_id } of done) {
        if (trash_id) await take(api.POST('/api/pictures/restore', { body: { trash_id } }))
      }
    },
  }
}
