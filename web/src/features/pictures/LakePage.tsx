import { Button, Drawer } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { SlidersHorizontal, Upload as UploadIcon } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { SEGMENT } from '~/api/useSegments'
import { useMay } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { Failure } from '~/ui/Failure'
import { PictureGrid } from '~/ui/grid/PictureGrid'
import { marked, nothing, type Selection } from '~/ui/grid/selection'
import { Page } from '~/ui/Page'
import { sayError } from '~/ui/toast'
import { useMedia } from '~/ui/useMedia'
import { BulkBar } from './BulkBar'
import { Facets } from './Facets'
import css from './Lake.module.css'
import { LakeEmpty } from './LakeEmpty'
import { LakeTable } from './LakeTable'
import { LakeToolbar } from './LakeToolbar'
import { idsBetween } from './queries'
import { SearchBox } from './SearchBox'
import { filterOf, isEverything, type LakeSearch } from './search'
import { DropZone, useFilePicker } from './upload/DropZone'
import { useLake } from './useLake'

const route = getRouteApi('/frame/datalake')

export function LakePage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay('member')
  const narrow = useMedia('(max-width: 900px)')
  const usual = useMedia('(max-width: 640px)') ? 110 : 180
  const [drawer, setDrawer] = useState(false)
  const filter = useMemo(() => filterOf(search), [search])
  const lake = useLake(filter)
  const { selection, setSelection, onRange } = useLakeSelection(filter, lake.anchors)
  const pick = useFilePicker()

  const change = useCallback(
    (next: Partial<LakeSearch>, replace = false) =>
      void navigate({ search: (present) => ({ ...present, ...next }), replace }),
    [navigate],
  )
  const open = useCallback(
    (tile: { id: string }) =>
      void navigate({ to: '/datalake/$pictureId', params: { pictureId: tile.id }, search: true }),
    [navigate],
  )
  const hrefOf = useCallback((tile: { id: string }) => `/datalake/${tile.id}${location.search}`, [])

  useActions([
    {
      id: 'lake-all',
      name: 'Select all that match',
      group: 'Datalake',
      keys: 'Ctrl+A',
      run: () => setSelection({ all: true, ids: new Set() }),
    },
    {
      id: 'lake-none',
      name: 'Clear the selection',
      group: 'Datalake',
      keys: 'Esc',
      run: () => setSelection(nothing),
      disabled: !selection.all && selection.ids.size === 0,
    },
    {
      id: 'lake-view',
      name: search.view === 'table' ? 'Show as a grid' : 'Show as a table',
      group: 'Datalake',
      keys: 'v',
      run: () => change({ view: search.view === 'table' ? undefined : 'table' }),
    },
    {
      id: 'lake-bigger',
      name: 'Larger pictures',
      group: 'Datalake',
      keys: '+',
      run: () => change({ zoom: Math.min(400, Math.round((search.zoom ?? usual) * 1.25)) }, true),
    },
    {
      id: 'lake-smaller',
      name: 'Smaller pictures',
      group: 'Datalake',
      keys: '-',
      run: () => change({ zoom: Math.max(64, Math.round((search.zoom ?? usual) / 1.25)) }, true),
    },
    {
      id: 'lake-facets',
      name: search.bare ? 'Show the tags at the left' : 'Hide the tags at the left',
      group: 'Datalake',
      keys: 'f',
      run: () => (narrow ? setDrawer(true) : change({ bare: search.bare ? undefined : true }, true)),
    },
    { id: 'lake-upload', name: 'Upload pictures', group: 'Datalake', keys: 'u', run: pick, disabled: !may },
    ...gridKeys,
  ])

  const listKey = `lake ${JSON.stringify(filter)}`
  const facets = <Facets filter={filter} onChange={change} />
  const empty = lake.length === 0
  return (
    <Page
      path={['Datalake']}
      title="Datalake"
      own
      search={<SearchBox filter={filter} onChange={change} error={lake.error} />}
      action={
        may ? (
          <Button leftSection={<UploadIcon size={14} />} onClick={pick}>
            Upload
          </Button>
        ) : null
      }
    >
      <DropZone enabled={may}>
        <div className={css.columns}>
          {search.bare || narrow ? null : <aside className={css.facets}>{facets}</aside>}
          <div className={css.main}>
            <LakeToolbar
              search={search}
              usual={usual}
              count={lake.count}
              filtered={!isEverything(filter)}
              onChange={change}
              facetsButton={
                narrow ? (
                  <Button
                    variant="default"
                    leftSection={<SlidersHorizontal size={14} />}
                    onClick={() => setDrawer(true)}
                  >
                    Tags
                  </Button>
                ) : null
              }
            />
            {lake.error && !lake.length ? (
              <Failure error={lake.error} retry={lake.retry} />
            ) : empty ? (
              <LakeEmpty filtered={!isEverything(filter)} onClear={() => change({ q: undefined, tag: undefined })} />
            ) : search.view === 'table' ? (
              <LakeTable
                count={lake.length ?? 0}
                listKey={listKey}
                pictureAt={lake.pictureAt}
                onNeed={lake.onNeed}
                order={filter.order}
                onOrder={(order) => change({ order })}
                selection={selection}
                onSelect={setSelection}
                onRange={onRange}
              />
            ) : (
              <PictureGrid
                label="Pictures"
                count={lake.length ?? 0}
                segmentSize={SEGMENT}
                tiles={lake.tiles}
                onNeed={lake.onNeed}
                hrefOf={hrefOf}
                rowHeight={search.zoom ?? usual}
                selection={selection}
                onSelect={setSelection}
                onRange={onRange}
                onOpen={open}
                listKey={listKey}
                selectable
              />
            )}
          </div>
        </div>
        <BulkBar
          chosen={{ selection, filter, anchors: lake.anchors, matching: lake.count ?? 0 }}
          onClear={() => setSelection(nothing)}
        />
      </DropZone>
      <Drawer opened={drawer} onClose={() => setDrawer(false)} title="Tags" size="xs">
        {facets}
      </Drawer>
    </Page>
  )
}

