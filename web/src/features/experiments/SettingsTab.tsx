import { Autocomplete, Button, Select } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '~/api/client'
import { datasetsQuery } from '~/features/datasets/queries'
import { CopyButton } from '~/ui/Copy'
import { InPlace } from '~/ui/InPlace'
import { say } from '~/ui/toast'
import css from './Experiment.module.css'
import type { ExperimentTabProps } from './ExperimentPage'

const statuses = ['created', 'started', 'running', 'success', 'failed']

/** Name, description, status, dataset; and away with it. */
export function SettingsTab({ experiment, may }: ExperimentTabProps) {
  const id = experiment.id
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [status, setStatus] = useState(experiment.status)
  const [typed, setTyped] = useState('')
  const found = useInfiniteQuery({
    ...datasetsQuery({ q: typed.split('/')[0] ?? '', order: '-created', newest: false }),
    enabled: may,
  })
  const versions = found.data?.pages[0]?.items ?? []
  const attached = experiment.dataset ? `${experiment.dataset.dataset_name}/${experiment.dataset.version}` : null
  const path = { params: { path: { experiment_id: id } } }
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['experiment', id] })
    await queryClient.invalidateQueries({ queryKey: ['experiments'] })
  }
  const change = useMutation({
    mutationFn: (body: Record<string, string>) =>
      take(api.PATCH('/api/experiments/{experiment_id}', { ...path, body })),
    onSuccess: (_, body) => {
      const before = Object.fromEntries(
        Object.keys(body).map((name) => [name, (experiment as unknown as Record<string, string>)[name] ?? '']),
      )
      const back = () => take(api.PATCH('/api/experiments/{experiment_id}', { ...path, body: before }))
      say('Saved.', { undo: () => back().then(refresh) })
      return refresh()
    },
  })
  const attach = useMutation({
    mutationFn: (dataset: string | null) =>
      take(api.PUT('/api/experiments/{experiment_id}/dataset', { ...path, body: { dataset } })),
    onSuccess: (_, dataset) => {
      const back = () =>
        take(api.PUT('/api/experiments/{experiment_id}/dataset', { ...path, body: { dataset: attached } }))
      say(dataset ? `${dataset} is attached.` : 'The dataset is detached.', { undo: () => back().then(refresh) })
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/experiments/{experiment_id}', path),
    onSuccess: async () => {
      await navigate({ to: '/projects/$projectId', params: { projectId: experiment.project } })
      const back = () => take(api.POST('/api/experiments/{experiment_id}/restore', { ...path, body: {} }))
      say(`${experiment.name} is in the trash.`, { undo: () => back().then(refresh) })
      return refresh()
    },
  })
  return (
    <div className={css.pad}>
      <section className="stack">
        <h2>
          <InPlace
            label="Name"
            maxLength={60}
            value={experiment.name}
            disabled={!may}
            onSave={(name) => change.mutate({ name })}
          />
        </h2>
        <InPlace
          long
          label="Description"
          placeholder={may ? 'Add a description' : 'No description'}
          maxLength={1000}
          value={experiment.description}
          disabled={!may}
          onSave={(description) => change.mutate({ description })}
        />
        <p className="row wrap">
          <span className="dim">Id</span>
          <code className="mono break">{id}</code>
          <CopyButton text={id} label="Copy the id" />
        </p>
      </section>
      {may ? (
        <>
          <section className="stack">
            <h2>Status</h2>
            <div className="row wrap">
              <Autocomplete
                aria-label="Status"
                w={220}
                maxLength={60}
                data={statuses}
                value={status}
                onChange={setStatus}
              />
              <Button
                variant="default"
                size="sm"
                disabled={status === experiment.status || !status.trim()}
                onClick={() => change.mutate({ status })}
              >
                Set
              </Button>
            </div>
          </section>
          <section className="stack">
            <h2>Dataset</h2>
            <Select
              maw={360}
              aria-label="Dataset version"
              placeholder="None"
              searchable
              clearable
              searchValue={typed}
              onSearchChange={setTyped}
              data={[
                ...new Set([
                  ...(attached ? [attached] : []),
                  ...versions.map((one) => `${one.dataset_name}/${one.version}`),
                ]),
              ]}
              value={attached}
              onChange={(dataset) => attach.mutate(dataset)}
            />
          </section>
          <section className="stack">
            <h2>Delete</h2>
            <p className="dim">It goes to the trash with its files and data, and can be restored from there.</p>
            <div>
              <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
                Delete the experiment
              </Button>
            </div>
          </section>
        </>
      ) : null}
    </div>
  )
}
