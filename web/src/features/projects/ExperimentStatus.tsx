import { Check, Circle, X } from 'lucide-react'
import css from './ExperimentStatus.module.css'
import { statusTone } from './queries'

/** The status as its owner wrote it, with a sign for the ones that mean something; a running one breathes. */
export function ExperimentStatus({ status }: { status: string }) {
  const tone = statusTone(status)
  return (
    <span className={css.status} data-tone={tone} title={status}>
      {tone === 'good' ? <Check size={13} strokeWidth={2.5} aria-hidden /> : null}
      {tone === 'bad' ? <X size={13} strokeWidth={2.5} aria-hidden /> : null}
      {tone === 'run' ? <span className={css.pulse} aria-hidden /> : null}
      {tone === 'plain' ? <Circle size={9} aria-hidden /> : null}
      <span className="ellipsis">{status}</span>
    </span>
  )
}
