import type { ReactNode } from 'react'
import css from './Empty.module.css'

interface Props {
  title: string
  children?: ReactNode
  icon?: ReactNode
  actions?: ReactNode
}

/** What would be here, and how to get it. */
export function Empty({ title, children, icon, actions }: Props) {
  return (
    <div className={css.empty}>
      {icon ? <div className={css.icon}>{icon}</div> : null}
      <h2>{title}</h2>
      {children ? <div className={css.text}>{children}</div> : null}
      {actions ? <div className="row wrap">{actions}</div> : null}
    </div>
  )
}
