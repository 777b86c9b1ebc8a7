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

export function findQueries(typed: string) {
  return [findPictures(typed)]
}
