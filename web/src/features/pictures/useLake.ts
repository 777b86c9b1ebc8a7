import { useCallback } from 'react'
import { useSegments } from '~/api/useSegments'
import type { TileData } from '~/ui/grid/Tile'
import { anchorsQuery, countQuery, type Picture, segmentQuery } from './queries'
import type { LakeFilter } from './search'
import { tileOf } from './tiles'

const known = new WeakMap<readonly Picture[], readonly TileData[]>()

function tilesOf(pictures: readonly Picture[]): readonly TileData[] {
  const made = known.get(pictures) ?? pictures.map(tileOf)
  known.set(pictures, made)
  return made
}

/** The list that a filter makes: how many match, and the segments near the window. */
export function useLake(filter: LakeFilter) {
  const lake = useSegments<Picture>({
    count: countQuery(filter),
    anchors: (enabled) => anchorsQuery(filter, enabled),
    segment: (cursor) => segmentQuery(filter, cursor),
  })
  const { page } = lake
  const tiles = useCallback(
    (segment: number) => {
      const pictures = page(segment)
      return pictures && tilesOf(pictures)
    },
    [page],
  )
  return { ...lake, tiles, pictureAt: lake.itemAt }
}
