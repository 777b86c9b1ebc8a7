/** Where the palette looks things up by name: each kind of thing is one query of a few rows. */
import { queryOptions } from '@tanstack/react-query'
import { api, take } from '~/api/client'

export interface Found {
  id: string
  name: string
  kind: string
  href: string
}

const quoted = (text: string) => text.replaceAll('"', ' ')

const findPictures = (typed: string) =>
  queryOptions({
    queryKey: ['find', 'pictures', typed],
    enabled: typed.length >= 2,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const query = { q: `"${quoted(typed)}"`, limit: 6, order: '-created' as const }
      const page = await take(api.GET('/api/pictures', { params: { query }, signal }))
      return page.items.map((picture) => ({
        id: picture.picture_id,
        name: picture.external_url,
        kind: 'Picture',
        href: `/datalake/${picture.picture_id}`,
      }))
    },
  })

const findDatasets = (typed: string) =>
  queryOptions({
    queryKey: ['find', 'datasets', typed],
    enabled: typed.length >= 1,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const query = { q: typed.split('/')[0], limit: 12, order: '-created' as const }
      const page = await take(api.GET('/api/datasets', { params: { query }, signal }))
      return page.items.map((version) => ({
        id: version.dataset_id,
        name: `${version.dataset_name}/${version.version}`,
        kind: 'Dataset',
        href: `/datasets/${encodeURIComponent(version.dataset_name)}/${encodeURIComponent(version.version)}`,
      }))
    },
  })

export function findQueries(typed: string) {
  return [findDatasets(typed), findPictures(typed)]
}
