/** Queries of jobs and of what has changed. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'

export type Job = Schemas['JobView']
export type JobState = Schemas['JobState']

/** Jobs tell nobody what they do: they are asked often while some run, seldom else, and never from a hidden tab. */
const BUSY_MS = 2_000
const IDLE_MS = 15_000

const goesOn = (job: Job) => job.state === 'running' || job.state === 'waiting'

export const jobsQuery = (state: JobState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['jobs', 'list', state ?? ''],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas['Page_JobView_']) => page.next ?? undefined,
    refetchInterval: (query) => {
      const pages = query.state.data?.pages as Schemas['Page_JobView_'][] | undefined
      return pages?.some((page) => page.items.some(goesOn)) ? BUSY_MS : IDLE_MS
    },
    queryFn: ({ pageParam, signal }): Promise<Schemas['Page_JobView_']> =>
      take(api.GET('/api/jobs', { params: { query: { state, limit: 100, cursor: pageParam } }, signal })),
  })

/** Jobs that run just now, for the ring at the foot of the rail. */
export const runningQuery = queryOptions<Job[]>({
  queryKey: ['jobs', 'running'],
  refetchInterval: (query) => (query.state.data?.some(goesOn) ? 2 * BUSY_MS : IDLE_MS),
  queryFn: async ({ signal }): Promise<Job[]> => {
    const [running, waiting] = await Promise.all([
      take(api.GET('/api/jobs', { params: { query: { state: 'running', limit: 100 } }, signal })),
      take(api.GET('/api/jobs', { params: { query: { state: 'waiting', limit: 100 } }, signal })),
    ])
    return [...running.items, ...waiting.items]
  },
})

export interface EventFilter {
  username?: string
  verb?: string
  subject_type?: string
  subject_id?: string
}

export const eventsQuery = (filter: EventFilter) =>
  infiniteQueryOptions({
    queryKey: ['events', filter],
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page: Schemas['Event'][]) => (page.length === 100 ? page.at(-1)?.id : undefined),
    queryFn: ({ pageParam, signal }): Promise<Schemas['Event'][]> =>
      take(api.GET('/api/events', { params: { query: { ...filter, limit: 100, below: pageParam } }, signal })),
  })
