import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { count } from '~/ui/format'
import { NameSearch } from '~/ui/NameSearch'
import { Page } from '~/ui/Page'
import { Tabs } from '~/ui/Tabs'
import { Lines } from '~/ui/Waiting'
import { NewExperiment } from './NewExperiment'
import { type Project, projectQuery } from './queries'
import type { ProjectSearch } from './search'
import { ExperimentTable } from './table/ExperimentTable'
import { useLiveTable } from './useLiveTable'

const route = getRouteApi('/frame/projects/$projectId')
const Compare = lazy(() => import('./compare/Compare').then((module) => ({ default: module.Compare })))
const ProjectSettings = lazy(() => import('./ProjectSettings').then((module) => ({ default: module.ProjectSettings })))

export interface ProjectTabProps {
  project: Project
  search: ProjectSearch
  may: boolean
  onSearch: (next: Partial<ProjectSearch>, replace?: boolean) => void
}

/** A project: its experiments to be compared, and its settings. */
export function ProjectPage() {
  const { projectId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const project = useSuspenseQuery(projectQuery(projectId)).data
  const may = useMay('member')
  const [making, setMaking] = useState(false)
  const compared = search.with ?? []
  useLiveTable(projectId, compared)
  const onSearch = (next: Partial<ProjectSearch>, replace = false) =>
    void navigate({ search: (present) => ({ ...present, ...next }), replace, resetScroll: !replace })
  useActions([
    {
      id: 'experiment-new',
      name: 'New experiment',
      group: 'Project',
      keys: 'n',
      run: () => setMaking(true),
      disabled: !may,
    },
  ])
  const tab = search.tab ?? 'experiments'
  const tabs = [
    { value: 'experiments' as const, label: 'Experiments', note: count(project.experiments) },
    ...(compared.length > 1 || tab === 'compare'
      ? [{ value: 'compare' as const, label: 'Compare', note: count(compared.length) }]
      : []),
    { value: 'settings' as const, label: 'Settings' },
  ]
  const props = { project, search, may, onSearch }
  return (
    <Page
      own={tab === 'experiments'}
      title={project.project_name}
      path={[
        <Link key="all" to="/projects">
          Projects
        </Link>,
        <span key="name" title={project.project_name}>
          {project.project_name}
        </span>,
      ]}
      search={
        tab === 'experiments' ? (
          <NameSearch label="Search experiments" value={search.q ?? ''} onChange={(q) => onSearch({ q }, true)} />
        ) : null
      }
      action={
        may ? (
          <Button leftSection={<Plus size={14} />} onClick={() => setMaking(true)}>
            New experiment
          </Button>
        ) : null
      }
      below={
        <Tabs
          label="Parts of the project"
          value={tab}
          tabs={tabs}
          onChange={(next) => onSearch({ tab: next === 'experiments' ? undefined : next })}
        />
      }
    >
      <Suspense fallback={<Lines />}>
        {tab === 'experiments' ? <ExperimentTable {...props} /> : null}
        {tab === 'compare' ? <Compare {...props} /> : null}
        {tab === 'settings' ? <ProjectSettings {...props} /> : null}
      </Suspense>
      {making ? <NewExperiment project={project} onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}
