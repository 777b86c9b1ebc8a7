import type { ReactNode } from 'react'
import { measure } from '~/ui/format'
import css from '../Projects.module.css'
import { type Extent, isBest } from './best'

export function Cell({ value }: { value: unknown }): ReactNode {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return <span title={`${value}`}>{measure(value)}</span>
  const text = typeof value === 'object' ? parts(value) : String(value)
  return (
    <span className={css.long} title={text}>
      {text}
    </span>
  )
}

/** What a line of several curves ended with: `lr0 0.001, lr1 0.0005`. */
function parts(value: object): string {
  return Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'number' ? measure(one) : JSON.stringify(one)}`)
    .join(', ')
}

interface MetricProps {
  name: string
  value: unknown
  range: Extent | undefined
}

/** A metric's last value, with a bar for quick reading; the best of the column is marked. */
export function Metric({ name, value, range }: MetricProps) {
  const number = typeof value === 'number' ? value : null
  if (number === null || !range) {
    return (
      <td className={css.metric}>
        <Cell value={value} />
      </td>
    )
  }
  const span = range.high - range.low
  const best = isBest(name, number, range)
  const share = span > 0 ? (number - Math.min(0, range.low)) / (range.high - Math.min(0, range.low)) : 1
  return (
    <td className={css.metric} data-best={best || undefined} title={best ? `${number}, the best` : `${number}`}>
      <span className={best ? css.best : undefined}>
        {measure(number)}
        {best ? ' ★' : ''}
      </span>
      <span className={css.bar} style={{ width: `${Math.max(1, 100 * share)}%` }} />
    </td>
  )
}
