/** Queries of projects, their experiments in lists, and comparisons. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'

export type Project = Schemas['Project']
export type Experiment = Schemas['Experiment']
export type Column = Schemas['Column']

export const projectsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['projects', 'list', q],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas['Page_Project_']) => page.next ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas['Page_Project_']> =>
      take(
        api.GET('/api/projects', {
          params: { query: { q: q || undefined, limit: 60, cursor: pageParam, order: '-created' } },
          signal,
        }),
      ),
  })

export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: ['projects', 'one', id],
    queryFn: () => take(api.GET('/api/projects/{project_id}', { params: { path: { project_id: id } } })),
  })

/** What a table of experiments shows. */
export interface TableFilter {
  q: string
  status: string[]
  where: string[]
  order: string
  metric: string[]
  parameter: string[]
}

export const experimentsQuery = (project: string, filter: TableFilter) =>
  infiniteQueryOptions({
    queryKey: ['experiments', 'list', project, filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas['Page_Experiment_']) => page.next ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas['Page_Experiment_']> =>
      take(
        api.GET('/api/projects/{project_id}/experiments', {
          params: { path: { project_id: project }, query: { ...filter, limit: 200, cursor: pageParam } },
          signal,
        }),
      ),
  })

export const columnsQuery = (project: string, q: string) =>
  queryOptions({
    queryKey: ['experiments', 'columns', project, q],
    queryFn: async ({ signal }) =>
      (
        await take(
          api.GET('/api/projects/{project_id}/experiments/columns', {
            params: { path: { project_id: project }, query: { q: q || undefined, limit: 100 } },
            signal,
          }),
        )
      ).items,
  })

/** Which data these experiments share, without the points. */
export const sharedQuery = (project: string, ids: string[]) =>
  queryOptions({
    queryKey: ['experiments', 'compare', project, ids],
    queryFn: () =>
      take(
        api.POST('/api/projects/{project_id}/experiments/compare', {
          params: { path: { project_id: project } },
          body: { experiments: ids, data: false, width: 200 },
        }),
      ),
  })

/** The data of one name, lines as they look on so many pixels between the steps of `zoom`. */
export const comparedQuery = (project: string, ids: string[], name: string, zoom?: readonly [number, number]) =>
  queryOptions({
    queryKey: ['experiments', 'compare', project, ids, name, zoom?.[0] ?? '', zoom?.[1] ?? ''],
    queryFn: async () => {
      const compared = await take(
        api.POST('/api/projects/{project_id}/experiments/compare', {
          params: { path: { project_id: project } },
          body: { experiments: ids, names: [name], data: true, width: 700, from: zoom?.[0], to: zoom?.[1] },
        }),
      )
      return compared.assets
    },
  })

/** Statuses that mean that something is going on. Free text otherwise. */
export function isRunning(status: string): boolean {
  return /^(started|running|launched|training)$/i.test(status)
}

export function statusTone(status: string): 'good' | 'bad' | 'run' | 'plain' {
  if (/^(success|succeeded|done|finished|completed)$/i.test(status)) return 'good'
  if (/^(failed|failure|error|crashed|terminated)$/i.test(status)) return 'bad'
  return isRunning(status) ? 'run' : 'plain'
}
