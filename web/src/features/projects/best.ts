/** Which end of a metric is the good one, by its name. */
export function bestIs(name: string): 'low' | 'high' {
  return /loss|err(or)?\b|error|rmse|mae\b|mse|perplexity|latency|seconds|duration/i.test(name) ? 'low' : 'high'
}

/** Least and greatest of the numbers among values; undefined where there are none. */
export function extent(values: readonly unknown[]): { low: number; high: number } | undefined {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low <= high ? { low, high } : undefined
}
