/**
 * A grid of pictures of any number: draws what is near the window, asks for what it lacks, knows no network.
 *
 * Places are counted from 0 over the whole list; a segment is `segmentSize` places.
 */
import { type KeyboardEvent, memo, type ReactNode, useCallback, useMemo, useRef } from 'react'
import css from './PictureGrid.module.css'
import type { Selection } from './selection'
import { has, marked, nothing, toggled } from './selection'
import { Tile, type TileData } from './Tile'
import { useGridScroll } from './useGridScroll'
import { useMarquee } from './useMarquee'

export interface GridHandlers {
  /** Segments near the window, once the scrolling has calmed down. */
  onNeed: (from: number, to: number) => void
  onSelect: (selection: Selection) => void
  /** Choose a range that may reach over pictures which are not loaded. */
  onRange: (from: number, to: number, base: Selection) => void
  onOpen: (tile: TileData, index: number) => void
}

interface Props extends GridHandlers {
  count: number
  segmentSize: number
  tiles: (segment: number) => readonly TileData[] | undefined
  hrefOf: (tile: TileData) => string
  /** Height of rows wished for, in pixels. */
  rowHeight: number
  selection: Selection
  /** Another list: the scroll position starts anew, or where it was when this list was left. */
  listKey: string
  label: string
  /** Drawn over each picture, in its own pixels. */
  overlay?: (tile: TileData) => ReactNode
  selectable?: boolean
}

const MemoTile = memo(Tile)

export function PictureGrid(props: Props) {
  const { tiles, segmentSize, selection, selectable = true } = props
  const grid = useGridScroll(props)
  const { model, view, scroller } = grid
  const anchor = useRef<number | null>(null)
  const latest = useRef(props)
  latest.current = props

  const tileAt = useCallback(
    (index: number): TileData | undefined => tiles(Math.floor(index / segmentSize))?.[index % segmentSize],
    [tiles, segmentSize],
  )
  const at = useRef(tileAt)
  at.current = tileAt

  const choose = useCallback((index: number, range: boolean) => {
    const { selection: present, onSelect, onRange } = latest.current
    if (range && anchor.current !== null) {
      onRange(Math.min(anchor.current, index), Math.max(anchor.current, index), present)
      return
    }
    const tile = at.current(index)
    if (!tile) return
    anchor.current = index
    onSelect(toggled(present, tile.id))
  }, [])
  const open = useCallback((index: number) => {
    const tile = at.current(index)
    if (tile) latest.current.onOpen(tile, index)
  }, [])
  const focus = grid.setFocus
  const marquee = useMarquee({
    model,
    scroller,
    shiftOf: grid.shiftOf,
    enabled: selectable,
    onStart: (keep) => (keep ? latest.current.selection : nothing),
    onMark: (indices, base) => {
      const ids = indices.flatMap((index) => at.current(index)?.id ?? [])
      latest.current.onSelect(marked(base, ids, true))
    },
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const moved = grid.keyStep(event)
    if (moved === undefined) {
      if (event.key === 'Enter' && grid.focus !== null) {
        event.preventDefault()
        open(grid.focus)
      } else if (selectable && (event.key === 'x' || event.key === ' ') && grid.focus !== null) {
        event.preventDefault()
        choose(grid.focus, false)
      }
      return
    }
    event.preventDefault()
    const from = grid.focus ?? 0
    grid.setFocus(moved, true)
    if (event.shiftKey && selectable) {
      anchor.current ??= from
      props.onRange(Math.min(anchor.current, moved), Math.max(anchor.current, moved), selection)
    } else anchor.current = moved
  }

  const rows = useMemo(
    () => (view ? model.between(view.top - view.spare, view.top + view.height + view.spare) : null),
    [view, model],
  )
  const choosing = selection.all || selection.ids.size > 0
  return (
    <div
      ref={scroller}
      className={css.scroller}
      onScroll={grid.onScroll}
      onKeyDown={onKeyDown}
      onPointerDown={marquee.onPointerDown}
      aria-label={props.label}
      role="group"
      data-choosing={choosing || undefined}
      data-testid="grid"
    >
      <div className={css.canvas} ref={grid.canvas}>
        {rows?.blanks.map((blank) => (
          <div
            key={`b${blank.segment}`}
            className={css.blank}
            style={{ transform: `translateY(${blank.y - grid.shift}px)`, height: blank.height - 4, width: '100%' }}
            aria-hidden
          />
        ))}
        {rows?.rows.flatMap((row) => {
          const seen = row.y < (view?.top ?? 0) + (view?.height ?? 0) && row.y + row.height > (view?.top ?? 0)
          const waits = grid.pace === 'flying' || (grid.pace === 'landing' && !seen)
          return row.tiles.map((place) => {
            const tile = tileAt(place.index)
            if (!tile) {
              return (
                <div
                  key={place.index}
                  className={css.tile}
                  style={{
                    transform: `translate(${place.x}px, ${row.y - grid.shift}px)`,
                    width: place.w,
                    height: row.height,
                  }}
                />
              )
            }
            return (
              <MemoTile
                key={tile.id}
                tile={tile}
                index={place.index}
                x={place.x}
                y={row.y - grid.shift}
                w={place.w}
                h={row.height}
                href={props.hrefOf(tile)}
                selected={has(selection, tile.id)}
                selectable={selectable}
                tabbable={grid.focus === null ? place.index === (rows.rows[0]?.first ?? 0) : grid.focus === place.index}
                waits={waits}
                overlay={props.overlay}
                onChoose={choose}
                onOpen={open}
                onFocus={focus}
                choosing={choosing}
              />
            )
          })
        })}
        <div ref={marquee.box} className={css.marquee} hidden />
      </div>
    </div>
  )
}
