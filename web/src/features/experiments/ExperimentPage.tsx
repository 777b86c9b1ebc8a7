import { Button } from '@mantine/core'
import { usePrefetchQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Upload } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '~/features/accounts/useSession'
import { ExperimentStatus } from '~/features/projects/ExperimentStatus'
import { isRunning } from '~/features/projects/queries'
import { useActions } from '~/ui/actions'
import { count } from '~/ui/format'
import { NameSearch } from '~/ui/NameSearch'
import { Page } from '~/ui/Page'
import { Tabs } from '~/ui/Tabs'
import { Lines } from '~/ui/Waiting'
import { ChartsTab } from './ChartsTab'
import { Header } from './Header'
import { Publish } from './Publish'
import { assetsQuery, type DataAsset, type Experiment, experimentQuery, streamQuery } from './queries'
import type { ExperimentSearch } from './search'
import { useLive } from './useLive'

const route = getRouteApi('/frame/experiments/$experimentId')
const LogsTab = lazy(() => import('./log/LogsTab').then((module) => ({ default: module.LogsTab })))
const FilesTab = lazy(() => import('./FilesTab').then((module) => ({ default: module.FilesTab })))
const EvaluationTab = lazy(() => import('./EvaluationTab').then((module) => ({ default: module.EvaluationTab })))
const SettingsTab = lazy(() => import('./SettingsTab').then((module) => ({ default: module.SettingsTab })))

export interface ExperimentTabProps {
  experiment: Experiment
  assets: readonly DataAsset[]
  search: ExperimentSearch
  may: boolean
  live: boolean
  onSearch: (next: Partial<ExperimentSearch>, replace?: boolean) => void
}

/** An experiment: its summary, its curves as they grow, its log, its files. */
export function ExperimentPage() {
  const { experimentId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  // All three are on their way at once, though the first holds up the page.
  usePrefetchQuery(streamQuery(experimentId))
  usePrefetchQuery(assetsQuery(experimentId))
  const experiment = useSuspenseQuery(experimentQuery(experimentId)).data
  const stream = useQuery(streamQuery(experimentId)).data
  const live = isRunning(experiment.status) || stream?.state === 'running'
  const hears = useLive(experimentId, live)
  const assets = useQuery(assetsQuery(experimentId)).data
  const may = useMay('member')
  const [publishing, setPublishing] = useState(false)
  const onSearch = (next: Partial<ExperimentSearch>, replace = false) =>
    void navigate({ search: (present) => ({ ...present, ...next }), replace, resetScroll: !replace })
  useActions([
    {
      id: 'publish',
      name: 'Publish as a model',
      group: 'Experiment',
      keys: 'p',
      run: () => setPublishing(true),
      disabled: !may,
    },
    { id: 'tab-logs', name: 'Show the log', group: 'Experiment', keys: 'l', run: () => onSearch({ tab: 'logs' }) },
    {
      id: 'tab-charts',
      name: 'Show the charts',
      group: 'Experiment',
      keys: 'c',
      run: () => onSearch({ tab: undefined }),
    },
  ])
  const tab = search.tab ?? 'charts'
  const evaluated = assets?.some((asset) => asset.type === 'evaluation')
  const tabs = [
    { value: 'charts' as const, label: 'Charts', note: assets ? count(assets.length) : '' },
    { value: 'logs' as const, label: 'Log', note: stream ? count(stream.lines) : '' },
    { value: 'files' as const, label: 'Files', note: count(experiment.file_count) },
    ...(evaluated ? [{ value: 'evaluation' as const, label: 'Evaluation' }] : []),
    { value: 'settings' as const, label: 'Settings' },
  ]
  const props = { experiment, assets: assets ?? [], search, may, live, onSearch }
  return (
    <Page
      own={tab === 'logs'}
      title={experiment.name}
      path={[
        <Link key="project" to="/projects/$projectId" params={{ projectId: experiment.project }}>
          {experiment.project_name}
        </Link>,
        <span key="name" title={experiment.name}>
          {experiment.name}
        </span>,
      ]}
      search={
        tab === 'charts' ? (
          <NameSearch label="Find tiles" value={search.q ?? ''} onChange={(q) => onSearch({ q }, true)} />
        ) : null
      }
      action={
        <>
          {live && hears === 'polling' ? (
            <span
              className="dim small"
              title="No live connection to the server: what is shown is asked for every few seconds"
            >
              not live
            </span>
          ) : null}
          <ExperimentStatus status={experiment.status} />
          {may ? (
            <Button leftSection={<Upload size={14} />} onClick={() => setPublishing(true)}>
              Publish
            </Button>
          ) : null}
        </>
      }
      below={
        <Tabs
          label="Parts of the experiment"
          value={tab}
          tabs={tabs}
          onChange={(next) => onSearch({ tab: next === 'charts' ? undefined : next })}
        />
      }
    >
      <Suspense fallback={<Lines />}>
        {tab === 'charts' ? (
          <>
            <Header experiment={experiment} stream={stream ?? null} />
            {assets ? <ChartsTab {...props} /> : <Lines />}
          </>
        ) : null}
        {tab === 'logs' ? <LogsTab {...props} stream={stream ?? null} /> : null}
        {tab === 'files' ? <FilesTab {...props} /> : null}
        {tab === 'evaluation' ? <EvaluationTab {...props} /> : null}
        {tab === 'settings' ? <SettingsTab {...props} /> : null}
      </Suspense>
      {publishing ? <Publish experiment={experiment} onClose={() => setPublishing(false)} /> : null}
    </Page>
  )
}
