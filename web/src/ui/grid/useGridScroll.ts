/** Joins the geometry, the long scrolling and the page: what to draw now, where the focus is. */
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { LongScroll } from './longScroll'
import { type Anchor, GridModel } from './model'
import type { TileData } from './Tile'

interface Options {
  count: number
  segmentSize: number
  tiles: (segment: number) => readonly TileData[] | undefined
  rowHeight: number
  listKey: string
  onNeed: (from: number, to: number) => void
}

export interface View {
  top: number
  height: number
  /** Pixels drawn above and below. */
  spare: number
}

/** How the view moves: nothing loads its bytes in flight, and what is in sight goes first after a landing. */
export type Pace = 'flying' | 'landing' | 'calm'

const GAP = 4
const CALM_MS = 110
/** How long what is out of sight waits after a landing. */
const LANDING_MS = 400
/** Pixels in a millisecond: faster than anybody looks at pictures, and slow enough to look again. */
const FLYING = 2.5
const LANDED = 1.5
const places = new Map<string, Anchor>()

/** Remember that a list was left at this picture, so that coming back shows it. */
export function rememberPlace(listKey: string, index: number): void {
  places.set(listKey, { index, offset: -120 })
}

const ratios = new WeakMap<readonly TileData[], number[]>()

function ratiosOf(tiles: readonly TileData[]): number[] {
  const known = ratios.get(tiles) ?? tiles.map((tile) => tile.aspect)
  ratios.set(tiles, known)
  return known
}

