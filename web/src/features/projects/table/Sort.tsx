import { ArrowDown, ArrowUp } from 'lucide-react'
import css from '../Projects.module.css'

interface SortProps {
  name: string
  label: string
  kind?: string
  order: string
  onOrder: (order: string) => void
}

/** The head of a column: a click sorts by it, another turns it round. */
export function Sort({ name, label, kind, order, onOrder }: SortProps) {
  const down = order === `-${name}`
  const on = down || order === name
  const Arrow = down ? ArrowDown : ArrowUp
  const whole = kind ? `${kind} ${label}` : label
  const next = on ? (down ? name : `-${name}`) : name.startsWith('metric') || name === 'created' ? `-${name}` : name
  return (
    <button
      type="button"
      className={css.sort}
      data-on={on || undefined}
      title={`Sort by ${whole}`}
      aria-label={`Sort by ${whole}${on ? (down ? ', now descending' : ', now ascending') : ''}`}
      onClick={() => onOrder(next)}
    >
      <span className="ellipsis">
        {kind ? <span className={css.kind}>{kind} </span> : null}
        {label}
      </span>
      {on ? <Arrow size={12} aria-hidden /> : null}
    </button>
  )
}
