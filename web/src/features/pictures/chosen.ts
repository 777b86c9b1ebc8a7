/** What a bulk action is about, as the server takes it; and what is needed to take it back. */
import { api, type Schemas, take } from '~/api/client'
import type { Selection } from '~/ui/grid/selection'
import { idsBetween } from './queries'
import type { LakeFilter } from './search'
import { seenTags } from './seen'

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

/** The ids of the chosen that carry `tag` now. */
async function carrying(chosen: Chosen, tag: string): Promise<string[]> {
  if (!chosen.selection.all) return [...chosen.selection.ids].filter((id) => seenTags(id)?.includes(tag))
  const narrowed = { ...chosen.filter, tags: [...chosen.filter.tags, tag] }
  const found = await idsBetween(narrowed, [], 0, chosen.matching)
  return found.filter((id) => !chosen.selection.ids.has(id))
}

const change = (body: Body, add: string[], remove: string[]) =>
  take(api.POST('/api/pictures/tags', { body: { ...body, add, remove } }))

/** Tag or untag; returns how to take exactly that back. */
export async function retag(chosen: Chosen, tag: string, kind: 'add' | 'remove'): Promise<() => Promise<void>> {
  const before = await carrying(chosen, tag)
  const targets = await bodies(chosen)
  for (const body of targets) await (kind === 'add' ? change(body, [tag], []) : change(body, [], [tag]))
  return async () => {
    if (kind === 'add') {
      // A filter may now match others: ids say for certain which ones were meant.
      const had = new Set(before)
      const ids = (await chosenIds(chosen)).filter((id) => !had.has(id))
      for (const body of inBatches(ids)) await change(body, [], [tag])
    } else for (const body of inBatches(before)) await change(body, [tag], [])
  }
}
