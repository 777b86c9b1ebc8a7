import { RingProgress, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Activity } from 'lucide-react'
import { runningQuery } from '~/features/jobs/queries'
import { many } from '~/ui/format'

/** Running jobs: a ring with how far they are, and how many. */
export function JobsRing({ className, nameClass }: { className?: string; nameClass?: string }) {
  const jobs = useQuery(runningQuery).data ?? []
  const known = jobs.filter((job) => job.total)
  const done = known.reduce((sum, job) => sum + job.done, 0)
  const total = known.reduce((sum, job) => sum + (job.total ?? 0), 0)
  const label = jobs.length === 0 ? 'Jobs' : many(jobs.length, 'job')
  return (
    <Tooltip label={jobs.length === 0 ? 'No jobs are running' : `${label} running or waiting`} position="right">
      <Link to="/admin/jobs" className={className} activeProps={{ 'data-active': true }} aria-label={label}>
        {jobs.length === 0 ? (
          <Activity size={18} aria-hidden />
        ) : (
          <RingProgress
            size={20}
            thickness={3}
            ml={-1}
            sections={[{ value: total > 0 ? Math.max(6, (100 * done) / total) : 30, color: 'teal' }]}
          />
        )}
        <span className={nameClass}>{label}</span>
      </Link>
    </Tooltip>
  )
}
