import { flag, number, oneOf, type Raw, text } from '~/app/address'

export interface ExperimentSearch {
  tab?: 'logs' | 'files' | 'evaluation' | 'settings'
  /** Part of the names of the tiles shown. */
  q?: string
  /** Weight of the smoothing. */
  smooth?: number
  log?: true
  /** Steps that all line charts show. */
  from?: number
  to?: number
  /** A line of the log. */
  line?: number
  /** Text that is looked for in the log. */
  find?: string
}

export function experimentSearch(raw: Raw): ExperimentSearch {
  return {
    tab: oneOf(raw.tab, ['logs', 'files', 'evaluation', 'settings']),
    q: text(raw.q),
    smooth: number(raw.smooth, 0, 0.99),
    log: flag(raw.log),
    from: number(raw.from, -1e15, 1e15),
    to: number(raw.to, -1e15, 1e15),
    line: number(raw.line, 0, 2 ** 53),
    find: text(raw.find),
  }
}
