/** Queries of what a training printed, page by page, and of where a text stands in it. */
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, take } from '~/api/client'
import { type Line, type Stream, streamQuery } from '../queries'

/** Lines of one page. */
export const PAGE = 500

export interface LogPage {
  lines: Line[]
  /** The stream as it was known when the page was asked for. */
  total: number
  at: string
}

/** One page. Asked for again it brings only what is new: the last line that is known may have been drawn anew. */
export const pageQuery = (id: string, page: number) => {
  const queryKey = ['experiment', id, 'lines', page] as const
  return queryOptions({
    queryKey,
    // `useLogLines` asks again when the stream has grown.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: async ({ client, signal }): Promise<LogPage> => {
      const stream = known(client, id)
      const sure = client.getQueryData<LogPage>(queryKey)?.lines.slice(0, -1) ?? []
      const fresh = await take(
        api.GET('/api/experiments/{experiment_id}/telemetry/lines', {
          params: {
            path: { experiment_id: id },
            query: { start: page * PAGE + sure.length, limit: PAGE - sure.length },
          },
          signal,
        }),
      )
      return { lines: [...sure, ...fresh], total: stream?.lines ?? 0, at: stream?.last_at ?? '' }
    },
  })
}

function known(client: QueryClient, id: string): Stream | null | undefined {
  return client.getQueryData<Stream | null>(streamQuery(id).queryKey)
}

/** Whether nothing of a page can have changed since it was asked for. */
export function isFresh(found: LogPage, page: number, stream: Stream): boolean {
  const over = found.lines.length === PAGE && found.total > (page + 1) * PAGE
  return over || (found.total === stream.lines && found.at === (stream.last_at ?? ''))
}

/** Most hits that are counted. */
export const MOST_HITS = 1_000

export const foundQuery = (id: string, text: string) =>
  queryOptions({
    queryKey: ['experiment', id, 'found', text],
    enabled: text !== '',
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/experiments/{experiment_id}/telemetry/found', {
          params: { path: { experiment_id: id }, query: { q: text, limit: MOST_HITS } },
          signal,
        }),
      ),
  })
