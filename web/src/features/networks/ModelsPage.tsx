import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Boxes, Plus } from 'lucide-react'
import { type FormEvent, Suspense, useState } from 'react'
import { api, take } from '~/api/client'
import { useMay } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'
import { Modal } from '~/ui/Modal'
import { NameSearch } from '~/ui/NameSearch'
import { Page } from '~/ui/Page'
import { Tabs } from '~/ui/Tabs'
import { Cards } from '~/ui/Waiting'
import { ModelCard } from './ModelCard'
import css from './Models.module.css'
import { networksQuery } from './queries'
import type { ModelsSearch } from './search'

const route = getRouteApi('/frame/models')
const types = ['detection', 'segmentation', 'classification']
const frameworks = ['pytorch', 'tensorflow1', 'tensorflow2', 'onnx']

/** The models of the organization, and the hub: what others share. */
export function ModelsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay('member')
  const [making, setMaking] = useState(false)
  const change = (next: Partial<ModelsSearch>, replace = false) =>
    void navigate({ search: (present) => ({ ...present, ...next }), replace })
  useActions([
    { id: 'model-new', name: 'New model', group: 'Models', keys: 'n', run: () => setMaking(true), disabled: !may },
  ])
  return (
    <Page
      path={['Models']}
      title="Models"
      search={<NameSearch label="Search models" value={search.q ?? ''} onChange={(q) => change({ q }, true)} />}
      action={
        may ? (
          <Button leftSection={<Plus size={14} />} onClick={() => setMaking(true)}>
            New model
          </Button>
        ) : null
      }
      below={
        <div className={css.below}>
          <Tabs
            label="Shelf"
            value={search.shelf ?? 'own'}
            onChange={(shelf) => change({ shelf: shelf === 'hub' ? 'hub' : undefined })}
            tabs={[
              { value: 'own', label: 'Ours' },
              { value: 'hub', label: 'Hub' },
            ]}
          />
          <span className="end" />
          {(search.tag ?? []).map((tag) => (
            <Button key={tag} variant="light" onClick={() => change({ tag: undefined })}>
              {tag} ×
            </Button>
          ))}
          <Select
            aria-label="Type"
            size="xs"
            w={130}
            clearable
            placeholder="Any type"
            data={types}
            value={search.type ?? null}
            onChange={(type) => change({ type: type ?? undefined })}
          />
          <Select
            aria-label="Framework"
            size="xs"
            w={140}
            clearable
            placeholder="Any framework"
            data={frameworks}
            value={search.framework ?? null}
            onChange={(framework) => change({ framework: framework ?? undefined })}
          />
        </div>
      }
    >
      <Suspense fallback={<Cards />}>
        <List search={search} />
      </Suspense>
      {making ? <NewModel onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}

function List({ search }: { search: ModelsSearch }) {
  const { data } = useSuspenseQuery(
    networksQuery({
      q: search.q ?? '',
      hub: search.shelf === 'hub',
      tag: search.tag,
      type: search.type,
      framework: search.framework,
      order: search.order ?? '-created',
    }),
  )
  const filtered = search.q || search.tag || search.type || search.framework
  if (data.length === 0 && filtered) return <Empty title="No model matches">Try fewer conditions.</Empty>
  if (data.length === 0 && search.shelf === 'hub') {
    return (
      <Empty title="The hub is empty" icon={<Boxes size={28} />}>
        Models that organizations of this server make public appear here.
      </Empty>
    )
  }
  if (data.length === 0) {
    return (
      <Empty title="No models yet" icon={<Boxes size={28} />}>
        <p>Publish an experiment, or make one from Python:</p>
        <Snippet
          code={[
            'from picsellia.client import Client',
            '',
            `client = Client(api_token="…", host="${location.origin}")`,
            'network = client.network.create("crowns", type="detection")',
            'network.store("model-latest", "saved_model", zip=True)',
          ].join('\n')}
        />
      </Empty>
    )
  }
  return (
    <ul className={css.cards}>
      {data.map((network) => (
        <li key={network.model_id}>
          <ModelCard network={network} />
        </li>
      ))}
    </ul>
  )
}

function NewModel({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [type, setType] = useState('detection')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const make = useMutation({
    mutationFn: () => take(api.POST('/api/networks', { body: { name, type } })),
    onSuccess: async (network) => {
      await queryClient.invalidateQueries({ queryKey: ['networks'] })
      await navigate({ to: '/models/$networkId', params: { networkId: network.model_id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Modal title="New model" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Name"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Type"
          data={types}
          value={type}
          allowDeselect={false}
          onChange={(value) => setType(value ?? 'detection')}
        />
        <div className="row">
          <Button type="submit" loading={make.isPending}>
            Make the model
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
