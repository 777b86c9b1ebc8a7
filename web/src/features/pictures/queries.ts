/** Queries of the lake. A list is read in segments that start at the server's anchors, so any place can be reached. */
import { queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'
import { SEGMENT } from '~/api/useSegments'
import type { LakeFilter } from './search'

export type Picture = Schemas['Picture']

const query = ({ q, tags }: LakeFilter) => ({ q: q || undefined, tag: tags.length > 0 ? tags : undefined })
const key = ({ q, tags }: LakeFilter) => ({ q, tags })

export const countQuery = (filter: LakeFilter) =>
  queryOptions({
    queryKey: ['pictures', 'count', key(filter)],
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/pictures/count', { params: { query: query(filter) }, signal }))).count,
  })

export const anchorsQuery = (filter: LakeFilter, enabled: boolean) =>
  queryOptions({
    queryKey: ['pictures', 'anchors', filter],
    enabled,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const asked = { ...query(filter), order: filter.order, every: SEGMENT }
      return (await take(api.GET('/api/pictures/anchors', { params: { query: asked }, signal }))).cursors
    },
  })

/** A picture that may still get its thumbnail: it has none, and came within the last minutes. */
const expecting = (picture: Picture) =>
  picture.colour === null && Date.now() - new Date(picture.created_at).getTime() < 10 * 60_000

export const segmentQuery = (filter: LakeFilter, cursor: string | undefined) =>
  queryOptions<Picture[]>({
    queryKey: ['pictures', 'segment', filter, cursor ?? ''],
    staleTime: 60_000,
    gcTime: 30_000,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.data?.some(expecting) ? 2_500 : false),
    queryFn: async ({ signal }): Promise<Picture[]> => {
      const asked = { ...query(filter), order: filter.order, limit: SEGMENT, cursor }
      return (await take(api.GET('/api/pictures', { params: { query: asked }, signal }))).items
    },
  })

export const facetsQuery = (filter: LakeFilter) =>
  queryOptions({
    queryKey: ['tags', key(filter)],
    queryFn: ({ signal }) =>
      take(api.GET('/api/tags', { params: { query: { ...query(filter), limit: 300 } }, signal })),
  })

export const allTagsQuery = queryOptions({
  queryKey: ['tags', 'all'],
  staleTime: 30_000,
  queryFn: async () => (await take(api.GET('/api/tags', { params: { query: { limit: 10_000 } } }))).items,
})

export const pictureQuery = (id: string) =>
  queryOptions({
    queryKey: ['pictures', 'one', id],
    queryFn: () => take(api.GET('/api/pictures/{picture_id}', { params: { path: { picture_id: id } } })),
  })

export const pictureUrlQuery = (id: string) =>
  queryOptions({
    queryKey: ['pictures', 'url', id],
    staleTime: 30 * 60_000,
    queryFn: async () =>
      (await take(api.GET('/api/pictures/{picture_id}/url', { params: { path: { picture_id: id } } }))).url,
  })

export const exifQuery = (id: string) =>
  queryOptions({
    queryKey: ['pictures', 'exif', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      (await take(api.GET('/api/pictures/{picture_id}/exif', { params: { path: { picture_id: id } } }))).values,
  })

export const neighboursQuery = (id: string, filter: LakeFilter) =>
  queryOptions({
    queryKey: ['pictures', 'neighbours', id, filter],
    staleTime: 60_000,
    queryFn: () => {
      const params = { path: { picture_id: id }, query: { ...query(filter), order: filter.order } }
      return take(api.GET('/api/pictures/{picture_id}/neighbours', { params }))
    },
  })

/** The ids of a range of the list that may not be loaded, read in large pages of rows. */
export async function idsBetween(
  filter: LakeFilter,
  anchors: readonly string[],
  from: number,
  to: number,
): Promise<string[]> {
  const ids: string[] = []
  const segment = Math.floor(from / SEGMENT)
  let cursor = segment === 0 ? undefined : anchors[segment - 1]
  let place = segment * SEGMENT
  while (place <= to) {
    const limit = Math.min(10_000, to - place + 1)
    const shape = { shape: 'rows' as const, columns: 'picture_id' }
    const asked = { ...query(filter), order: filter.order, ...shape, limit, cursor }
    const page = (await take(api.GET('/api/pictures', { params: { query: asked } }))) as unknown as {
      rows: [string][]
      next: string | null
    }
    for (const [id] of page.rows) {
      if (place >= from) ids.push(id)
      place += 1
    }
    if (!page.next) break
    cursor = page.next
  }
  return ids
}

export const holdersQuery = (id: string) =>
  queryOptions({
    queryKey: ['pictures', 'holders', id],
    queryFn: () => take(api.GET('/api/pictures/{picture_id}/versions', { params: { path: { picture_id: id } } })),
  })
