import { Button, Select } from '@mantine/core'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { SquareStack } from 'lucide-react'
import { Suspense } from 'react'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'
import { NameSearch } from '~/ui/NameSearch'
import { Page } from '~/ui/Page'
import { Tabs } from '~/ui/Tabs'
import { Cards } from '~/ui/Waiting'
import { DatasetCard } from './DatasetCard'
import css from './Datasets.module.css'
import { datasetsQuery } from './queries'
import type { DatasetsSearch } from './search'

const route = getRouteApi('/frame/datasets')

const orders = [
  { value: '-created', label: 'Newest first' },
  { value: 'created', label: 'Oldest first' },
  { value: 'name', label: 'Name, A to Z' },
  { value: '-name', label: 'Name, Z to A' },
]

/** The datasets of the organization, and those that others share: one card each, with its newest version. */
export function DatasetsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: Partial<DatasetsSearch>, replace = false) =>
    void navigate({ search: (present) => ({ ...present, ...next }), replace })
  return (
    <Page
      path={['Datasets']}
      title="Datasets"
      search={<NameSearch label="Search datasets" value={search.q ?? ''} onChange={(q) => change({ q }, true)} />}
      action={
        <Select
          aria-label="Order"
          size="xs"
          w={136}
          allowDeselect={false}
          data={orders}
          value={search.order ?? '-created'}
          onChange={(order) => change({ order: order === '-created' ? undefined : (order as DatasetsSearch['order']) })}
        />
      }
      below={
        <Tabs
          label="Shelf"
          value={search.shelf ?? 'own'}
          onChange={(shelf) => change({ shelf: shelf === 'hub' ? 'hub' : undefined })}
          tabs={[
            { value: 'own', label: 'Ours' },
            { value: 'hub', label: 'Shared by others' },
          ]}
        />
      }
    >
      <Suspense fallback={<Cards />}>
        <List search={search} />
      </Suspense>
    </Page>
  )
}

function List({ search }: { search: DatasetsSearch }) {
  const filter = {
    q: search.q ?? '',
    order: search.order ?? ('-created' as const),
    newest: true,
    shelf: search.shelf ?? ('own' as const),
  }
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(datasetsQuery(filter))
  const versions = data.pages.flatMap((page) => page.items)
  if (versions.length === 0) return <None search={search} />
  return (
    <div className={css.body}>
      <ul className={css.cards}>
        {versions.map((version) => (
          <li key={version.dataset_id}>
            <DatasetCard version={version} hub={search.shelf === 'hub'} />
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          More datasets
        </Button>
      ) : null}
    </div>
  )
}

function None({ search }: { search: DatasetsSearch }) {
  if (search.q) return <Empty title="No dataset by that name">Try a part of the name.</Empty>
  if (search.shelf === 'hub') {
    return (
      <Empty title="Nothing is shared" icon={<SquareStack size={28} />}>
        Datasets that other organizations of this server make public appear here.
      </Empty>
    )
  }
  const code = [
    'from picsellia.client import Client',
    '',
    `client = Client(api_token="…", host="${location.origin}")`,
    'pictures = client.datalake.picture.fetch(1, tags=["drone"])',
    'client.datalake.dataset.create("trees", pictures=pictures)',
  ].join('\n')
  return (
    <Empty title="No datasets yet" icon={<SquareStack size={28} />}>
      <p>Select pictures in the lake and add them to a dataset, or from Python:</p>
      <Snippet code={code} />
    </Empty>
  )
}