export function useGridScroll({ count, segmentSize, tiles, rowHeight, listKey, onNeed }: Options) {
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const model = useRef<GridModel>(null as unknown as GridModel)
  model.current ??= new GridModel(segmentSize)
  const scroll = useRef(new LongScroll())
  const calm = useRef<ReturnType<typeof setTimeout>>(undefined)
  const anchor = useRef<Anchor>({ index: 0, offset: 0 })
  const [view, setView] = useState<View | null>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [pace, setPace] = useState<Pace>('landing')
  const present = useRef(pace)
  const landing = useRef<ReturnType<typeof setTimeout>>(undefined)
  const moved = useRef(0)
  const [focus, setFocusIndex] = useState<number | null>(null)
  const wantsFocus = useRef<number | null>(null)
  const need = useRef(onNeed)
  need.current = onNeed

  const draw = useCallback(() => {
    const { top } = scroll.current
    const height = scroller.current?.clientHeight ?? 0
    setView({ top, height, spare: Math.min(900, Math.max(300, height * 0.6)) })
  }, [])

  const askForMore = useCallback(() => {
    const height = scroller.current?.clientHeight ?? 0
    const { top } = scroll.current
    const { from, to } = model.current.between(Math.max(0, top - height), top + 2 * height)
    need.current(from, to)
  }, [])

  const go = useCallback((next: Pace) => {
    present.current = next
    clearTimeout(landing.current)
    landing.current = undefined
    setPace(next)
  }, [])
  /** From flying to calm by way of landing; a view that is calm stays so. */
  const land = useCallback(() => {
    if (present.current === 'calm' || (present.current === 'landing' && landing.current)) return
    go('landing')
    landing.current = setTimeout(() => go('calm'), LANDING_MS)
  }, [go])

  /** When nothing moves any more: load, and bring the box and the view together. */
  const settle = useCallback(() => {
    land()
    const box = scroller.current
    if (!box) return
    const wanted = scroll.current.settle()
    if (Math.abs(box.scrollTop - wanted) > 0.5) box.scrollTop = wanted
    draw()
    askForMore()
  }, [draw, askForMore, land])

  const calmDown = useCallback(() => {
    clearTimeout(calm.current)
    calm.current = setTimeout(settle, CALM_MS)
  }, [settle])

  const onScroll = useCallback(() => {
    const box = scroller.current
    if (!box) return
    const before = scroll.current.top
    scroll.current.scrolled(box.scrollTop)
    const step = Math.abs(scroll.current.top - before)
    if (step === 0) return
    anchor.current = model.current.anchorAt(scroll.current.top)
    places.set(listKey, anchor.current)
    const now = performance.now()
    const speed = step / Math.max(8, now - moved.current)
    moved.current = now
    if (step > box.clientHeight || speed > FLYING) go('flying')
    else if (speed < LANDED) land()
    if (scroll.current.stuck) {
      settle()
      return
    }
    draw()
    calmDown()
  }, [draw, calmDown, settle, land, go, listKey])

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return undefined
    const observer = new ResizeObserver(() => {
      const style = getComputedStyle(box)
      const width = box.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
      setSize({ width: Math.floor(width), height: box.clientHeight })
    })
    observer.observe(box)
    return () => observer.disconnect()
  }, [])

  useEffect(
    () => () => {
      clearTimeout(calm.current)
      clearTimeout(landing.current)
    },
    [],
  )

  const shownKey = useRef<string | null>(null)
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box || size.width <= 0) return
    const it = model.current
    const fresh = shownKey.current !== listKey
    if (fresh) {
      shownKey.current = listKey
      it.forget()
      go('landing')
      anchor.current = places.get(listKey) ?? { index: 0, offset: 0 }
      setFocusIndex(null)
    }
    it.setCount(count)
    it.setGeometry({ width: size.width, target: rowHeight, gap: GAP })
    for (let segment = 0; segment < it.segments; segment++) {
      // What is no longer loaded keeps its heights: nothing above the window moves.
      const known = tiles(segment)
      if (known) it.setSegment(segment, ratiosOf(known))
    }
    scroll.current.resize(it.total, size.height)
    if (canvas.current) canvas.current.style.height = `${scroll.current.canvas}px`
    const top =
      anchor.current.index === 0 && anchor.current.offset >= 0 ? anchor.current.offset : it.topOf(anchor.current)
    if (fresh) box.scrollTop = scroll.current.moveTo(top)
    else scroll.current.keep(top)
    draw()
    calmDown()
  }, [count, tiles, rowHeight, size, listKey, draw, calmDown, go])

  const reveal = useCallback(
    (index: number) => {
      const box = scroller.current
      if (!box) return
      const rect = model.current.rectOf(index)
      const { top } = scroll.current
      let wanted = top
      if (rect.y < top) wanted = rect.y - GAP
      else if (rect.y + rect.h > top + box.clientHeight) wanted = rect.y + rect.h - box.clientHeight + GAP
      if (wanted === top) return
      box.scrollTop = scroll.current.moveTo(wanted)
      anchor.current = model.current.anchorAt(scroll.current.top)
      draw()
      calmDown()
    },
    [draw, calmDown],
  )

  const setFocus = useCallback(
    (index: number, scrollThere = false) => {
      setFocusIndex(index)
      if (!scrollThere) return
      wantsFocus.current = index
      reveal(index)
    },
    [reveal],
  )

  // The tile may be drawn only now: then it takes the focus.
  useEffect(() => {
    if (wantsFocus.current === null) return
    const link = scroller.current?.querySelector<HTMLElement>(`[data-index="${wantsFocus.current}"] a`)
    if (!link) return
    wantsFocus.current = null
    link.focus({ preventScroll: true })
  })

  const keyStep = (event: KeyboardEvent): number | undefined => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return undefined
    const from = focus ?? anchor.current.index
    const last = count - 1
    const page = () => {
      const rect = model.current.rectOf(from)
      return (down: boolean) => {
        const y = rect.y + (down ? size.height : -size.height)
        return model.current.anchorAt(Math.min(model.current.total, Math.max(0, y))).index
      }
    }
    switch (event.key) {
      case 'ArrowRight':
        return Math.min(last, focus === null ? from : from + 1)
      case 'ArrowLeft':
        return Math.max(0, focus === null ? from : from - 1)
      case 'ArrowDown':
        return Math.min(last, model.current.vertical(from, 1))
      case 'ArrowUp':
        return Math.max(0, model.current.vertical(from, -1))
      case 'PageDown':
        return page()(true)
      case 'PageUp':
        return page()(false)
      case 'Home':
        return 0
      case 'End':
        return last
      default:
        return undefined
    }
  }

  return {
    scroller,
    canvas,
    model: model.current,
    view,
    shift: scroll.current.shift,
    shiftOf: () => scroll.current.shift,
    pace,
    focus,
    setFocus,
    keyStep,
    onScroll,
  }
}
