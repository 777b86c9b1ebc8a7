import { Button, FileButton, Progress } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { File as FileIcon, FileUp } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { many } from '~/ui/format'
import { say } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import { bring, type FileHome, type Step } from './bring'
import { FileTable, type Stored } from './FileTable'

interface Props {
  home: FileHome
  files: readonly Stored[] | undefined
  error: Error | null
  may: boolean
  /** What an empty list says. */
  children: ReactNode
}

/** The files of an experiment or a network: stored from here, taken away, deleted with undo. */
export function Files({ home, files, error, may, children }: Props) {
  const queryClient = useQueryClient()
  const [step, setStep] = useState<Step | null>(null)
  const refresh = () => queryClient.invalidateQueries({ queryKey: home.stale })
  const store = useMutation({
    mutationFn: async (chosen: File[]) => {
      const brought = []
      for (const file of chosen) brought.push(await bring(home, file, setStep))
      return home.store(brought)
    },
    onSuccess: (_, chosen) => {
      say(chosen.length === 1 ? `${chosen[0]?.name} is stored.` : `${many(chosen.length, 'file')} are stored.`)
      return refresh()
    },
    onSettled: () => setStep(null),
  })
  const remove = useMutation({
    mutationFn: (file: Stored) => home.remove(file.name),
    onSuccess: (_, file) => {
      const back = async () => {
        await home.store([described(file)])
        await refresh()
      }
      say(`${file.name} is deleted.`, file.sha256 ? { undo: back } : undefined)
      return refresh()
    },
  })
  if (error) return <Failure error={error} />
  if (!files) return <Lines />
  return (
    <div className="stack">
      {may ? (
        <div>
          <FileButton multiple onChange={(chosen) => chosen.length > 0 && store.mutate(chosen)}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                size="sm"
                leftSection={<FileUp size={14} />}
                loading={store.isPending}
              >
                Store files
              </Button>
            )}
          </FileButton>
        </div>
      ) : null}
      {step ? (
        <div>
          <span className="dim small">{step.text}</span>
          <Progress value={100 * step.share} size="sm" aria-label={step.text} />
        </div>
      ) : null}
      {files.length === 0 ? (
        <Empty title="No files" icon={<FileIcon size={28} />}>
          {children}
        </Empty>
      ) : (
        <FileTable files={files} may={may} onRemove={(file) => remove.mutate(file)} />
      )}
    </div>
  )
}

/** A file that was deleted just now, to be stored again: its bytes are still with the server. */
function described(file: Stored) {
  return {
    name: file.name,
    file_name: file.object_name.split('/').at(-1) ?? file.name,
    size: file.size,
    sha256: file.sha256 ?? '',
  }
}
