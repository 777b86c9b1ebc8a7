/** Justified rows: pictures at their true aspect ratios, every row as wide as the grid. Pure; no React, no page. */

/** One row of a segment. `from` and `to` count pictures of the segment; `y` and `height` are pixels in it. */
export interface Row {
  from: number
  to: number
  y: number
  height: number
}

export interface Layout {
  rows: Row[]
  height: number
  /** Left edge and width of each picture, in whole pixels. */
  x: Int32Array
  w: Int32Array
}

const NARROWEST = 0.25
const WIDEST = 5

/** The ratio that a picture gets in the grid: a strip of film stays one that can be seen. */
export function shownAspect(width: number, height: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, width > 0 && height > 0 ? width / height : 1))
}

/** Where rows end. Balanced: each takes the same share of the whole, so no row is much higher than another. */
function breaks(aspects: ArrayLike<number>, width: number, target: number, gap: number, ragged: boolean): number[] {
  let total = 0
  for (let i = 0; i < aspects.length; i++) total += (aspects[i] as number) * target + gap
  const exact = total / (width + gap)
  // Of a list's last rows the very last may stay short: it is not blown up.
  const full = ragged ? Math.floor(exact) : Math.max(1, Math.round(exact))
  const share = ragged ? width + gap : total / full
  const ends: number[] = []
  let before = 0
  let current = 0
  for (let i = 0; i < aspects.length; i++) {
    const taken = (aspects[i] as number) * target + gap
    const row = Math.floor((before + taken / 2) / share)
    if (i > 0 && row > current) ends.push(i)
    current = row
    before += taken
  }
  ends.push(aspects.length)
  return ends
}

/**
 * Lay out the pictures of one segment. `ragged` for the last one of a list: its last row keeps the target
 * height and may end early.
 */
export function justify(
  aspects: ArrayLike<number>,
  width: number,
  target: number,
  gap: number,
  ragged: boolean,
): Layout {
  const x = new Int32Array(aspects.length)
  const w = new Int32Array(aspects.length)
  const rows: Row[] = []
  if (aspects.length === 0 || width <= 0) return { rows, height: 0, x, w }
  let y = 0
  let from = 0
  for (const to of breaks(aspects, width, target, gap, ragged)) {
    let sum = 0
    for (let i = from; i < to; i++) sum += aspects[i] as number
    const room = width - gap * (to - from - 1)
    const fitting = room / sum
    const short = ragged && to === aspects.length && fitting > target * 1.15
    const height = Math.max(16, Math.round(short ? target : fitting))
    let at = 0
    for (let i = from; i < to; i++) {
      const next = at + (short ? target : fitting) * (aspects[i] as number)
      const left = Math.round(at)
      x[i] = left
      w[i] = (i === to - 1 && !short ? width : Math.round(next)) - left
      at = next + gap
    }
    rows.push({ from, to, y, height })
    y += height + gap
    from = to
  }
  return { rows, height: y, x, w }
}

/** About how high a segment of `many` pictures will be, before their ratios are known. */
export function guessedHeight(many: number, aspect: number, width: number, target: number, gap: number): number {
  if (many === 0 || width <= 0) return 0
  return Math.max(1, Math.round((many * (aspect * target + gap)) / (width + gap))) * (target + gap)
}
