import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { currentOrganization } from './client'
import { type LiveState, LiveView, type Told } from './live'
import { Paced } from './paced'

export interface LivePlan<T extends string> {
  path: string
  /** All that may have changed when it is not known what has. */
  all: readonly T[]
  /** What an event makes old. */
  stale: (event: string, data: Told) => readonly T[]
  /** Ask again for what is old, if it is shown. */
  refresh: (queryClient: QueryClient, what: T) => Promise<unknown>
}

/** What the page asks for as it opens is on its way already; only what comes between that and the stream is missed. */
const FIRST_MS = 1_500

/** What the page shows follows the server, while the page is there and looked at. `plan` is a constant of its `path`. */
export function useLiveView<T extends string>(plan: LivePlan<T>): LiveState {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  const { path } = plan
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path stands for the plan
  useEffect(() => {
    const paced = new Paced<T>((marked) => Promise.all([...marked].map((what) => plan.refresh(queryClient, what))))
    const organization = currentOrganization()
    const url = organization ? `${path}?organization=${encodeURIComponent(organization)}` : path
    let first: ReturnType<typeof setTimeout> | undefined
    const view = new LiveView(url, {
      told: (event, data) => paced.mark(...plan.stale(event, data)),
      missed() {
        if (first !== undefined) paced.mark(...plan.all)
        else first = setTimeout(() => paced.mark(...plan.all), FIRST_MS)
      },
      state: setState,
    })
    view.start()
    return () => {
      clearTimeout(first)
      view.stop()
      paced.stop()
    }
  }, [path, queryClient])
  return state
}
