import { useRef } from 'react'
import type { LiveState } from '~/api/live'
import { useLiveView } from '~/api/useLiveView'

type Part = 'list' | 'compare' | 'columns'

/** The table of a project's experiments, and the comparison of some of them, follow the runs. */
export function useLiveTable(project: string, compared: readonly string[]): LiveState {
  const present = useRef(compared)
  present.current = compared
  return useLiveView<Part>({
    path: `/api/projects/${project}/experiments/stream`,
    all: ['list', 'compare', 'columns'],
    stale: (event, { names }) => {
      if (event !== 'experiments') return []
      const seen = !names || names.some((name) => present.current.includes(name))
      return seen ? ['list', 'columns', 'compare'] : ['list', 'columns']
    },
    refresh: (client, part) => client.refetchQueries({ queryKey: ['experiments', part, project], type: 'active' }),
  })
}

/** What is new follows the runs of all projects. */
export function useLiveExperiments(): LiveState {
  return useLiveView<'projects' | 'experiments'>({
    path: '/api/experiments/stream',
    all: ['projects', 'experiments'],
    stale: (event) => (event === 'experiments' ? ['experiments'] : []),
    refresh: (client, part) => client.refetchQueries({ queryKey: [part], type: 'active' }),
  })
}
