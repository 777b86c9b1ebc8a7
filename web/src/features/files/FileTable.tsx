import { ActionIcon, Table, Tooltip } from '@mantine/core'
import { Download, Trash2 } from 'lucide-react'
import { reachable } from '~/api/client'
import { CopyButton } from '~/ui/Copy'
import { bytes, count } from '~/ui/format'
import { Time } from '~/ui/Time'
import css from './Files.module.css'

export interface Stored {
  name: string
  object_name: string
  size: number
  last_update: string
  sha256?: string | null
  url?: string | null
}

interface Props {
  files: readonly Stored[]
  may: boolean
  onRemove: (file: Stored) => void
}

export function FileTable({ files, may, onRemove }: Props) {
  return (
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
          {files.map((file) => (
            <Table.Tr key={file.name}>
              <Table.Td className={css.name}>
                <b>{file.name}</b>
              </Table.Td>
              <Table.Td className={css.file}>{file.object_name.split('/').at(-1)}</Table.Td>
              <Table.Td ta="right" className={css.short} title={`${count(file.size)} bytes`}>
                {bytes(file.size)}
              </Table.Td>
              <Table.Td className={css.short}>
                <Time at={file.last_update} />
              </Table.Td>
              <Table.Td className={css.short}>
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
                      <ActionIcon aria-label={`Delete ${file.name}`} onClick={() => onRemove(file)}>
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
  )
}
