/** Exponential smoothing that starts unbiased, and passes over gaps. `weight` 0 leaves all as it is, near 1 flattens. */
export function smoothed(
  values: readonly (number | null | undefined)[],
  weight: number,
): (number | null | undefined)[] {
  if (weight <= 0) return [...values]
  let last = 0
  let seen = 0
  return values.map((value) => {
    if (value === null || value === undefined || !Number.isFinite(value)) return value
    last = last * weight + (1 - weight) * value
    seen += 1
    return last / (1 - weight ** seen)
  })
}
