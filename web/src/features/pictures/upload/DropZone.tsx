import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { sayError } from '~/ui/toast'
import css from '../Lake.module.css'
import { dropped, picked } from './files'
import { add, uploads } from './store'
import { UploadPanel } from './UploadPanel'

/** Opens the browser's file dialog and uploads what is chosen. */
export function useFilePicker(): () => void {
  return useCallback(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.accept = 'image/*,.heic,.heif,.tif,.tiff,.bmp,.jp2'
    input.onchange = () => add(picked(input.files))
    input.click()
  }, [])
}

/** The whole page takes files and folders. */
export function DropZone({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const queryClient = useQueryClient()
  useEffect(
    () =>
      uploads.onDone(() => {
        void queryClient.invalidateQueries({ queryKey: ['pictures'] })
        void queryClient.invalidateQueries({ queryKey: ['tags'] })
      }),
    [queryClient],
  )
  const holdsFiles = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files')
  return (
    <div
      className={css.dropZone}
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        depth.current += 1
        setOver(true)
      }}
      onDragOver={(event) => {
        if (holdsFiles(event)) event.preventDefault()
      }}
      onDragLeave={(event) => {
        if (!holdsFiles(event)) return
        depth.current -= 1
        if (depth.current <= 0) setOver(false)
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        depth.current = 0
        setOver(false)
        dropped(event.dataTransfer).then(add, sayError)
      }}
    >
      {children}
      {over ? <div className={css.dropping}>Drop files or folders to upload them</div> : null}
      <UploadPanel />
    </div>
  )
}
