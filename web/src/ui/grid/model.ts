/**
 * The geometry of a grid of any length: which pictures lie where, in one tall column of pixels.
 *
 * A list is cut into segments of equal count. A segment whose pictures are known is laid out exactly, another
 * one takes a guess of its height; so only what is near the window is ever loaded. No React, no page.
 */
import { guessedHeight, justify, type Layout } from './layout'

export interface Geometry {
  width: number
  target: number
  gap: number
}

export interface Placed {
  segment: number
  /** Place of the row's first picture in the whole list. */
  first: number
  y: number
  height: number
  tiles: { index: number; x: number; w: number }[]
}

export interface Blank {
  segment: number
  y: number
  height: number
}

export interface Rect {
  x: number
  y: number
  w: number
  h: number
}

export interface Anchor {
  /** Place of a picture in the list, and how far the window's top lies below its upper edge. */
  index: number
  offset: number
}

const TYPICAL = 1.4

export class GridModel {
  private count = 0
  private geometry: Geometry = { width: 0, target: 200, gap: 4 }
  private aspects = new Map<number, readonly number[]>()
  private layouts = new Map<number, Layout>()
  private tops = new Float64Array(1)
  private stale = true
  readonly size: number

  constructor(size: number) {
    this.size = size
  }

  get segments(): number {
    return Math.ceil(this.count / this.size)
  }

  get length(): number {
    return this.count
  }

  setCount(count: number): void {
    if (count === this.count) return
    this.count = count
    this.layouts.clear()
    this.stale = true
  }

  setGeometry(geometry: Geometry): void {
    const { width, target, gap } = this.geometry
    if (geometry.width === width && geometry.target === target && geometry.gap === gap) return
    this.geometry = geometry
    this.layouts.clear()
    this.stale = true
  }

  /** Tell the ratios of a segment's pictures; true when that changes anything. */
  setSegment(segment: number, aspects: readonly number[]): boolean {
    const known = this.aspects.get(segment)
    if (known === aspects) return false
    if (known && known.length === aspects.length && known.every((ratio, i) => ratio === aspects[i])) {
      return false
    }
    this.aspects.set(segment, aspects)
    this.layouts.delete(segment)
    this.stale = true
    return true
  }

  forget(): void {
    this.aspects.clear()
    this.layouts.clear()
    this.stale = true
  }

  private held(segment: number): number {
    return Math.min(this.size, this.count - segment * this.size)
  }

  private layout(segment: number): Layout | undefined {
    const done = this.layouts.get(segment)
    if (done) return done
    const aspects = this.aspects.get(segment)
    if (!aspects) return undefined
    const { width, target, gap } = this.geometry
    const made = justify(aspects, width, target, gap, segment === this.segments - 1)
    this.layouts.set(segment, made)
    return made
  }

  private refresh(): void {
    if (!this.stale) return
    this.stale = false
    const { width, target, gap } = this.geometry
    let sum = 0
    let many = 0
    for (const aspects of this.aspects.values()) {
      for (const ratio of aspects) sum += ratio
      many += aspects.length
    }
    const aspect = many > 0 ? sum / many : TYPICAL
    const tops = new Float64Array(this.segments + 1)
    for (let segment = 0; segment < this.segments; segment++) {
      const height = this.layout(segment)?.height ?? guessedHeight(this.held(segment), aspect, width, target, gap)
      tops[segment + 1] = (tops[segment] as number) + height
    }
    this.tops = tops
  }

  /** Height of the whole, in pixels. */
  get total(): number {
    this.refresh()
    return this.tops[this.segments] ?? 0
  }

