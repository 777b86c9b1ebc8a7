import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, take } from '~/api/client'
import { datasetsQuery } from '~/features/datasets/queries'
import { networksQuery } from '~/features/networks/queries'
import { Modal } from '~/ui/Modal'
import { experimentsQuery, type Project } from './queries'

/** An experiment from nothing, from a previous one, or from a model. */
export function NewExperiment({ project, onClose }: { project: Project; onClose: () => void }) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [previous, setPrevious] = useState<string | null>(null)
  const [source, setSource] = useState<string | null>(null)
  const [dataset, setDataset] = useState<string | null>(null)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const none = { q: '', status: [], where: [], order: '-created', metric: [], parameter: [] }
  const experiments = useInfiniteQuery(experimentsQuery(project.project_id, none)).data?.pages[0]?.items ?? []
  const versions =
    useInfiniteQuery(datasetsQuery({ q: '', order: '-created', newest: false })).data?.pages[0]?.items ?? []
  const networks = useQuery(networksQuery({ q: '', hub: false })).data ?? []
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/projects/{project_id}/experiments', {
          params: { path: { project_id: project.project_id } },
          body: { name, description, status: 'created', previous, source, dataset, with_file: true, with_data: true },
        }),
      ),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['experiments'] })
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
      await navigate({ to: '/experiments/$experimentId', params: { experimentId: made.id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Modal title="New experiment" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Name"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Select
          label="Dataset version"
          searchable
          clearable
          placeholder="None"
          data={versions.map((one) => `${one.dataset_name}/${one.version}`)}
          value={dataset}
          onChange={setDataset}
        />
        <Select
          label="Start from an experiment"
          description="Copies its files, parameters and label map; no bytes are copied"
          searchable
          clearable
          placeholder="Nothing"
          data={experiments.map((one) => ({ value: one.id, label: one.name }))}
          value={previous}
          onChange={setPrevious}
        />
        <Select
          label="Start from a model"
          searchable
          clearable
          placeholder="Nothing"
          data={networks.map((one) => `${one.organization.name}/${one.network_name}`)}
          value={source}
          onChange={setSource}
        />
        <div className="row">
          <Button type="submit" loading={make.isPending}>
            Make the experiment
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
