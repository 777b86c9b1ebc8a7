import { ChevronRight } from 'lucide-react'
import { Fragment, type ReactNode, useEffect } from 'react'
import css from './Page.module.css'

interface Props {
  /** Where I am: the last part is this page, the ones before are links. */
  path: ReactNode[]
  /** What the browser's tab says. */
  title: string
  search?: ReactNode
  action?: ReactNode
  /** Below the line: tabs, filters. */
  below?: ReactNode
  /** The page scrolls itself (a grid), instead of the whole. */
  own?: boolean
  children: ReactNode
}

/** A page of the app: a slim line with where I am, the search and the one main action, then the content. */
export function Page({ path, title, search, action, below, own, children }: Props) {
  useEffect(() => {
    document.title = title === 'Picsellia' ? title : `${title} · Picsellia`
  }, [title])
  return (
    <div className={css.page} data-own={own || undefined}>
      <header className={css.line}>
        <nav className={css.path} aria-label="Where I am">
          {path.map((part, i) => (
            <Fragment key={i}>
              {i > 0 ? <ChevronRight size={14} className={css.arrow} aria-hidden /> : null}
              {i === path.length - 1 ? <h1 className={css.here}>{part}</h1> : <span className={css.above}>{part}</span>}
            </Fragment>
          ))}
        </nav>
        <div className={css.search}>{search}</div>
        <div className={css.action}>{action}</div>
      </header>
      {below ? <div className={css.below}>{below}</div> : null}
      <main className={css.content} id="content">
        {children}
      </main>
    </div>
  )
}
