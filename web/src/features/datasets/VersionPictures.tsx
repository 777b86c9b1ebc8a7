import { Button, Checkbox, Drawer, Slider } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { SlidersHorizontal } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { SEGMENT, useSegments } from '~/api/useSegments'
import { thumbnailSide } from '~/features/pictures/tiles'
import { useActions } from '~/ui/actions'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { cssColour, count as written } from '~/ui/format'
import { shownAspect } from '~/ui/grid/layout'
import { PictureGrid } from '~/ui/grid/PictureGrid'
import { marked, nothing, type Selection } from '~/ui/grid/selection'
import type { TileData } from '~/ui/grid/Tile'
import { ShapeLayer } from '~/ui/shapes/ShapeLayer'
import { sayError } from '~/ui/toast'
import { useMedia } from '~/ui/useMedia'
import css from './Datasets.module.css'
import { type Look, looksAnchorsQuery, looksCountQuery, looksSegmentQuery } from './queries'
import { ReviewBar } from './ReviewBar'
import { StatusBadge } from './StatusMark'
import { everyPicture, lookFilter } from './search'
import { coloursOf, drawnShapes } from './shapes'
import { VersionFacets } from './VersionFacets'
import type { TabProps } from './VersionPage'

/** The pictures of a version, its shapes drawn over them. */
export function VersionPictures({ version, search, mine, onSearch }: TabProps) {
  const id = version.dataset_id
  const filter = useMemo(() => lookFilter(search), [search])
  const colours = useMemo(() => coloursOf(version.labels), [version.labels])
  const narrow = useMedia('(max-width: 900px)')
  const usual = useMedia('(max-width: 640px)') ? 110 : 200
  const zoom = search.zoom ?? usual
  const [drawer, setDrawer] = useState(false)
  const [selection, setSelection] = useState<Selection>(nothing)
  const navigate = useNavigate()
  const looks = useSegments<Look>({
    count: looksCountQuery(id, filter),
    anchors: (enabled) => looksAnchorsQuery(id, filter, enabled),
    segment: (cursor) => looksSegmentQuery(id, filter, cursor),
  })
  const { page } = looks
  const known = useRef(new WeakMap<readonly Look[], TileData[]>())
  // Weak: what has gone out of sight takes its shapes along.
  const lookOf = useRef(new WeakMap<TileData, Look>())
  const tiles = useCallback(
    (segment: number) => {
      const found = page(segment)
      if (!found) return undefined
      const made = known.current.get(found) ?? found.map((look) => tileOf(look, id))
      if (!known.current.has(found)) {
        known.current.set(found, made)
        made.forEach((tile, i) => {
          lookOf.current.set(tile, found[i] as Look)
        })
      }
      return made
    },
    [page, id],
  )
  const overlay = useCallback(
    (tile: TileData) => {
      const look = lookOf.current.get(tile)
      if (!look?.shapes?.length) return null
      return <ShapeLayer shapes={drawnShapes(look, colours)} width={look.width} height={look.height} />
    },
    [colours],
  )
  const open = useCallback(
    (tile: TileData) =>
      void navigate({
        to: '/datasets/$name/$version/$pictureId',
        params: { name: version.dataset_name, version: version.version, pictureId: tile.id },
        search: true,
      }),
    [navigate, version],
  )
  const hrefOf = useCallback(
    (tile: TileData) =>
      `/datasets/${encodeURIComponent(version.dataset_name)}/${encodeURIComponent(version.version)}/${tile.id}${location.search}`,
    [version],
  )
  const onRange = useRange(id, filter, looks.anchors, setSelection)

  const key = JSON.stringify(filter)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter chooses nothing
  useEffect(() => setSelection(nothing), [key, id])

  useActions([
    {
      id: 'looks-all',
      name: 'Select all that match',
      group: 'Dataset',
      keys: 'Ctrl+A',
      run: () => setSelection({ all: true, ids: new Set() }),
    },
    {
      id: 'looks-none',
      name: 'Clear the selection',
      group: 'Dataset',
      keys: 'Esc',
      run: () => setSelection(nothing),
      disabled: !selection.all && selection.ids.size === 0,
    },
    {
      id: 'looks-shapes',
      name: search.plain ? 'Show the shapes' : 'Hide the shapes',
      group: 'Dataset',
      keys: 'h',
      run: () => onSearch({ plain: search.plain ? undefined : true }, true),
    },
    {
      id: 'looks-facets',
      name: search.bare ? 'Show the filters at the left' : 'Hide the filters at the left',
      group: 'Dataset',
      keys: 'f',
      run: () => (narrow ? setDrawer(true) : onSearch({ bare: search.bare ? undefined : true }, true)),
    },
    {
      id: 'looks-bigger',
      name: 'Larger pictures',
      group: 'Dataset',
      keys: '+',
      run: () => onSearch({ zoom: Math.min(400, Math.round(zoom * 1.25)) }, true),
    },
    {
      id: 'looks-smaller',
      name: 'Smaller pictures',
      group: 'Dataset',
      keys: '-',
      run: () => onSearch({ zoom: Math.max(64, Math.round(zoom / 1.25)) }, true),
    },
  ])
  const facets = <VersionFacets version={version} search={search} onSearch={onSearch} />
  return (
    <div className={css.columns}>
      {search.bare || narrow ? null : <aside className={css.facets}>{facets}</aside>}
      <div className={css.main}>
        <div className={css.toolbar}>
          {narrow ? (
            <Button variant="default" leftSection={<SlidersHorizontal size={14} />} onClick={() => setDrawer(true)}>
              Filter
            </Button>
          ) : null}
          <span className="dim" role="status">
            {looks.count === undefined
              ? ''
              : `${written(looks.count)} ${everyPicture(filter) ? (looks.count === 1 ? 'picture' : 'pictures') : 'match'}`}
          </span>
          <span className="end" />
          <Checkbox
            label="Shapes"
            checked={!search.plain}
            onChange={(event) => onSearch({ plain: event.currentTarget.checked ? undefined : true }, true)}
          />
          <Slider
            className={css.zoom}
            size="sm"
            min={64}
            max={400}
            step={4}
            label={null}
            thumbLabel="Height of the pictures"
            value={zoom}
            onChange={(next) => onSearch({ zoom: next }, true)}
          />
        </div>
        {looks.error && !looks.length ? (
          <Failure error={looks.error} retry={looks.retry} />
        ) : looks.length === 0 ? (
          <Empty
            title={everyPicture(filter) ? 'This version has no pictures' : 'No picture matches'}
            actions={
              everyPicture(filter) ? null : (
                <Button variant="default" onClick={() => onSearch(noFilter)}>
                  Show all pictures
                </Button>
              )
            }
          >
            {everyPicture(filter) ? 'Select pictures in the lake and add them to it.' : 'Try fewer conditions.'}
          </Empty>
        ) : (
          <PictureGrid
            label="Pictures of the version"
            count={looks.length ?? 0}
            segmentSize={SEGMENT}
            tiles={tiles}
            onNeed={looks.onNeed}
            hrefOf={hrefOf}
            rowHeight={zoom}
            selection={selection}
            onSelect={setSelection}
            onRange={onRange}
            onOpen={open}
            listKey={`version ${id} ${key}`}
            overlay={search.plain ? undefined : overlay}
          />
        )}
        <ReviewBar
          version={version}
          mine={mine}
          selection={selection}
          filter={filter}
          matching={looks.count ?? 0}
          anchors={looks.anchors}
          onClear={() => setSelection(nothing)}
        />
      </div>
      <Drawer opened={drawer} onClose={() => setDrawer(false)} title="Filter" size="xs">
        {facets}
      </Drawer>
    </div>
  )
}

