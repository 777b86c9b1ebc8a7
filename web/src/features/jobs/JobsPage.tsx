import { Button, Progress, SegmentedControl, Table } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Check, CircleSlash, Clock, LoaderCircle, X } from 'lucide-react'
import { api } from '~/api/client'
import { useMay } from '~/features/accounts/useSession'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { count, duration } from '~/ui/format'
import { Page } from '~/ui/Page'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import { AdminTabs } from './AdminTabs'
import css from './Jobs.module.css'
import { type Job, type JobState, jobsQuery } from './queries'

const route = getRouteApi('/frame/admin/jobs')
const states = ['running', 'waiting', 'failed', 'succeeded', 'cancelled'] as const satisfies readonly JobState[]
const icons = { running: LoaderCircle, waiting: Clock, failed: X, succeeded: Check, cancelled: CircleSlash }

/** What the server does in the background: progress, errors, once more. */
export function JobsPage() {
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const admin = useMay('admin')
  const jobs = useInfiniteQuery(jobsQuery(state))
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['jobs'] })
  const path = (job: Job) => ({ params: { path: { job_id: job.id } } })
  const again = useMutation({
    mutationFn: (job: Job) => api.POST('/api/jobs/{job_id}/again', path(job)),
    onSuccess: () => {
      say('The job runs again.')
      return refresh()
    },
  })
  const cancel = useMutation({
    mutationFn: (job: Job) => api.POST('/api/jobs/{job_id}/cancel', path(job)),
    onSuccess: () => {
      say('The job is cancelled.')
      return refresh()
    },
  })
  const all = jobs.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page path={['Jobs']} title="Jobs" below={<AdminTabs />}>
      <div className={css.body}>
        <SegmentedControl
          aria-label="State"
          className={css.states}
          value={state ?? 'all'}
          onChange={(next) => void navigate({ search: { state: next === 'all' ? undefined : (next as JobState) } })}
          data={[
            { value: 'all', label: 'All' },
            ...states.map((one) => ({ value: one, label: one[0]?.toUpperCase() + one.slice(1) })),
          ]}
        />
        {jobs.error ? <Failure error={jobs.error} /> : null}
        {jobs.isPending ? <Lines /> : null}
        {jobs.data && all.length === 0 ? (
          <Empty title="No jobs">
            Thumbnails, imports and clean-ups run here. Finished ones are forgotten after days.
          </Empty>
        ) : null}
        {all.length > 0 ? (
          <div className={css.scroll}>
            <Table verticalSpacing={6} horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Job</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Progress</Table.Th>
                  <Table.Th>Begun</Table.Th>
                  <Table.Th>Took</Table.Th>
                  <Table.Th aria-label="Actions" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((job) => {
                  const Icon = icons[job.state]
                  return (
                    <Table.Tr key={job.id}>
                      <Table.Td className="mono">{job.name}</Table.Td>
                      <Table.Td>
                        <span className={css.state} data-state={job.state}>
                          <Icon size={13} aria-hidden /> {job.state}
                          {job.attempts > 1 ? <span className="dim small"> attempt {job.attempts}</span> : null}
                        </span>
                      </Table.Td>
                      <Table.Td miw={160}>
                        <JobProgress job={job} />
                      </Table.Td>
                      <Table.Td>
                        <Time at={job.started_at ?? job.queued_at} />
                      </Table.Td>
                      <Table.Td>{took(job)}</Table.Td>
                      <Table.Td ta="right">
                        {admin && job.state === 'failed' ? (
                          <Button variant="default" onClick={() => again.mutate(job)}>
                            Run again
                          </Button>
                        ) : null}
                        {admin && (job.state === 'running' || job.state === 'waiting') ? (
                          <Button variant="default" onClick={() => cancel.mutate(job)}>
                            Cancel
                          </Button>
                        ) : null}
                      </Table.Td>
                    </Table.Tr>
                  )
                })}
              </Table.Tbody>
            </Table>
          </div>
        ) : null}
        {jobs.hasNextPage ? (
          <Button variant="default" loading={jobs.isFetchingNextPage} onClick={() => jobs.fetchNextPage()}>
            Older jobs
          </Button>
        ) : null}
      </div>
    </Page>
  )
}

function JobProgress({ job }: { job: Job }) {
  if (job.error) return <span className={css.error}>{job.error}</span>
  return (
    <>
      {job.total ? (
        <Progress value={(100 * job.done) / job.total} size="sm" aria-label={`${job.done} of ${job.total}`} />
      ) : null}
      <span className="dim small">
        {job.total ? `${count(job.done)} of ${count(job.total)} ` : job.done ? `${count(job.done)} ` : ''}
        {job.note}
      </span>
    </>
  )
}

function took(job: Job): string {
  if (!job.started_at || !job.ended_at) return ''
  return duration((new Date(job.ended_at).getTime() - new Date(job.started_at).getTime()) / 1000)
}
