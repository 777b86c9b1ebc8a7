import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api, take } from '~/api/client'
import { datasetsQuery } from '~/features/datasets/queries'
import { many } from '~/ui/format'
import { Modal } from '~/ui/Modal'
import { say } from '~/ui/toast'
import { bodies, type Chosen } from './chosen'

interface Props {
  chosen: Chosen
  total: number
  onClose: () => void
  onDone: () => void
}

/** Make a dataset of the selection, or add it to a version there is. */
export function DatasetDialog({ chosen, total, onClose, onDone }: Props) {
  const [kind, setKind] = useState<'new' | 'old'>('new')
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [version, setVersion] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const found = useInfiniteQuery(datasetsQuery({ q: typed.split('/')[0] ?? '', order: '-created', newest: false }))
  const versions = found.data?.pages.flatMap((page) => page.items) ?? []
  const queryClient = useQueryClient()
  const navigate = useNavigate()

  const add = async (id: string, more: Awaited<ReturnType<typeof bodies>>) => {
    let added = 0
    let known = 0
    for (const body of more) {
      const params = { path: { version_id: id } }
      const done = await take(api.POST('/api/versions/{version_id}/pictures', { params, body }))
      added += done.added
      known += done.known
    }
    return { added, known }
  }
  const apply = useMutation({
    mutationFn: async () => {
      const [first, ...more] = await bodies(chosen)
      if (!first) throw new Error('No pictures are selected.')
      if (kind === 'old' && version) {
        const { added, known } = await add(version, [first, ...more])
        const target = versions.find((one) => one.dataset_id === version)
        const text = `${many(added, 'picture')} added${known ? `, ${known.toLocaleString('en')} were in it` : ''}.`
        return { text, name: target?.dataset_name ?? '', version: target?.version ?? '' }
      }
      const made = await take(api.POST('/api/datasets', { body: { name, description, private: true, ...first } }))
      await add(made.dataset_id, more)
      return { text: `The dataset ${name} is made.`, name, version: made.version }
    },
    onSuccess: ({ text, name: dataset, version: made }) => {
      say(text, {
        action: {
          label: 'Open',
          run: () => void navigate({ to: '/datasets/$name/$version', params: { name: dataset, version: made } }),
        },
      })
      onClose()
      onDone()
      return queryClient.invalidateQueries({ queryKey: ['datasets'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply.mutate()
  }
  return (
    <Modal title={`${many(total, 'picture')} to a dataset`} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <SegmentedControl
          aria-label="New or existing"
          value={kind}
          onChange={(value) => setKind(value as 'new' | 'old')}
          data={[
            { value: 'new', label: 'New dataset' },
            { value: 'old', label: 'Existing version' },
          ]}
        />
        {kind === 'new' ? (
          <>
            <TextInput
              label="Name"
              data-autofocus
              required
              withAsterisk={false}
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Textarea
              label="Description"
              autosize
              minRows={2}
              maxRows={8}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          </>
        ) : (
          <Select
            label="Version"
            searchable
            placeholder="Type a name"
            nothingFoundMessage="No dataset by that name"
            data={versions.map((one) => ({ value: one.dataset_id, label: `${one.dataset_name}/${one.version}` }))}
            value={version}
            onChange={setVersion}
            searchValue={typed}
            onSearchChange={setTyped}
          />
        )}
        <div className="row">
          <Button type="submit" loading={apply.isPending} disabled={kind === 'old' && !version}>
            {kind === 'new' ? 'Make the dataset' : 'Add'}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
