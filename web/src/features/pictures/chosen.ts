/** What a bulk action is about, as the server takes it; and what is needed to take it back. */
import { api, type Schemas, take } from '~/api/client'
import type { Selection } from '~/ui/grid/selection'
import { idsBetween } from './queries'
import type { LakeFilter } from './search'

export interface Chosen {
  selection: Selection
  filter: LakeFilter
  anchors: readonly string[]
  matching: number
}

type Body = Pick<Schemas['TagBody'], 'pictures' | 'filter'>

/** Most pictures that one request may name. */
const BATCH = 10_000

function inBatches(ids: readonly string[]): Body[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, i) => ({
    pictures: ids.slice(i * BATCH, (i + 1) * BATCH),
  }))
}

/** The ids of what is chosen, read from the server where only a filter is known. */
export async function chosenIds({ selection, filter, anchors, matching }: Chosen): Promise<string[]> {
  if (!selection.all) return [...selection.ids]
  const all = await idsBetween(filter, anchors, 0, matching - 1)
  return all.filter((id) => !selection.ids.has(id))
}

/** Requests that together name what is chosen: a filter where that says it, else ids. */
export async function bodies(chosen: Chosen): Promise<Body[]> {
  const { selection, filter } = chosen
  if (selection.all && selection.ids.size === 0) return [{ filter: { tags: filter.tags, q: filter.q } }]
  return inBatches(await chosenIds(chosen))
}

type Change = Schemas['TagChange']

/** How often a job is asked how far it is, in milliseconds. */
const WATCH_MS = 400

/** A change once it is over; `progress` hears how many pictures are done. */
async function over(change: Change, progress: (done: number) => void): Promise<Change> {
  let present = change
  while (present.state === 'waiting' || present.state === 'running') {
    progress(present.done)
    await new Promise((resolve) => setTimeout(resolve, WATCH_MS))
    const path = { change_id: change.id }
    present = await take(api.GET('/api/tag-changes/{change_id}', { params: { path } }))
  }
  if (present.state === 'failed') throw new Error(present.error ?? 'The tags could not be changed.')
  return present
}

/** Tag or untag; returns how to take exactly that back. The server knows which pictures it changed. */
export async function retag(
  { selection, filter }: Chosen,
  tags: string[],
  kind: 'add' | 'remove',
  progress: (done: number) => void,
): Promise<() => Promise<void>> {
  const what = kind === 'add' ? { add: tags, remove: [] } : { add: [], remove: tags }
  const ids = [...selection.ids]
  const targets = selection.all
    ? [{ filter: { tags: filter.tags, q: filter.q }, without: ids }]
    : inBatches(ids).map((body) => ({ ...body, without: [] }))
  const changes: Change[] = []
  for (const target of targets) {
    const begun = await take(api.POST('/api/tag-changes', { body: { ...target, ...what } }))
    changes.push(await over(begun, progress))
  }
  return async () => {
    for (const { id } of changes.toReversed()) {
      const path = { change_id: id }
      await over(await take(api.POST('/api/tag-changes/{change_id}/undo', { params: { path } })), () => {})
    }
  }
}