  /** The segment at a height; the last one below the end. */
  segmentAt(y: number): number {
    this.refresh()
    let low = 0
    let high = this.segments - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.tops[middle] as number) <= y) low = middle
      else high = middle - 1
    }
    return Math.max(0, low)
  }

  /** What lies between two heights: rows of known segments, and the places of unknown ones. */
  between(top: number, bottom: number): { rows: Placed[]; blanks: Blank[]; from: number; to: number } {
    const rows: Placed[] = []
    const blanks: Blank[] = []
    if (this.count === 0) return { rows, blanks, from: 0, to: 0 }
    const from = this.segmentAt(top)
    let segment = from
    for (; segment < this.segments && (this.tops[segment] as number) < bottom; segment++) {
      const base = this.tops[segment] as number
      const layout = this.layout(segment)
      if (!layout) {
        blanks.push({ segment, y: base, height: (this.tops[segment + 1] as number) - base })
        continue
      }
      for (const row of layout.rows) {
        const y = base + row.y
        if (y + row.height < top || y > bottom) continue
        const tiles = []
        for (let i = row.from; i < row.to; i++) {
          tiles.push({ index: segment * this.size + i, x: layout.x[i] as number, w: layout.w[i] as number })
        }
        rows.push({ segment, first: segment * this.size + row.from, y, height: row.height, tiles })
      }
    }
    return { rows, blanks, from, to: Math.max(from, segment - 1) }
  }

  /** Where a picture lies; about where, while its segment is not known. */
  rectOf(index: number): Rect {
    this.refresh()
    const segment = Math.floor(index / this.size)
    const base = this.tops[segment] ?? 0
    const layout = this.layout(segment)
    const inside = index - segment * this.size
    if (!layout) {
      const height = (this.tops[segment + 1] ?? base) - base
      const share = (inside / Math.max(1, this.held(segment))) * height
      return { x: 0, y: base + share, w: this.geometry.target, h: this.geometry.target }
    }
    const row = layout.rows.find((one) => inside < one.to)
    if (!row) return { x: 0, y: base, w: 0, h: 0 }
    return { x: layout.x[inside] as number, y: base + row.y, w: layout.w[inside] as number, h: row.height }
  }

  /** What the window shows at its top, to be kept there when heights change. */
  anchorAt(top: number): Anchor {
    if (this.count === 0) return { index: 0, offset: 0 }
    const segment = this.segmentAt(top)
    const base = this.tops[segment] as number
    const layout = this.layout(segment)
    if (!layout) {
      const height = (this.tops[segment + 1] as number) - base
      const inside = Math.floor(((top - base) / Math.max(1, height)) * this.held(segment))
      const index = segment * this.size + Math.min(this.held(segment) - 1, Math.max(0, inside))
      return { index, offset: top - this.rectOf(index).y }
    }
    const row = layout.rows.find((one) => base + one.y + one.height > top) ?? layout.rows.at(-1)
    const index = segment * this.size + (row?.from ?? 0)
    return { index, offset: top - base - (row?.y ?? 0) }
  }

  topOf(anchor: Anchor): number {
    return this.count === 0 ? 0 : this.rectOf(Math.min(anchor.index, this.count - 1)).y + anchor.offset
  }

  /** The picture a row above (-1) or below (1), nearest in its middle. */
  vertical(index: number, step: 1 | -1): number {
    const rect = this.rectOf(index)
    const middle = rect.x + rect.w / 2
    const y = step === 1 ? rect.y + rect.h + this.geometry.gap + 1 : rect.y - this.geometry.gap - 1
    if (y < 0) return index
    const row = this.between(y, y).rows[0]
    if (!row) return Math.min(this.count - 1, Math.max(0, index + step * 5))
    const near = row.tiles.reduce((best, tile) =>
      Math.abs(tile.x + tile.w / 2 - middle) < Math.abs(best.x + best.w / 2 - middle) ? tile : best,
    )
    return near.index
  }

  /** Pictures that a rectangle touches; only known ones. */
  within(area: Rect): number[] {
    const found: number[] = []
    for (const row of this.between(area.y, area.y + area.h).rows) {
      for (const tile of row.tiles) {
        if (tile.x < area.x + area.w && tile.x + tile.w > area.x) found.push(tile.index)
      }
    }
    return found
  }
}
