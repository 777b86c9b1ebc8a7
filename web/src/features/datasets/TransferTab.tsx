import { Button, Checkbox, FileButton, Progress, Select, Table } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, FileUp } from 'lucide-react'
import { useState } from 'react'
import { api, type Schemas, take } from '~/api/client'
import { hash } from '~/features/pictures/upload/hashing'
import { send } from '~/features/pictures/upload/sending'
import { Snippet } from '~/ui/Copy'
import { many } from '~/ui/format'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import css from './Datasets.module.css'
import { type Import, importsQuery } from './queries'
import type { TabProps } from './VersionPage'

const formats = [
  { value: 'coco', label: 'COCO (.json)' },
  { value: 'voc', label: 'Pascal VOC (.zip)' },
  { value: 'yolo', label: 'YOLO (.zip)' },
  { value: 'picsellia', label: 'Picsellia (.json)' },
  { value: 'hybrid', label: 'COCO and Picsellia in one (.json)' },
]

const chosenStatuses = [
  { value: 'all', label: 'All annotations' },
  { value: 'accepted', label: 'Only accepted' },
  { value: 'pending', label: 'Only to review' },
]

/** Annotations in and out, and how to get the pictures. */
export function TransferTab({ version, mine }: TabProps) {
  const [format, setFormat] = useState('coco')
  const [status, setStatus] = useState('all')
  const address = `/api/versions/${version.dataset_id}/export?format=${format}&status=${status}`
  const code = [
    'from picsellia.client import Client',
    '',
    `client = Client(api_token="…", host="${location.origin}")`,
    `client.datalake.dataset.download("${version.dataset_name}/${version.version}")`,
  ].join('\n')
  return (
    <div className={css.pad}>
      <section className="stack">
        <h2>Export annotations</h2>
        <div className="row wrap">
          <Select
            aria-label="Format"
            w={260}
            data={formats}
            value={format}
            allowDeselect={false}
            onChange={(value) => setFormat(value ?? 'coco')}
          />
          <Select
            aria-label="Which annotations"
            data={chosenStatuses}
            value={status}
            allowDeselect={false}
            onChange={(value) => setStatus(value ?? 'all')}
          />
          <Button component="a" href={address} download leftSection={<Download size={14} />} size="sm">
            Export
          </Button>
        </div>
        <p className="dim">
          Every picture is in the file. What a format cannot hold is counted in the answer’s headers.
        </p>
      </section>
      <section className="stack">
        <h2>Download the pictures</h2>
        <Snippet code={code} />
      </section>
      {mine ? <ImportFile version={version.dataset_id} /> : null}
      {mine ? <Imports version={version.dataset_id} /> : null}
    </div>
  )
}

