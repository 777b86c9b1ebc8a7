import type { ReactNode } from 'react'
import css from './EntryCard.module.css'

/** The page of someone who is not signed in: one card. */
export function EntryCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={css.entry} id="content">
      <div className={css.card}>
        <img src="/icon.svg" width={36} height={36} alt="" />
        <h1 className={css.title}>{title}</h1>
        {children}
      </div>
    </main>
  )
}
