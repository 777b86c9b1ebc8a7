/** Queries of datasets, their versions, labels and annotations. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'
import type { paths } from '~/api/schema.gen'
import { SEGMENT } from '~/api/useSegments'
import type { LookFilter, Status } from './search'

export type Version = Schemas['Version']
export type Label = Schemas['Label']
export type Look = Schemas['Look']
export type Import = Schemas['Import']
export type ListOrder = NonNullable<NonNullable<paths['/api/datasets']['get']['parameters']['query']>['order']>

export interface DatasetFilter {
  q: string
  order: ListOrder
  newest: boolean
  shelf?: 'own' | 'hub'
  /** Only versions of this dataset. */
  name?: string
}

export const datasetsQuery = (filter: DatasetFilter) =>
  infiniteQueryOptions({
    queryKey: ['datasets', 'list', filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas['Page_Version_']) => page.next ?? undefined,
    queryFn: ({ signal, pageParam }): Promise<Schemas['Page_Version_']> => {
      const query = { ...filter, q: filter.q || undefined, limit: 48, cursor: pageParam }
      return take(api.GET('/api/datasets', { params: { query }, signal }))
    },
  })

export const versionQuery = (name: string, version: string, owner?: string) =>
  queryOptions({
    queryKey: ['datasets', 'version', name, version, owner ?? ''],
    queryFn: () =>
      take(api.GET('/api/datasets/{name}/{version}', { params: { path: { name, version }, query: { owner } } })),
  })

const pathOf = (id: string) => ({ path: { version_id: id } })

export const looksCountQuery = (id: string, filter: LookFilter) =>
  queryOptions({
    queryKey: ['looks', id, 'count', filter],
    queryFn: async ({ signal }) => {
      const params = { ...pathOf(id), query: filter }
      return (await take(api.GET('/api/versions/{version_id}/annotations/count', { params, signal }))).count
    },
  })

export const looksAnchorsQuery = (id: string, filter: LookFilter, enabled: boolean) =>
  queryOptions({
    queryKey: ['looks', id, 'anchors', filter],
    enabled,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const params = { ...pathOf(id), query: { ...filter, every: SEGMENT } }
      return (await take(api.GET('/api/versions/{version_id}/annotations/anchors', { params, signal }))).cursors
    },
  })

export const looksSegmentQuery = (id: string, filter: LookFilter, cursor: string | undefined) =>
  queryOptions<Look[]>({
    queryKey: ['looks', id, 'segment', filter, cursor ?? ''],
    staleTime: 30_000,
    gcTime: 30_000,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }): Promise<Look[]> => {
      const params = { ...pathOf(id), query: { ...filter, shapes: true, limit: SEGMENT, cursor } }
      return (await take(api.GET('/api/versions/{version_id}/annotations', { params, signal }))).items
    },
  })

/** The first few pictures of a version, for its card. */
export const coverQuery = (id: string, enabled: boolean) =>
  queryOptions({
    queryKey: ['looks', id, 'cover'],
    enabled,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const params = { ...pathOf(id), query: { limit: 4 } }
      return (await take(api.GET('/api/versions/{version_id}/annotations', { params, signal }))).items
    },
  })

export const statisticsQuery = (id: string) =>
  queryOptions({
    queryKey: ['looks', id, 'statistics'],
    queryFn: () => take(api.GET('/api/versions/{version_id}/statistics', { params: pathOf(id) })),
  })

export const lookQuery = (id: string, picture: string) =>
  queryOptions({
    queryKey: ['looks', id, 'one', picture],
    queryFn: () => {
      const path = { version_id: id, picture_id: picture }
      return take(api.GET('/api/versions/{version_id}/pictures/{picture_id}/look', { params: { path } }))
    },
  })

export const memberUrlQuery = (id: string, picture: string) =>
  queryOptions({
    queryKey: ['looks', id, 'url', picture],
    staleTime: 30 * 60_000,
    queryFn: async () => {
      const path = { version_id: id, picture_id: picture }
      return (await take(api.GET('/api/versions/{version_id}/pictures/{picture_id}/url', { params: { path } }))).url
    },
  })

export const lookNeighboursQuery = (id: string, picture: string, filter: LookFilter) =>
  queryOptions({
    queryKey: ['looks', id, 'neighbours', picture, filter],
    staleTime: 30_000,
    queryFn: () => {
      const params = { path: { version_id: id, picture_id: picture }, query: filter }
      return take(api.GET('/api/versions/{version_id}/pictures/{picture_id}/neighbours', { params }))
    },
  })

export const historyQuery = (id: string, picture: string) =>
  queryOptions({
    queryKey: ['looks', id, 'history', picture],
    queryFn: async () => {
      const path = { version_id: id, picture_id: picture }
      return (await take(api.GET('/api/versions/{version_id}/pictures/{picture_id}/history', { params: { path } })))
        .items
    },
  })

export const diffQuery = (id: string, other: string) =>
  queryOptions({
    queryKey: ['datasets', 'diff', id, other],
    queryFn: () =>
      take(
        api.GET('/api/versions/{version_id}/diff/{other_id}', {
          params: { path: { version_id: id, other_id: other } },
        }),
      ),
  })

export const annotationDiffQuery = (id: string, other: string) =>
  queryOptions({
    queryKey: ['datasets', 'diff', id, other, 'annotations'],
    queryFn: () =>
      take(
        api.GET('/api/versions/{version_id}/diff/{other_id}/annotations', {
          params: { path: { version_id: id, other_id: other }, query: { limit: 200 } },
        }),
      ),
  })

export const diffPicturesQuery = (id: string, other: string, side: 'added' | 'removed') =>
  queryOptions({
    queryKey: ['datasets', 'diff', id, other, side],
    queryFn: async () => {
      const params = { path: { version_id: id, other_id: other }, query: { side, limit: 60 } }
      return (await take(api.GET('/api/versions/{version_id}/diff/{other_id}/pictures', { params }))).items
    },
  })

const running = (one: Import) => one.state === 'queued' || one.state === 'running'

export const importsQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    refetchInterval: (query) => ((query.state.data as Import[] | undefined)?.some(running) ? 1_000 : false),
    queryFn: async (): Promise<Import[]> =>
      (await take(api.GET('/api/versions/{version_id}/imports', { params: pathOf(id) }))).items,
  })

export const statusWord = {
  pending: 'to review',
  accepted: 'accepted',
  refused: 'refused',
  skipped: 'skipped',
} as const satisfies Record<Status, string>
