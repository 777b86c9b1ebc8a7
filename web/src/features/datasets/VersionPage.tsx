import { ActionIcon, Button, Menu } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Ellipsis, GitBranchPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '~/api/client'
import { useMay, useSession } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { count } from '~/ui/format'
import { Page } from '~/ui/Page'
import { Tabs } from '~/ui/Tabs'
import { say } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import { type Version, versionQuery } from './queries'
import type { VersionSearch } from './search'
import { EditVersion, NewVersion } from './VersionDialogs'
import { VersionPictures } from './VersionPictures'

const route = getRouteApi('/frame/datasets/$name/$version')
const LabelsTab = lazy(() => import('./LabelsTab').then((module) => ({ default: module.LabelsTab })))
const StatisticsTab = lazy(() => import('./StatisticsTab').then((module) => ({ default: module.StatisticsTab })))
const VersionsTab = lazy(() => import('./VersionsTab').then((module) => ({ default: module.VersionsTab })))
const TransferTab = lazy(() => import('./TransferTab').then((module) => ({ default: module.TransferTab })))

export interface TabProps {
  version: Version
  search: VersionSearch
  /** Whether the reader may change this version: a member, and it is not another organization's. */
  mine: boolean
  onSearch: (next: Partial<VersionSearch>, replace?: boolean) => void
}

/** One version of a dataset: its pictures with shapes, labels, numbers, other versions, files. */
export function VersionPage() {
  const params = route.useParams()
  const search = route.useSearch()
  const version = useSuspenseQuery(versionQuery(params.name, params.version, search.owner)).data
  const { organization } = useSession()
  const mine = version.organization === organization.name
  const member = useMay('member') && mine
  const navigate = route.useNavigate()
  const [dialog, setDialog] = useState<'edit' | 'new' | null>(null)
  const tab = search.tab ?? 'pictures'
  const onSearch = (next: Partial<VersionSearch>, replace = false) =>
    void navigate({ search: (present) => ({ ...present, ...next }), replace })
  const remove = useTrash(version)
  useActions([
    {
      id: 'version-new',
      name: 'New version',
      group: 'Dataset',
      keys: 'n',
      run: () => setDialog('new'),
      disabled: !member,
    },
    {
      id: 'version-edit',
      name: 'Rename or describe',
      group: 'Dataset',
      run: () => setDialog('edit'),
      disabled: !member,
    },
  ])
  const props = { version, search, mine: member, onSearch }
  const names = [
    { value: 'pictures', label: 'Pictures', note: count(version.size) },
    { value: 'labels', label: 'Labels', note: count(version.label_count) },
    { value: 'statistics', label: 'Statistics' },
    { value: 'versions', label: 'Versions' },
    { value: 'transfer', label: 'Import and export' },
  ] as const
  return (
    <Page
      own={tab === 'pictures'}
      title={`${version.dataset_name}/${version.version}`}
      path={[
        <Link key="all" to="/datasets">
          Datasets
        </Link>,
        <span key="name" title={`${version.dataset_name}/${version.version}`}>
          {version.dataset_name}
          <span className="dim"> / {version.version}</span>
        </span>,
      ]}
      action={
        member ? (
          <>
            <Button leftSection={<GitBranchPlus size={14} />} onClick={() => setDialog('new')}>
              New version
            </Button>
            <Menu>
              <Menu.Target>
                <ActionIcon aria-label="More about this version">
                  <Ellipsis size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDialog('edit')}>Rename or describe</Menu.Item>
                <Menu.Item color="red" onClick={() => remove.mutate()}>
                  Delete this version
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        ) : null
      }
      below={
        <Tabs
          label="Parts of the dataset"
          value={tab}
          tabs={names}
          onChange={(next) => onSearch({ tab: next === 'pictures' ? undefined : next })}
        />
      }
    >
      <Suspense fallback={<Lines />}>
        {tab === 'pictures' ? <VersionPictures {...props} /> : null}
        {tab === 'labels' ? <LabelsTab {...props} /> : null}
        {tab === 'statistics' ? <StatisticsTab {...props} /> : null}
        {tab === 'versions' ? <VersionsTab {...props} /> : null}
        {tab === 'transfer' ? <TransferTab {...props} /> : null}
      </Suspense>
      {dialog === 'edit' ? <EditVersion version={version} onClose={() => setDialog(null)} /> : null}
      {dialog === 'new' ? <NewVersion version={version} onClose={() => setDialog(null)} /> : null}
    </Page>
  )
}

function useTrash(version: Version) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const params = { params: { path: { version_id: version.dataset_id } } }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['datasets'] })
  return useMutation({
    mutationFn: () => api.DELETE('/api/versions/{version_id}', params),
    onSuccess: async () => {
      await navigate({ to: '/datasets' })
      say(`${version.dataset_name}/${version.version} is in the trash. Its pictures stay in the lake.`, {
        undo: () => api.POST('/api/versions/{version_id}/restore', { ...params, body: {} }).then(refresh),
      })
      return refresh()
    },
  })
}
