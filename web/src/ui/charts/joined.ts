export interface Curve {
  x: readonly number[]
  y: readonly (number | null)[]
}

export interface Joined {
  x: number[]
  /** undefined: this curve has no point there; null: it has a gap. */
  ys: (number | null | undefined)[][]
}

const ordered = (x: readonly number[]) => x.every((value, i) => i === 0 || value >= (x[i - 1] as number))

/** Curves over one shared axis, which grows. A step that a curve has several times stays several points. */
export function joined(curves: readonly Curve[]): Joined {
  const sorted = curves.map(({ x, y }) => {
    if (ordered(x)) return { x, y }
    const order = x.map((_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number) || a - b)
    return { x: order.map((i) => x[i] as number), y: order.map((i) => y[i] as number | null) }
  })
  const at = sorted.map(() => 0)
  const out: Joined = { x: [], ys: sorted.map(() => []) }
  for (;;) {
    let next = Number.POSITIVE_INFINITY
    sorted.forEach((curve, c) => {
      const i = at[c] as number
      if (i < curve.x.length) next = Math.min(next, curve.x[i] as number)
    })
    if (next === Number.POSITIVE_INFINITY) return out
    out.x.push(next)
    sorted.forEach((curve, c) => {
      const i = at[c] as number
      const here = i < curve.x.length && curve.x[i] === next
      out.ys[c]?.push(here ? (curve.y[i] as number | null) : undefined)
      if (here) at[c] = i + 1
    })
  }
}
