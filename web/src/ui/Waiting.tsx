import { Skeleton } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import css from './Waiting.module.css'

/** Shows its children only when the wait has lasted: below 300 ms nothing flickers. */
export function After({ ms = 300, children }: { ms?: number; children: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return late ? children : null
}

/** Lines where a list will be. */
export function Lines({ rows = 6, height = 36 }: { rows?: number; height?: number }) {
  return (
    <After>
      <div className={css.lines} aria-hidden>
        {Array.from({ length: rows }, (_, i) => (
          <Skeleton key={i} height={height} radius="md" />
        ))}
      </div>
      <span className="unseen" role="status">
        Loading
      </span>
    </After>
  )
}

/** Cards where cards will be. */
export function Cards({ many = 6, height = 140 }: { many?: number; height?: number }) {
  return (
    <After>
      <div className={css.cards} aria-hidden>
        {Array.from({ length: many }, (_, i) => (
          <Skeleton key={i} height={height} radius="md" />
        ))}
      </div>
      <span className="unseen" role="status">
        Loading
      </span>
    </After>
  )
}