export const noFilter = {
  label: undefined,
  status: undefined,
  size: undefined,
  annotated: undefined,
  least: undefined,
  most: undefined,
  name: undefined,
}

function tileOf(look: Look, version: string): TileData {
  return {
    id: look.picture_id,
    name: look.external_url,
    aspect: shownAspect(look.width, look.height),
    colour: cssColour(look.colour),
    src:
      look.colour === null
        ? undefined
        : (pixels) => `/api/versions/${version}/pictures/${look.picture_id}/thumbnail/${thumbnailSide(pixels)}`,
    mark: look.status ? <StatusBadge status={look.status} /> : null,
  }
}

/** Chooses a range of the list that may reach over segments which are not loaded. */
function useRange(
  id: string,
  filter: ReturnType<typeof lookFilter>,
  anchors: readonly string[],
  onSelect: (selection: Selection) => void,
) {
  const queryClient = useQueryClient()
  return useCallback(
    (from: number, to: number, base: Selection) => {
      const segments = Array.from(
        { length: Math.floor(to / SEGMENT) - Math.floor(from / SEGMENT) + 1 },
        (_, i) => Math.floor(from / SEGMENT) + i,
      )
      Promise.all(
        segments.map((segment) =>
          queryClient.fetchQuery(looksSegmentQuery(id, filter, segment === 0 ? undefined : anchors[segment - 1])),
        ),
      ).then((pages) => {
        const first = (segments[0] ?? 0) * SEGMENT
        const ids = pages.flat().flatMap((look, i) => (first + i >= from && first + i <= to ? [look.picture_id] : []))
        onSelect(marked(base, ids, true))
      }, sayError)
    },
    [queryClient, id, filter, anchors, onSelect],
  )
}
