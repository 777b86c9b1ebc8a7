import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, take } from '~/api/client'
import { Modal } from '~/ui/Modal'
import { say } from '~/ui/toast'
import type { Experiment } from './queries'

/** Make a model of the experiment's files, label map and parameters. */
export function Publish({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const [name, setName] = useState(experiment.name)
  const [type, setType] = useState<string | null>(null)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const publish = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/experiments/{experiment_id}/publish', {
          params: { path: { experiment_id: experiment.id } },
          body: { name, type },
        }),
      ),
    onSuccess: async (network) => {
      await queryClient.invalidateQueries({ queryKey: ['networks'] })
      await navigate({ to: '/models/$networkId', params: { networkId: network.model_id } })
      say(`${network.network_name} is published in ${network.organization.name}.`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    publish.mutate()
  }
  return (
    <Modal title="Publish as a model" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="dim">Its files, label map and parameters become those of the model. No bytes are copied.</p>
        <TextInput
          label="Name of the model"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Type"
          clearable
          placeholder="Not told"
          data={['detection', 'segmentation', 'classification']}
          value={type}
          onChange={setType}
        />
        <div className="row">
          <Button type="submit" loading={publish.isPending}>
            Publish
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
