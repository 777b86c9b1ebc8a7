/** What the lake shows, as the address says it. */

import type { paths } from '~/api/schema.gen'
import { flag, number, oneOf, type Raw, text, texts } from '~/app/address'

export type Order = NonNullable<NonNullable<paths['/api/pictures']['get']['parameters']['query']>['order']>

export const orders = [
  ['-created', 'Newest first'],
  ['created', 'Oldest first'],
  ['name', 'Name, A to Z'],
  ['-name', 'Name, Z to A'],
  ['-size', 'Largest first'],
  ['size', 'Smallest first'],
] as const satisfies readonly (readonly [Order, string])[]

export interface LakeSearch {
  q?: string
  tag?: string[]
  order?: Order
  view?: 'table'
  /** Height of the rows, in pixels. */
  zoom?: number
  /** The facets are folded away. */
  bare?: true
}

export function lakeSearch(raw: Raw): LakeSearch {
  return {
    q: text(raw.q),
    tag: texts(raw.tag),
    order: oneOf(
      raw.order,
      orders.map(([order]) => order),
    ),
    view: oneOf(raw.view, ['table']),
    zoom: number(raw.zoom, 64, 400),
    bare: flag(raw.bare),
  }
}

/** What decides which pictures match, and in which order. */
export interface LakeFilter {
  q: string
  tags: string[]
  order: Order
}

export function filterOf(search: LakeSearch): LakeFilter {
  return { q: search.q ?? '', tags: search.tag ?? [], order: search.order ?? '-created' }
}

export function isEverything(filter: LakeFilter): boolean {
  return filter.q.trim() === '' && filter.tags.length === 0
}
