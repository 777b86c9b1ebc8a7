/** Which end of a metric is the good one, by its name. */
function bestIs(name: string): 'low' | 'high' {
  return /loss|err(or)?\b|error|rmse|mae\b|mse|perplexity|latency|seconds|duration/i.test(name) ? 'low' : 'high'
}

export interface Extent {
  low: number
  high: number
  /** How many values are the least, and how many the greatest. */
  lows: number
  highs: number
}

/** Least and greatest of the numbers among values; undefined where there are none. */
export function extent(values: readonly unknown[]): Extent | undefined {
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
  if (numbers.length === 0) return undefined
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of numbers) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const lows = numbers.filter((value) => value === low).length
  return { low, high, lows, highs: numbers.filter((value) => value === high).length }
}

/** Whether a value is the best of its column. What most have in common, such as the last epoch, is no merit. */
export function isBest(name: string, value: number, { low, high, lows, highs }: Extent): boolean {
  const least = bestIs(name) === 'low'
  return low < high && value === (least ? low : high) && (least ? lows : highs) <= 2
}
