import { Check, CircleDashed, type LucideIcon, SkipForward, X } from 'lucide-react'
import { statusWord } from './queries'
import css from './StatusMark.module.css'
import type { Status } from './search'

const icons = {
  pending: CircleDashed,
  accepted: Check,
  refused: X,
  skipped: SkipForward,
} as const satisfies Record<Status, LucideIcon>

/** A status as a sign with a word: the colour never says it alone. */
export function StatusMark({ status, word }: { status: Status; word?: boolean }) {
  const Icon = icons[status]
  return (
    <span className={css.mark} data-status={status} title={statusWord[status]}>
      <Icon size={13} strokeWidth={2.5} aria-hidden />
      <span className={word ? undefined : 'unseen'}>{statusWord[status]}</span>
    </span>
  )
}

/** The same over a picture, on a dark ground of its own. */
export function StatusBadge({ status }: { status: Status }) {
  const Icon = icons[status]
  return (
    <span className={css.badge} data-status={status} title={statusWord[status]}>
      <Icon size={12} strokeWidth={3} aria-hidden />
    </span>
  )
}
