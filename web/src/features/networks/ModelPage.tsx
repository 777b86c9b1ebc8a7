import { ActionIcon, Badge, Button, FileButton, Switch, Table, TagsInput, Textarea, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Download, FileUp, ImageUp, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api, reachable, take } from '~/api/client'
import { useMay, useSession } from '~/features/accounts/useSession'
import { hash } from '~/features/pictures/upload/hashing'
import { send } from '~/features/pictures/upload/sending'
import { CopyButton, Snippet } from '~/ui/Copy'
import { DataTable } from '~/ui/charts/small'
import { Empty } from '~/ui/Empty'
import { bytes, count } from '~/ui/format'
import { InPlace } from '~/ui/InPlace'
import { Page } from '~/ui/Page'
import { labelColour } from '~/ui/palette'
import { Tabs } from '~/ui/Tabs'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import css from './Models.module.css'
import { Thumb } from './ModelsPage'
import { type Network, networkFilesQuery, networkQuery, originQuery } from './queries'

const route = getRouteApi('/frame/models/$networkId')
const Readme = lazy(() => import('./Readme').then((module) => ({ default: module.Readme })))

/** A model: its readme, facts, labels, parameters and files; edited in place. */
export function ModelPage() {
  const { networkId } = route.useParams()
  const { tab = 'readme' } = route.useSearch()
  const navigate = route.useNavigate()
  const network = useSuspenseQuery(networkQuery(networkId)).data
  const { organization } = useSession()
  const mine = useMay('member') && network.organization.name === organization.name
  const change = useChange(network)
  return (
    <Page
      title={network.network_name}
      path={[
        <Link key="models" to="/models">
          Models
        </Link>,
        <span key="name" title={network.network_name}>
          <span className="dim">{network.organization.name} / </span>
          {network.network_name}
        </span>,
      ]}
      action={
        mine ? (
          <Switch
            label={network.private ? 'Private' : 'Public'}
            checked={!network.private}
            onChange={(event) => change.mutate({ private: !event.currentTarget.checked })}
          />
        ) : (
          <Badge>{network.private ? 'private' : 'public'}</Badge>
        )
      }
      below={
        <Tabs
          label="Parts of the model"
          value={tab}
          tabs={[
            { value: 'readme', label: 'Readme' },
            { value: 'files', label: 'Files', note: count(Object.keys(network.files).length) },
            ...(mine ? [{ value: 'settings' as const, label: 'Settings' }] : []),
          ]}
          onChange={(next) => void navigate({ search: { tab: next === 'readme' ? undefined : next } })}
        />
      }
    >
      <div className={css.columns}>
        <div className={css.main}>
          {tab === 'readme' ? (
            <ReadmePart network={network} mine={mine} onSave={(readme_text) => change.mutate({ readme_text })} />
          ) : null}
          {tab === 'files' ? <Files network={network} mine={mine} /> : null}
          {tab === 'settings' ? <Settings network={network} onChange={(body) => change.mutate(body)} /> : null}
        </div>
        <Side network={network} mine={mine} onChange={(body) => change.mutate(body)} />
      </div>
    </Page>
  )
}

type Changes = Record<string, unknown>

function useChange(network: Network) {
  const queryClient = useQueryClient()
  const path = { params: { path: { network_id: network.model_id } } }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['networks'] })
  return useMutation({
    mutationFn: (body: Changes) => take(api.PATCH('/api/networks/{network_id}', { ...path, body })),
    onSuccess: (_, body) => {
      const before = Object.fromEntries(Object.keys(body).map((name) => [name, (network as unknown as Changes)[name]]))
      say('Saved.', {
        undo: () => take(api.PATCH('/api/networks/{network_id}', { ...path, body: before })).then(refresh),
      })
      return refresh()
    },
  })
}

