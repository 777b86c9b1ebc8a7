import { oneOf, type Raw, text, texts } from '~/app/address'

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
  }
}

export interface ProjectsSearch {
  q?: string
}

export function projectsSearch(raw: Raw): ProjectsSearch {
  return { q: text(raw.q) }
}
