import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, take } from '~/api/client'
import { Modal } from '~/ui/Modal'
import { say } from '~/ui/toast'
import type { Version } from './queries'

interface Props {
  version: Version
  onClose: () => void
}

export function EditVersion({ version, onClose }: Props) {
  const [dataset, setDataset] = useState(version.dataset_name)
  const [name, setName] = useState(version.version)
  const [description, setDescription] = useState(version.description)
  const [shared, setShared] = useState(!version.private)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const save = useMutation({
    mutationFn: () => {
      const params = { path: { version_id: version.dataset_id } }
      const body = { dataset_name: dataset, version: name, description, private: !shared }
      return take(api.PATCH('/api/versions/{version_id}', { params, body }))
    },
    onSuccess: async (changed) => {
      onClose()
      await queryClient.invalidateQueries({ queryKey: ['datasets'] })
      await navigate({
        to: '/datasets/$name/$version',
        params: { name: changed.dataset_name, version: changed.version },
        search: true,
        replace: true,
      })
      say('Saved.')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal title="Rename or describe" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Dataset"
          required
          withAsterisk={false}
          maxLength={120}
          value={dataset}
          onChange={(event) => setDataset(event.currentTarget.value)}
        />
        <TextInput
          label="Version"
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description, of all its versions"
          autosize
          minRows={2}
          maxRows={10}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Checkbox
          size="sm"
          label="Public: every signed-in user of this server sees and uses all its versions"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <div className="row">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}

export function NewVersion({ version, onClose }: Props) {
  const [name, setName] = useState('')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const make = useMutation({
    mutationFn: () => {
      const params = { path: { name: version.dataset_name } }
      return take(
        api.POST('/api/datasets/{name}/versions', { params, body: { version: name, from_version: version.version } }),
      )
    },
    onSuccess: async (made) => {
      onClose()
      await queryClient.invalidateQueries({ queryKey: ['datasets'] })
      await navigate({
        to: '/datasets/$name/$version',
        params: { name: made.dataset_name, version: made.version },
        search: {},
      })
      say(`The version ${made.version} is made.`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Modal title="New version" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="dim break">
          It starts with the pictures, labels and annotations of {version.dataset_name}/{version.version}. No bytes are
          copied.
        </p>
        <TextInput
          label="Name of the new version"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" loading={make.isPending}>
            Make the version
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
