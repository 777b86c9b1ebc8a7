/** What a dataset version's page shows, as the address says it. */

import type { Schemas } from '~/api/client'
import { flag, number, oneOf, type Raw, text, texts } from '~/app/address'

export type Status = Schemas['Status']
export type SizeClass = Schemas['SizeClass']

export const tabs = ['pictures', 'labels', 'statistics', 'versions', 'transfer'] as const
export const statuses = ['pending', 'accepted', 'refused', 'skipped'] as const satisfies readonly Status[]
export const sizeClasses = ['small', 'medium', 'large'] as const satisfies readonly SizeClass[]

export interface VersionSearch {
  tab?: (typeof tabs)[number]
  /** Ids of labels. */
  label?: string[]
  status?: Status[]
  size?: SizeClass[]
  annotated?: 'no' | 'yes'
  least?: number
  most?: number
  name?: string
  zoom?: number
  bare?: true
  /** Shapes are not drawn over the pictures. */
  plain?: true
  /** The id of the version compared with. */
  to?: string
  /** Another organization that shares the dataset. */
  owner?: string
}

export function versionSearch(raw: Raw): VersionSearch {
  const picked = <const T extends string>(value: unknown, allowed: readonly T[]) => {
    const found = (texts(value) ?? []).flatMap((one) => allowed.find((each) => each === one) ?? [])
    return found.length > 0 ? found : undefined
  }
  return {
    tab: oneOf(raw.tab, tabs),
    label: texts(raw.label),
    status: picked(raw.status, statuses),
    size: picked(raw.size, sizeClasses),
    annotated: oneOf(raw.annotated, ['no', 'yes']),
    least: number(raw.least, 0, 2 ** 31 - 1),
    most: number(raw.most, 0, 2 ** 31 - 1),
    name: text(raw.name),
    zoom: number(raw.zoom, 64, 400),
    bare: flag(raw.bare),
    plain: flag(raw.plain),
    to: text(raw.to),
    owner: text(raw.owner),
  }
}

export interface LookFilter {
  label: string[]
  status: Status[]
  size: SizeClass[]
  annotated: boolean | undefined
  least: number | undefined
  most: number | undefined
  name: string
}

export function lookFilter(search: VersionSearch): LookFilter {
  return {
    label: search.label ?? [],
    status: search.status ?? [],
    size: search.size ?? [],
    annotated: search.annotated === undefined ? undefined : search.annotated === 'yes',
    least: search.least,
    most: search.most,
    name: search.name ?? '',
  }
}

export function everyPicture(filter: LookFilter): boolean {
  const { label, status, size, annotated, least, most, name } = filter
  const listed = label.length + status.length + size.length
  return listed === 0 && annotated === undefined && least === undefined && most === undefined && name === ''
}

/** What a list of the datasets shows. */
export interface DatasetsSearch {
  q?: string
  order?: 'name' | '-name' | 'created'
  shelf?: 'hub'
}

export function datasetsSearch(raw: Raw): DatasetsSearch {
  return {
    q: text(raw.q),
    order: oneOf(raw.order, ['name', '-name', 'created']),
    shelf: oneOf(raw.shelf, ['hub']),
  }
}
