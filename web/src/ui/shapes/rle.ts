/** Masks as COCO writes them: runs of off and on pixels, column by column. Pure. */

/** Runs out of COCO's compressed text. */
export function runsOf(counts: string | readonly number[]): number[] {
  if (typeof counts !== 'string') return [...counts]
  const runs: number[] = []
  let at = 0
  while (at < counts.length) {
    let value = 0
    let shift = 0
    let more = true
    while (more && at < counts.length) {
      const code = counts.charCodeAt(at) - 48
      at += 1
      value |= (code & 0x1f) << shift
      more = (code & 0x20) !== 0
      shift += 5
      if (!more && code & 0x10) value |= -1 << shift
    }
    // From the third on, runs are written as differences to the one before the last.
    if (runs.length > 2) value += runs[runs.length - 2] as number
    runs.push(value)
  }
  return runs
}

/** Upright strips of the mask, as x, y and height in pixels. */
export function* strips(runs: readonly number[], height: number): Generator<[number, number, number]> {
  let at = 0
  let on = false
  for (const run of runs) {
    if (on) {
      let left = run
      let from = at
      while (left > 0) {
        const y = from % height
        const taken = Math.min(left, height - y)
        yield [Math.floor(from / height), y, taken]
        from += taken
        left -= taken
      }
    }
    at += run
    on = !on
  }
}
