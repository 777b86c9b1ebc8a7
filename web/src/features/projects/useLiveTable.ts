import type { LiveState } from '~/api/live'
import { useLiveView } from '~/api/useLiveView'

type Part = 'list' | 'compare' | 'columns'

/** The table of a project's experiments, and a comparison of some, follow the runs. */
export function useLiveTable(project: string): LiveState {
  return useLiveView<Part>({
    path: `/api/projects/${project}/experiments/stream`,
    all: ['list', 'compare', 'columns'],
    stale: (event) => (event === 'experiments' ? ['list', 'compare', 'columns'] : []),
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
