import { describe, expect, test } from 'vitest'
import { justify } from './layout'
import { CANVAS, LongScroll } from './longScroll'
import { GridModel } from './model'
import { has, many, marked, nothing, toggled } from './selection'

/** A small generator of its own, so that every run sees the same lists. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

const ratios = (n: number, seed = 7) => {
  const next = chance(seed)
  return Array.from({ length: n }, () => 0.5 + next() * 2)
}

describe('justified rows', () => {
  test('take every picture once, in order, and fill the width', () => {
    for (const width of [320, 801, 1604]) {
      const aspects = ratios(250)
      const { rows, x, w } = justify(aspects, width, 180, 4, false)

      expect(rows.map((row) => row.from)).toEqual([0, ...rows.slice(0, -1).map((row) => row.to)])
      expect(rows.at(-1)?.to).toBe(250)
      for (const row of rows) expect((x[row.to - 1] as number) + (w[row.to - 1] as number)).toBe(width)
    }
  })

  test('keep true ratios and heights near the wish', () => {
    const aspects = ratios(250)
    const { rows, w } = justify(aspects, 1600, 180, 4, false)

    for (const row of rows) {
      expect(Math.abs(row.height - 180)).toBeLessThan(70)
      for (let i = row.from; i < row.to; i++) {
        expect(Math.abs((w[i] as number) - (aspects[i] as number) * row.height)).toBeLessThan(4)
      }
    }
  })

  test('do not blow up the few pictures of a last row', () => {
    const { rows } = justify([1, 1], 1600, 180, 4, true)

    expect(rows).toEqual([{ from: 0, to: 2, y: 0, height: 180 }])
  })

  test('lay out nothing as nothing', () => {
    expect(justify([], 800, 180, 4, true).height).toBe(0)
  })
})

describe('the model', () => {
  const geometry = { width: 1200, target: 160, gap: 4 }

  test('finds every picture where it was put', () => {
    const model = new GridModel(100)
    model.setCount(1000)
    model.setGeometry(geometry)
    for (const segment of [0, 3, 9]) model.setSegment(segment, ratios(100, segment + 1))

    for (const index of [0, 57, 99, 300, 399, 900, 999]) {
      const rect = model.rectOf(index)
      const { rows } = model.between(rect.y + 1, rect.y + 2)
      expect(rows.flatMap((row) => row.tiles.map((tile) => tile.index))).toContain(index)
      expect(model.within({ x: rect.x + 1, y: rect.y + 1, w: 1, h: 1 })).toEqual([index])
    }
  })

  test('keeps what is at the top of the window while heights above it change', () => {
    const model = new GridModel(100)
    model.setCount(10_000)
    model.setGeometry(geometry)
    model.setSegment(40, ratios(100, 5))
    const anchor = model.anchorAt(model.rectOf(4050).y + 30)
    const shown = model.between(model.topOf(anchor), model.topOf(anchor)).rows[0]?.first

    for (let segment = 0; segment < 40; segment++) model.setSegment(segment, ratios(100, segment + 50))

    expect(model.between(model.topOf(anchor), model.topOf(anchor)).rows[0]?.first).toBe(shown)
    expect(anchor.offset).toBe(model.anchorAt(model.topOf(anchor)).offset)
  })

  test('moves up and down by rows, and comes back', () => {
    const model = new GridModel(100)
    model.setCount(100)
    model.setGeometry(geometry)
    model.setSegment(
      0,
      Array.from({ length: 100 }, () => 1),
    )
    const down = model.vertical(10, 1)

    expect(down).toBeGreaterThan(10)
    expect(model.vertical(down, -1)).toBe(10)
    expect(model.vertical(0, -1)).toBe(0)
  })

  test('looks at little of a list of a million', () => {
    const model = new GridModel(250)
    model.setCount(1_000_000)
    model.setGeometry(geometry)

    const seen = model.between(model.total * 0.73, model.total * 0.73 + 1000)

    expect(seen.to - seen.from).toBeLessThan(2)
    expect(seen.from / model.segments).toBeCloseTo(0.73, 2)
  })
})

describe('long scrolling', () => {
  const TOTAL = 60_000_000

  test('goes pixel by pixel with the wheel', () => {
    const scroll = new LongScroll()
    scroll.resize(TOTAL, 900)
    scroll.moveTo(30_000_000)
    const before = scroll.top
    const box = scroll.settle()

    for (let i = 1; i <= 10; i++) scroll.scrolled(box + i * 100)

    expect(scroll.top - before).toBe(1000)
  })

  test('jumps to the same share with the scrollbar, from end to end', () => {
    const scroll = new LongScroll()
    scroll.resize(TOTAL, 900)

    scroll.scrolled((CANVAS - 900) / 2)
    expect(scroll.top).toBeCloseTo((TOTAL - 900) / 2, -1)
    scroll.scrolled(CANVAS - 900)
    expect(scroll.top).toBe(TOTAL - 900)
    scroll.scrolled(0)
    expect(scroll.top).toBe(0)
  })

  test('never moves the view when box and view are brought together', () => {
    const scroll = new LongScroll()
    scroll.resize(TOTAL, 900)
    scroll.moveTo(12_345_678)
    scroll.scrolled(scroll.settle() + 700)
    const top = scroll.top

    const box = scroll.settle()

    expect(scroll.top).toBe(top)
    expect(scroll.shift).toBe(top - box)
  })

  test('is plain scrolling where all fits', () => {
    const scroll = new LongScroll()
    scroll.resize(20_000, 900)
    scroll.scrolled(5_000)

    expect([scroll.top, scroll.shift, scroll.canvas]).toEqual([5_000, 0, 20_000])
  })

  test('notices an end of the box that is none of the view', () => {
    const scroll = new LongScroll()
    scroll.resize(TOTAL, 900)
    scroll.moveTo(500)
    scroll.keep(4_000)
    scroll.scrolled(0)

    expect(scroll.top).toBeGreaterThan(0)
    expect(scroll.stuck).toBe(true)
    scroll.settle()
    expect(scroll.stuck).toBe(false)
  })
})

describe('a selection', () => {
  test('of all but some counts without loading any', () => {
    const chosen = toggled({ all: true, ids: new Set() }, 'a')

    expect(many(chosen, 1_000_000)).toBe(999_999)
    expect(has(chosen, 'a')).toBe(false)
    expect(has(chosen, 'b')).toBe(true)
  })

  test('takes a range in and out again', () => {
    const chosen = marked(nothing, ['a', 'b', 'c'], true)

    expect(many(chosen, 10)).toBe(3)
    expect(many(marked(chosen, ['b'], false), 10)).toBe(2)
    expect(many(marked({ all: true, ids: new Set(['a']) }, ['a'], true), 10)).toBe(10)
  })
})
