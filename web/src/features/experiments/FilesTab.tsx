import { ActionIcon, Button, FileButton, Progress, Table, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, File as FileIcon, FileUp, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api, reachable, take } from '~/api/client'
import { hash } from '~/features/pictures/upload/hashing'
import { send } from '~/features/pictures/upload/sending'
import { CopyButton, Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'
import { bytes, count } from '~/ui/format'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import css from './Experiment.module.css'
import type { ExperimentTabProps } from './ExperimentPage'
import { filesQuery } from './queries'

/** The files of an experiment: weights, configurations, whatever was stored. */
export function FilesTab({ experiment, may }: ExperimentTabProps) {
  const id = experiment.id
  const queryClient = useQueryClient()
  const files = useQuery(filesQuery(id))
  const [step, setStep] = useState<{ text: string; share: number } | null>(null)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['experiment', id] })
  const path = { params: { path: { experiment_id: id } } }
  const store = useMutation({
    mutationFn: async (file: File) => {
      setStep({ text: `Reading ${file.name}`, share: 0 })
      const sha256 = await hash(file, (done) => setStep({ text: `Reading ${file.name}`, share: done / file.size }))
      const described = { name: file.name, file_name: file.name, size: file.size, sha256 }
      const plan = await take(
        api.POST('/api/experiments/{experiment_id}/files/plan', { ...path, body: { files: [described] } }),
      )
      const planned = plan.items[0]
      if (planned?.status === 'refused') throw new Error(planned.reason ?? 'The server refuses this file.')
      if (planned?.upload) {
        const progress = (done: number) => setStep({ text: `Sending ${file.name}`, share: done / file.size })
        await send(planned.upload, file, progress, new AbortController().signal)
      }
      const body = { files: [{ ...described, upload: planned?.upload?.id }] }
      return take(api.POST('/api/experiments/{experiment_id}/files', { ...path, body }))
    },
    onSuccess: (_, file) => {
      say(`${file.name} is stored.`)
      return refresh()
    },
    onSettled: () => setStep(null),
  })
  const remove = useMutation({
    mutationFn: (name: string) =>
      api.DELETE('/api/experiments/{experiment_id}/files/{name}', {
        params: { path: { experiment_id: id, name } },
      }),
    onSuccess: (_, name) => {
      say(`${name} is deleted.`)
      return refresh()
    },
  })
  if (files.isPending) return <Lines />
  const all = files.data ?? []
  return (
    <div className={css.pad}>
      {may ? (
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
      {step ? <Progress value={100 * step.share} size="sm" aria-label={step.text} /> : null}
      {all.length === 0 ? (
        <Empty title="No files" icon={<FileIcon size={28} />}>
          <p>Weights, configurations and results are stored from the training:</p>
          <Snippet code={'run.store("best-weights", "runs/best.pt")'} />
        </Empty>
      ) : (
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
              {all.map((file) => (
                <Table.Tr key={file.id}>
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
                      {file.sha256 ? <CopyButton text={file.sha256} label="Copy the SHA-256" /> : null}
                      {may ? (
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
      )}
    </div>
  )
}
