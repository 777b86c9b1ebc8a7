import { flag, number, oneOf, type Raw, text, texts } from '~/app/address'

export interface ProjectSearch {
  tab?: 'compare' | 'settings'
  q?: string
  status?: string[]
  /** Terms such as `metric:loss<0.5`. */
  where?: string[]
  order?: string
  /** Chosen columns: metrics and parameters. */
  metric?: string[]
  parameter?: string[]
  /** Ids of the experiments that are compared. */
  with?: string[]
  /** Only parameters that differ. */
  differ?: 'only'
  /** Of the compared curves: weight of the smoothing, scale, and the steps that are shown. */
  smooth?: number
  log?: true
  from?: number
  to?: number
}

export function projectSearch(raw: Raw): ProjectSearch {
  return {
    tab: oneOf(raw.tab, ['compare', 'settings']),
    q: text(raw.q),
    status: texts(raw.status),
    where: texts(raw.where),
    order: text(raw.order),
    metric: texts(raw.metric),
    parameter: texts(raw.parameter),
    with: texts(raw.with),
    differ: oneOf(raw.differ, ['only']),
    smooth: number(raw.smooth, 0, 0.99),
    log: flag(raw.log),
    from: number(raw.from, -1e15, 1e15),
    to: number(raw.to, -1e15, 1e15),
  }
}

export interface ProjectsSearch {
  q?: string
}

export function projectsSearch(raw: Raw): ProjectsSearch {
  return { q: text(raw.q) }
}