function ReadmePart({ network, mine, onSave }: { network: Network; mine: boolean; onSave: (text: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  if (draft !== null) {
    return (
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onSave(draft)
          setDraft(null)
        }}
      >
        <Textarea
          aria-label="Readme, in Markdown"
          autoFocus
          autosize
          minRows={16}
          classNames={{ input: 'mono' }}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit">Save</Button>
          <Button variant="default" onClick={() => setDraft(null)}>
            Cancel
          </Button>
          <span className="dim small">Markdown; HTML is left out.</span>
        </div>
      </form>
    )
  }
  const edit = mine ? (
    <Button variant="default" onClick={() => setDraft(network.readme_text ?? '')}>
      {network.readme_text ? 'Edit the readme' : 'Write a readme'}
    </Button>
  ) : null
  if (!network.readme_text) {
    return (
      <Empty title="No readme" actions={edit}>
        What the model is for, what it was trained on, how good it is.
      </Empty>
    )
  }
  return (
    <div className="stack">
      <Suspense fallback={<Lines />}>
        <Readme text={network.readme_text} />
      </Suspense>
      <div>{edit}</div>
    </div>
  )
}

interface SideProps {
  network: Network
  mine: boolean
  onChange: (body: Changes) => void
}

function Side({ network, mine, onChange }: SideProps) {
  const origin = useQuery(originQuery(network.model_id)).data
  const code = `network = client.network.get("${network.organization.name}/${network.network_name}")\nnetwork.download("model-latest")`
  const labels = Object.entries(network.labels)
  return (
    <aside className={css.side} aria-label="About this model">
      <Thumb network={network} />
      <section>
        <InPlace
          long
          label="Description"
          placeholder={mine ? 'Add a description' : 'No description'}
          maxLength={1000}
          value={network.description}
          disabled={!mine}
          onSave={(description) => onChange({ description })}
        />
        <dl className={css.facts}>
          <dt>Type</dt>
          <dd>{network.type || 'not told'}</dd>
          <dt>Framework</dt>
          <dd>
            <InPlace
              label="Framework"
              placeholder="not told"
              value={network.framework}
              disabled={!mine}
              onSave={(framework) => onChange({ framework })}
            />
          </dd>
          <dt>Owner</dt>
          <dd>{network.owner?.username ?? network.organization.name}</dd>
          <dt>Made</dt>
          <dd>
            <Time at={network.date_created} />
          </dd>
          <dt>Changed</dt>
          <dd>
            <Time at={network.last_update} />
          </dd>
          {origin ? (
            <>
              <dt>From</dt>
              <dd>
                {origin.experiment.id ? (
                  <Link
                    className="link"
                    to="/experiments/$experimentId"
                    params={{ experimentId: origin.experiment.id }}
                  >
                    {origin.experiment.name}
                  </Link>
                ) : (
                  origin.experiment.name
                )}
                {origin.dataset ? <span className="dim"> on {origin.dataset.name}</span> : null}
              </dd>
            </>
          ) : null}
          <dt>Id</dt>
          <dd className="row">
            <span className="mono break">{network.model_id}</span>
            <CopyButton text={network.model_id} label="Copy the id" />
          </dd>
        </dl>
      </section>
      <section>
        <h2>Tags</h2>
        {mine ? (
          <TagsInput
            mt={8}
            size="xs"
            aria-label="Tags"
            placeholder="Add a tag"
            value={network.tag ?? []}
            onChange={(tag) => onChange({ tag })}
          />
        ) : (
          <span className={css.badges}>
            {(network.tag ?? []).map((tag) => (
              <Badge key={tag} color="gray">
                {tag}
              </Badge>
            ))}
          </span>
        )}
      </section>
      <section>
        <h2>Use it</h2>
        <Snippet code={code} />
      </section>
      <section>
        <h2>Labels</h2>
        {labels.length === 0 ? <p className="dim">None.</p> : null}
        <ul className={css.labels}>
          {labels.map(([index, name], i) => (
            <li key={index} className={css.label}>
              <span className={css.dot} style={{ background: labelColour(i) }} />
              <span className="dim">{index}</span> {name}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Base parameters</h2>
        {Object.keys(network.base_parameters).length === 0 ? (
          <p className="dim">None.</p>
        ) : (
          <DataTable data={network.base_parameters} height={320} />
        )}
      </section>
    </aside>
  )
}

/** Bring the bytes of a file for this network; what the plan and the registration want. */
async function brought(network: Network, file: File, name: string) {
  const sha256 = await hash(file, () => {})
  const described = { name, file_name: file.name, size: file.size, sha256 }
  const plan = await take(
    api.POST('/api/networks/{network_id}/files/plan', {
      params: { path: { network_id: network.model_id } },
      body: { files: [described] },
    }),
  )
  const planned = plan.items[0]
  if (planned?.status === 'refused') throw new Error(planned.reason ?? 'The server refuses this file.')
  if (planned?.upload) await send(planned.upload, file, () => {}, new AbortController().signal)
  return { ...described, upload: planned?.upload?.id }
}

function Files({ network, mine }: { network: Network; mine: boolean }) {
  const queryClient = useQueryClient()
  const files = useQuery(networkFilesQuery(network.model_id))
  const path = { params: { path: { network_id: network.model_id } } }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['networks'] })
  const store = useMutation({
    mutationFn: async (file: File) =>
      take(
        api.POST('/api/networks/{network_id}/files', {
          ...path,
          body: { files: [await brought(network, file, file.name)] },
        }),
      ),
    onSuccess: (_, file) => {
      say(`${file.name} is stored.`)
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (name: string) =>
      api.DELETE('/api/networks/{network_id}/files/{name}', {
        params: { path: { network_id: network.model_id, name } },
      }),
    onSuccess: (_, name) => {
      say(`${name} is deleted.`)
      return refresh()
    },
  })
  if (files.isPending) return <Lines />
  return (
    <div className="stack">
      {mine ? (
        <div>
          <FileButton onChange={(file) => file && store.mutate(file)}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                size="sm"
                leftSection={<FileUp size={14} />}
                loading={store.isPending}
              >
                Store a file
              </Button>
            )}
          </FileButton>
        </div>
      ) : null}
      {files.data?.length === 0 ? <Empty title="No files">Weights and configurations belong here.</Empty> : null}
      {files.data && files.data.length > 0 ? (
        <div className={css.scroll}>
          <Table verticalSpacing={6} horizontalSpacing="md" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>File</Table.Th>
                <Table.Th ta="right">Size</Table.Th>
                <Table.Th>Stored</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {files.data.map((file) => (
                <Table.Tr key={file.name}>
                  <Table.Td className="break">
                    <b>{file.name}</b>
                  </Table.Td>
                  <Table.Td className="break mono">{file.object_name.split('/').at(-1)}</Table.Td>
                  <Table.Td ta="right" title={`${count(file.size)} bytes`}>
                    {bytes(file.size)}
                  </Table.Td>
                  <Table.Td>
                    <Time at={file.last_update} />
                  </Table.Td>
                  <Table.Td>
                    <span className="row">
                      {file.url ? (
                        <Tooltip label="Download">
                          <ActionIcon
                            component="a"
                            href={reachable(file.url)}
                            download
                            aria-label={`Download ${file.name}`}
                          >
                            <Download size={14} />
                          </ActionIcon>
                        </Tooltip>
                      ) : null}
                      {mine ? (
                        <Tooltip label="Delete">
                          <ActionIcon aria-label={`Delete ${file.name}`} onClick={() => remove.mutate(file.name)}>
                            <Trash2 size={14} />
                          </ActionIcon>
                        </Tooltip>
                      ) : null}
                    </span>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : null}
    </div>
  )
}

function Settings({ network, onChange }: { network: Network; onChange: (body: Changes) => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const path = { params: { path: { network_id: network.model_id } } }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['networks'] })
  const picture = useMutation({
    mutationFn: async (file: File) =>
      take(api.PUT('/api/networks/{network_id}/thumbnail', { ...path, body: await brought(network, file, file.name) })),
    onSuccess: () => {
      say('The picture is set.')
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/networks/{network_id}', path),
    onSuccess: async () => {
      await navigate({ to: '/models' })
      const back = () => take(api.POST('/api/networks/{network_id}/restore', { ...path, body: {} }))
      say(`${network.network_name} is in the trash.`, { undo: () => back().then(refresh) })
      return refresh()
    },
  })
  return (
    <div className="stack">
      <section className="stack">
        <h2>Name</h2>
        <InPlace label="Name" value={network.network_name} onSave={(network_name) => onChange({ network_name })} />
      </section>
      <section className="stack">
        <h2>Picture</h2>
        <div>
          <FileButton accept="image/*" onChange={(file) => file && picture.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<ImageUp size={14} />} loading={picture.isPending}>
                Choose a picture
              </Button>
            )}
          </FileButton>
        </div>
      </section>
      <section className="stack">
        <h2>Delete</h2>
        <p className="dim">It goes to the trash with its files, and can be restored from there.</p>
        <div>
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete the model
          </Button>
        </div>
      </section>
    </div>
  )
}
