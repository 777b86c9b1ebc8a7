import { ActionIcon, Button, Select, Table, TextInput, Tooltip } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api, type Schemas } from '~/api/client'
import { ApiError } from '~/api/problem'
import { Empty } from '~/ui/Empty'
import { count, many } from '~/ui/format'
import { InPlace } from '~/ui/InPlace'
import { Modal } from '~/ui/Modal'
import { labelColour } from '~/ui/palette'
import { say, sayError } from '~/ui/toast'
import css from './Datasets.module.css'
import type { Label } from './queries'
import type { TabProps } from './VersionPage'

const types = ['rectangle', 'polygon', 'mask', 'classification'] as const satisfies readonly Schemas['LabelType'][]

/** The labels of a version in their order, which is the class order of every export. */
export function LabelsTab({ version, search, mine }: TabProps) {
  const queryClient = useQueryClient()
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['datasets'] })
    await queryClient.invalidateQueries({ queryKey: ['looks', version.dataset_id] })
  }
  const [asked, setAsked] = useState<Label | null>(null)
  const order = useMutation({
    mutationFn: (ids: string[]) =>
      api.PUT('/api/versions/{version_id}/labels/order', {
        params: { path: { version_id: version.dataset_id } },
        body: { labels: ids },
      }),
    onSuccess: refresh,
  })
  const rename = useMutation({
    mutationFn: ({ label, name }: { label: Label; name: string }) =>
      api.PATCH('/api/labels/{label_id}', { params: { path: { label_id: label.id } }, body: { name } }),
    onSuccess: (_, { label, name }) => {
      const back = () =>
        api.PATCH('/api/labels/{label_id}', { params: { path: { label_id: label.id } }, body: { name: label.name } })
      say(`${label.name} is now ${name}, on all its shapes.`, { undo: () => back().then(refresh) })
      return refresh()
    },
  })
  const remove = useMutation({
    meta: { quiet: true },
    mutationFn: ({ label, used }: { label: Label; used: boolean }) =>
      api.DELETE('/api/labels/{label_id}', { params: { path: { label_id: label.id }, query: { used } } }),
    onSuccess: (_, { label }) => {
      setAsked(null)
      say(
        `The label ${label.name} is deleted${label.objects > 0 ? `, and its ${many(label.objects, 'shape')} hidden` : ''}.`,
        {
          undo: () =>
            api.POST('/api/labels/{label_id}/restore', { params: { path: { label_id: label.id } } }).then(refresh),
        },
      )
      return refresh()
    },
    onError: (error, { label }) => {
      if (error instanceof ApiError && error.code === 'datasets.label_used') setAsked(label)
      else sayError(error)
    },
  })
  const move = (at: number, step: number) => {
    const ids = version.labels.map((label) => label.id)
    const [moved] = ids.splice(at, 1)
    if (moved) ids.splice(at + step, 0, moved)
    order.mutate(ids)
  }
  return (
    <div className={css.pad}>
      {mine ? <NewLabel version={version.dataset_id} onDone={refresh} /> : null}
      {version.labels.length === 0 ? (
        <Empty title="No labels yet">They are made here, with the first shape drawn, or by an import.</Empty>
      ) : (
        <div className={css.scroll}>
          <Table verticalSpacing={4} horizontalSpacing="md" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Class</Table.Th>
                <Table.Th>Name</Table.Th>
                <Table.Th>Type</Table.Th>
                <Table.Th ta="right">Objects</Table.Th>
                <Table.Th ta="right">Pictures</Table.Th>
                <Table.Th ta="right">Source id</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {version.labels.map((label, i) => (
                <Table.Tr key={label.id}>
                  <Table.Td>
                    <span className="row">
                      <span className={css.dot} style={{ background: labelColour(label.colour) }} />
                      {i + 1}
                    </span>
                  </Table.Td>
                  <Table.Td className="break">
                    <InPlace
                      label={`Name of ${label.name}`}
                      value={label.name}
                      disabled={!mine}
                      onSave={(name) => rename.mutate({ label, name })}
                    />
                  </Table.Td>
                  <Table.Td>{label.type}</Table.Td>
                  <Table.Td ta="right">{count(label.objects)}</Table.Td>
                  <Table.Td ta="right">
                    <Link
                      className="link"
                      to="/datasets/$name/$version"
                      params={{ name: version.dataset_name, version: version.version }}
                      search={{ ...search, tab: undefined, label: [label.id] }}
                    >
                      {count(label.annotations)}
                    </Link>
                  </Table.Td>
                  <Table.Td ta="right">{label.source_id ?? ''}</Table.Td>
                  <Table.Td>
                    {mine ? (
                      <span className="row">
                        <Act
                          name={`Move ${label.name} up`}
                          off={i === 0}
                          onClick={() => move(i, -1)}
                          icon={<ArrowUp size={14} />}
                        />
                        <Act
                          name={`Move ${label.name} down`}
                          off={i === version.labels.length - 1}
                          onClick={() => move(i, 1)}
                          icon={<ArrowDown size={14} />}
                        />
                        <Act
                          name={`Delete ${label.name}`}
                          onClick={() => (label.objects > 0 ? setAsked(label) : remove.mutate({ label, used: false }))}
                          icon={<Trash2 size={14} />}
                        />
                      </span>
                    ) : null}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {asked ? (
        <Modal title={`Delete ${asked.name}`} onClose={() => setAsked(null)}>
          <div className="stack">
            <p>
              {many(asked.objects, 'shape')} on {many(asked.annotations, 'picture')} have this label. They are hidden
              with it, and come back when it is restored.
            </p>
            <div className="row">
              <Button color="red" onClick={() => remove.mutate({ label: asked, used: true })}>
                Delete the label
              </Button>
              <Button variant="default" data-autofocus onClick={() => setAsked(null)}>
                Cancel
              </Button>
            </div>
          </div>
        </Modal>
      ) : null}
    </div>
  )
}

interface ActProps {
  name: string
  off?: boolean
  icon: React.ReactNode
  onClick: () => void
}

function Act({ name, off, icon, onClick }: ActProps) {
  return (
    <Tooltip label={name}>
      <ActionIcon size={24} aria-label={name} disabled={off} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

function NewLabel({ version, onDone }: { version: string; onDone: () => Promise<void> }) {
  const [name, setName] = useState('')
  const [type, setType] = useState<Schemas['LabelType']>('rectangle')
  const make = useMutation({
    mutationFn: () =>
      api.POST('/api/versions/{version_id}/labels', {
        params: { path: { version_id: version } },
        body: { labels: [{ name, type, supercategory: '' }] },
      }),
    onSuccess: () => {
      setName('')
      return onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form className="row wrap" onSubmit={submit}>
      <TextInput
        aria-label="Name of the new label"
        placeholder="New label"
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        aria-label="Type of the new label"
        data={[...types]}
        value={type}
        allowDeselect={false}
        onChange={(value) => setType(value as Schemas['LabelType'])}
      />
      <Button type="submit" size="sm" loading={make.isPending}>
        Add
      </Button>
    </form>
  )
}