/** Keys that the grid itself answers, named for the sheet. */
const gridKeys = [
  ['grid-move', 'Move between pictures', ['Left', 'Right', 'Up', 'Down']],
  ['grid-open', 'Open the picture', ['Enter']],
  ['grid-choose', 'Select the picture', ['x']],
  ['grid-extend', 'Extend the selection', ['Shift+Right', 'Shift+Down']],
  ['grid-ends', 'To the first, to the last', ['Home', 'End']],
].map(([id, name, keys]) => ({
  id: id as string,
  name: name as string,
  keys: keys as string[],
  group: 'In the grid',
  keysOnly: true,
  run: () => document.querySelector<HTMLElement>('[data-testid=grid] a[tabindex="0"]')?.focus(),
}))

/** What is chosen in this list; another filter chooses nothing. */
function useLakeSelection(filter: ReturnType<typeof filterOf>, anchors: readonly string[]) {
  const queryClient = useQueryClient()
  const [selection, setSelection] = useState<Selection>(nothing)
  const key = JSON.stringify([filter.q, filter.tags])
  const shown = useRef(key)
  useEffect(() => {
    if (shown.current === key) return
    shown.current = key
    setSelection(nothing)
  }, [key])
  const onRange = useCallback(
    (from: number, to: number, base: Selection) => {
      queryClient
        .fetchQuery({
          queryKey: ['pictures', 'range', filter, from, to],
          staleTime: 10_000,
          gcTime: 10_000,
          queryFn: () => idsBetween(filter, anchors, from, to),
        })
        .then((ids) => setSelection(marked(base, ids, true)), sayError)
    },
    [queryClient, filter, anchors],
  )
  return { selection, setSelection, onRange }
}
