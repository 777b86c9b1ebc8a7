import { queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'
import type { paths } from '~/api/schema.gen'

export type Version = Schemas['Version']
export type Label = Schemas['Label']
export type ListOrder = NonNullable<NonNullable<paths['/api/datasets']['get']['parameters']['query']>['order']>

export interface DatasetFilter {
  q: string
  order: ListOrder
  newest: boolean
  shelf?: 'own' | 'hub'
}

export const datasetsQuery = (filter: DatasetFilter, cursor?: string) =>
  queryOptions({
    queryKey: ['datasets', 'list', filter, cursor ?? ''],
    queryFn: ({ signal }) => {
      const query = { ...filter, q: filter.q || undefined, limit: 60, cursor }
      return take(api.GET('/api/datasets', { params: { query }, signal }))
    },
  })