function ImportFile({ version }: { version: string }) {
  const queryClient = useQueryClient()
  const [lake, setLake] = useState(false)
  const [replace, setReplace] = useState(false)
  const [step, setStep] = useState<{ text: string; share: number } | null>(null)
  const begin = useMutation({
    mutationFn: async (file: File) => {
      setStep({ text: 'Reading', share: 0 })
      const sha256 = await hash(file, (done) => setStep({ text: 'Reading', share: done / file.size }))
      const planned = await take(api.POST('/api/uploads/plan', { body: { name: file.name, size: file.size, sha256 } }))
      if (planned.upload) {
        const progress = (done: number) => setStep({ text: 'Sending', share: done / file.size })
        await send(planned.upload, file, progress, new AbortController().signal)
      }
      const body = {
        name: file.name,
        sha256,
        upload: planned.upload?.id,
        pictures_from: lake ? ('lake' as const) : ('version' as const),
        replace,
      }
      return take(api.POST('/api/versions/{version_id}/imports', { params: { path: { version_id: version } }, body }))
    },
    onSuccess: () => {
      say('The import has begun. Its report will be below.')
      return queryClient.invalidateQueries({ queryKey: ['imports', version] })
    },
    onSettled: () => setStep(null),
  })
  return (
    <section className="stack">
      <h2>Import annotations</h2>
      <p className="dim">COCO, Pascal VOC, YOLO or Picsellia, as a file or a .zip. The format is found out.</p>
      <Checkbox
        size="sm"
        label="Pictures of the lake that the file names join this version"
        checked={lake}
        onChange={(event) => setLake(event.currentTarget.checked)}
      />
      <Checkbox
        size="sm"
        label="Replace annotations that are there"
        checked={replace}
        onChange={(event) => setReplace(event.currentTarget.checked)}
      />
      <div>
        <FileButton onChange={(file) => file && begin.mutate(file)} accept=".json,.zip,.xml,.txt,.yaml,.yml">
          {(props) => (
            <Button {...props} variant="default" size="sm" leftSection={<FileUp size={14} />} loading={begin.isPending}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
      {step ? (
        <div className="stack">
          <span className="small dim">{step.text}</span>
          <Progress value={100 * step.share} size="sm" aria-label={step.text} />
        </div>
      ) : null}
    </section>
  )
}

function Imports({ version }: { version: string }) {
  const imports = useQuery(importsQuery(version)).data ?? []
  const [open, setOpen] = useState<string | null>(null)
  if (imports.length === 0) return null
  return (
    <section className="stack">
      <h2>Imports</h2>
      <div className={css.scroll}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>File</Table.Th>
              <Table.Th>Format</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Begun</Table.Th>
              <Table.Th aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {imports.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td className="break">{one.name}</Table.Td>
                <Table.Td>{one.format ?? ''}</Table.Td>
                <Table.Td>
                  {one.state}
                  {one.state === 'running' ? `, ${many(one.done, 'picture')}` : ''}
                </Table.Td>
                <Table.Td>
                  <Time at={one.created_at} />
                </Table.Td>
                <Table.Td ta="right">
                  {one.report || one.error ? (
                    <Button variant="default" onClick={() => setOpen(open === one.id ? null : one.id)}>
                      {open === one.id ? 'Hide the report' : 'Report'}
                    </Button>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {imports.map((one) => (one.id === open ? <Report key={one.id} one={one} /> : null))}
    </section>
  )
}

interface ReportJson {
  pictures?: Record<string, number>
  annotations?: Record<string, number>
  shapes?: Record<string, number>
  labels?: string[]
  labels_made?: number
  missing?: string[]
  ambiguous?: { name: string; pictures: string[] }[]
  refused?: Notes
  remarks?: Notes
}

interface Notes {
  count: number
  by_reason: { reason: string; count: number }[]
  examples: { where: string; picture: string | null; reason: string }[]
}

/** What was matched, kept and refused, and why. */
function Report({ one }: { one: Import }) {
  const queryClient = useQueryClient()
  const report = (one.report ?? {}) as ReportJson & { change?: string | null }
  const undo = useMutation({
    mutationFn: (change: string) =>
      take(
        api.POST('/api/versions/{version_id}/changes/{change_id}/undo', {
          params: { path: { version_id: one.version, change_id: change } },
        }),
      ),
    onSuccess: (done: Schemas['Written']) => {
      say(`The import is undone: ${many((done.deleted ?? 0) + (done.written ?? 0), 'annotation')} set back.`)
      return queryClient.invalidateQueries()
    },
  })
  const groups = [
    ['Pictures', report.pictures],
    ['Annotations', report.annotations],
    ['Shapes', report.shapes],
  ] as const
  return (
    <section className="stack" aria-label={`Report of ${one.name}`}>
      {one.error ? <p role="alert">{one.error}</p> : null}
      {groups.map(([name, numbers]) =>
        numbers ? (
          <p key={name}>
            <b>{name}</b>{' '}
            {Object.entries(numbers)
              .map(([what, value]) => `${value.toLocaleString('en')} ${what.replaceAll('_', ' ')}`)
              .join(', ')}
          </p>
        ) : null,
      )}
      {report.labels && report.labels.length > 0 ? (
        <p className="break">
          <b>Labels made</b> {report.labels.join(', ')}
        </p>
      ) : null}
      <Reasons name="Refused" notes={report.refused} />
      <Reasons name="Remarks" notes={report.remarks} />
      {report.missing && report.missing.length > 0 ? (
        <p className="break">
          <b>Not found</b> {report.missing.slice(0, 20).join(', ')}
        </p>
      ) : null}
      {report.ambiguous && report.ambiguous.length > 0 ? (
        <p className="break">
          <b>Several of that name</b>{' '}
          {report.ambiguous
            .slice(0, 10)
            .map((each) => `${each.name} (${each.pictures.join(', ')})`)
            .join('; ')}
        </p>
      ) : null}
      {report.change ? (
        <div>
          <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate(report.change as string)}>
            Undo the import
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function Reasons({ name, notes }: { name: string; notes: Notes | undefined }) {
  if (!notes || notes.count === 0) return null
  return (
    <div>
      <b>
        {name}: {notes.count.toLocaleString('en')}
      </b>
      <ul>
        {notes.by_reason.map((each) => (
          <li key={each.reason} className="break">
            {each.count.toLocaleString('en')} × {each.reason}
          </li>
        ))}
      </ul>
    </div>
  )
}
