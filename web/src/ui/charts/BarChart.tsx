import { useComputedColorScheme } from '@mantine/core'
import { measure } from '~/ui/format'
import { curveColour } from '~/ui/palette'
import css from './BarChart.module.css'

export interface Bars {
  name: string
  values: readonly (number | null)[]
}

interface Props {
  categories: readonly string[]
  /** One set, or several side by side. */
  sets: readonly Bars[]
  height: number
  /** A colour a category, where each means something of its own. */
  colours?: readonly string[]
  /** Click on a category. */
  onPick?: (category: number) => void
}

/** Upright bars, one a category; sideways scrolling where there are many. */
export function BarChart({ categories, sets, height, colours, onPick }: Props) {
  const dark = useComputedColorScheme('light') === 'dark'
  const all = sets.flatMap((set) => set.values.filter((value): value is number => value !== null))
  const high = Math.max(0, ...all)
  const low = Math.min(0, ...all)
  const span = high - low || 1
  const share = (value: number) => `${(Math.abs(value) / span) * 100}%`
  const zero = `${(-low / span) * 100}%`
  return (
    <div className={css.chart}>
      <div className={css.bars} style={{ height }} role="list" aria-label="Bars">
        {categories.map((category, c) => (
          <div
            key={`${c} ${category}`}
            className={css.category}
            role="listitem"
            aria-label={`${category}: ${sets.map((set) => said(set.values[c])).join(', ')}`}
            title={`${category}: ${sets.map((set) => `${sets.length > 1 ? `${set.name} ` : ''}${said(set.values[c])}`).join(', ')}`}
          >
            <div className={css.group}>
              {sets.map((set, s) => {
                const value = set.values[c] ?? 0
                return (
                  <div
                    key={set.name}
                    className={css.bar}
                    style={{
                      height: share(value),
                      bottom: value >= 0 ? zero : undefined,
                      top: value < 0 ? `${(high / span) * 100}%` : undefined,
                      left: `${(s / sets.length) * 100}%`,
                      width: `${100 / sets.length}%`,
                      background: colours?.[c] ?? curveColour(s, dark),
                    }}
                  >
                    {categories.length * sets.length <= 14 ? (
                      <span className={css.value}>{said(set.values[c])}</span>
                    ) : null}
                  </div>
                )
              })}
            </div>
            {onPick ? (
              <button type="button" className={css.name} onClick={() => onPick(c)}>
                {category}
              </button>
            ) : (
              <span className={css.name}>{category}</span>
            )}
          </div>
        ))}
      </div>
      {sets.length > 1 ? (
        <div className={css.legend}>
          {sets.map((set, s) => (
            <span key={set.name} className="row">
              <span className={css.dot} style={{ background: curveColour(s, dark) }} />
              <span className="ellipsis">{set.name}</span>
            </span>
          ))}
        </div>
      ) : null}
    </div>
  )
}

function said(value: number | null | undefined): string {
  return value === null || value === undefined ? 'none' : measure(value)
}
