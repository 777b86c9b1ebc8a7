import { ActionIcon, Tooltip } from '@mantine/core'
import { Check, Copy as CopyIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import css from './Copy.module.css'

/** Put text on the clipboard; also on pages without TLS, where the modern way is closed. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text)
    return
  }
  const area = document.createElement('textarea')
  area.value = text
  area.className = css.aside ?? ''
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return undefined
    const timer = setTimeout(() => setDone(false), 1500)
    return () => clearTimeout(timer)
  }, [done])
  return (
    <Tooltip label={done ? 'Copied' : label}>
      <ActionIcon aria-label={done ? 'Copied' : label} onClick={() => copy(text).then(() => setDone(true))}>
        {done ? <Check size={15} /> : <CopyIcon size={15} />}
      </ActionIcon>
    </Tooltip>
  )
}

/** Code to copy: a snippet with the reader's own host in it. */
export function Snippet({ code, label }: { code: string; label?: string }) {
  return (
    <figure className={css.snippet}>
      {label ? <figcaption className={css.caption}>{label}</figcaption> : null}
      <pre className={css.code} tabIndex={0}>
        {code}
      </pre>
      <div className={css.corner}>
        <CopyButton text={code} label="Copy the code" />
      </div>
    </figure>
  )
}
