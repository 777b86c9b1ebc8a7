/** Reviewing: a status for many pictures at once, and back. */
import { api, type Schemas, take } from '~/api/client'
import { SEGMENT } from '~/api/useSegments'
import type { Selection } from '~/ui/grid/selection'
import { everyPicture, type LookFilter, type Status } from './search'

export interface Picked {
  version: string
  selection: Selection
  filter: LookFilter
  matching: number
}

type Body = Pick<Schemas['PickedBody'], 'pictures' | 'filter' | 'all'>

const BATCH = 10_000

/** All ids that a filter picks, in the order of the list. */
async function idsOf(version: string, filter: LookFilter): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const params = { path: { version_id: version }, query: { ...filter, limit: SEGMENT * 4, cursor } }
    const page = await take(api.GET('/api/versions/{version_id}/annotations', { params }))
    ids.push(...page.items.map((look) => look.picture_id))
    cursor = page.next ?? undefined
  } while (cursor)
  return ids
}

export async function pickedIds({ version, selection, filter }: Picked): Promise<string[]> {
  if (!selection.all) return [...selection.ids]
  return (await idsOf(version, filter)).filter((id) => !selection.ids.has(id))
}

function inBatches(ids: readonly string[]): Body[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, i) => ({
    pictures: ids.slice(i * BATCH, (i + 1) * BATCH),
    all: false,
  }))
}

async function bodies(picked: Picked): Promise<Body[]> {
  const { selection, filter } = picked
  if (selection.all && selection.ids.size === 0) {
    if (everyPicture(filter)) return [{ all: true }]
    const { label, status, size, annotated, least, most, name } = filter
    return [{ filter: { labels: label, statuses: status, sizes: size, annotated, least, most, name }, all: false }]
  }
  return inBatches(await pickedIds(picked))
}

type Written = Schemas['Written']

/** Undo changes of annotations, the last first. */
export async function undoChanges(version: string, changes: readonly (string | null)[]): Promise<void> {
  for (const change of changes.toReversed()) {
    if (!change) continue
    const params = { path: { version_id: version, change_id: change } }
    await take(api.POST('/api/versions/{version_id}/changes/{change_id}/undo', { params }))
  }
}

export async function review(picked: Picked, status: Status): Promise<Written[]> {
  const params = { path: { version_id: picked.version } }
  const done: Written[] = []
  for (const body of await bodies(picked)) {
    done.push(await take(api.POST('/api/versions/{version_id}/review', { params, body: { ...body, status } })))
  }
  return done
}

/** Remove the annotations; the pictures stay. */
export async function removeAnnotations(picked: Picked): Promise<Written[]> {
  const params = { path: { version_id: picked.version } }
  const done: Written[] = []
  for (const body of await bodies(picked)) {
    done.push(await take(api.DELETE('/api/versions/{version_id}/annotations', { params, body })))
  }
  return done
}

/** Take the pictures out of the version. */
export async function removeMembers(picked: Picked): Promise<{ ids: string[]; removed: number }> {
  const ids = await pickedIds(picked)
  const params = { path: { version_id: picked.version } }
  let removed = 0
  for (const { pictures } of inBatches(ids)) {
    const answer = await take(api.DELETE('/api/versions/{version_id}/pictures', { params, body: { pictures } }))
    removed += answer.removed
  }
  return { ids, removed }
}
