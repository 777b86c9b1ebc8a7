/** Queries of networks: trained models with their files. */
import { queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'

export type Network = Schemas['Network']

export interface NetworkFilter {
  q: string
  hub: boolean
  tag?: string[]
  type?: string
  framework?: string
  order?: 'created' | '-created' | 'name' | '-name'
}

export const networksQuery = ({ hub, ...filter }: NetworkFilter) =>
  queryOptions({
    queryKey: ['networks', 'list', hub, filter],
    queryFn: async ({ signal }) => {
      const query = { order: '-created' as const, ...filter, q: filter.q || undefined, limit: 200 }
      const page = hub
        ? await take(api.GET('/api/networks/hub', { params: { query }, signal }))
        : await take(api.GET('/api/networks', { params: { query }, signal }))
      return page.items
    },
  })

const pathOf = (id: string) => ({ params: { path: { network_id: id } } })

export const networkQuery = (id: string) =>
  queryOptions({
    queryKey: ['networks', 'one', id],
    queryFn: () => take(api.GET('/api/networks/{network_id}', pathOf(id))),
  })

export const networkFilesQuery = (id: string) =>
  queryOptions({
    queryKey: ['networks', 'files', id],
    queryFn: async () =>
      (
        await take(
          api.GET('/api/networks/{network_id}/files', {
            params: { path: { network_id: id }, query: { urls: true } },
          }),
        )
      ).items,
  })

/** Where a published model came from; null where it was not published from an experiment. */
export const originQuery = (id: string) =>
  queryOptions({
    queryKey: ['networks', 'origin', id],
    staleTime: 60_000,
    queryFn: async (): Promise<Schemas['Origin'] | null> => {
      const params = { path: { network_id: id }, query: { or_null: true } }
      return (await api.GET('/api/networks/{network_id}/origin', { params })).data ?? null
    },
  })
