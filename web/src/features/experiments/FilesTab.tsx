import { useQuery } from '@tanstack/react-query'
import { api, take } from '~/api/client'
import type { FileHome } from '~/features/files/bring'
import { Files } from '~/features/files/Files'
import { Snippet } from '~/ui/Copy'
import css from './Experiment.module.css'
import type { ExperimentTabProps } from './ExperimentPage'
import { filesQuery } from './queries'

function homeOf(id: string): FileHome {
  const path = { params: { path: { experiment_id: id } } }
  return {
    plan: async (files) =>
      (await take(api.POST('/api/experiments/{experiment_id}/files/plan', { ...path, body: { files } }))).items,
    store: (files) => take(api.POST('/api/experiments/{experiment_id}/files', { ...path, body: { files } })),
    remove: (name) =>
      api.DELETE('/api/experiments/{experiment_id}/files/{name}', { params: { path: { experiment_id: id, name } } }),
    stale: ['experiment', id],
  }
}

/** The files of an experiment: weights, configurations, whatever was stored. */
export function FilesTab({ experiment, may }: ExperimentTabProps) {
  const files = useQuery(filesQuery(experiment.id))
  return (
    <div className={css.pad}>
      <Files home={homeOf(experiment.id)} files={files.data} error={files.error} may={may}>
        <p>Weights, configurations and results are stored from the training:</p>
        <Snippet code={'run.store("best-weights", "runs/best.pt")'} />
      </Files>
    </div>
  )
}
