import { Textarea, TextInput } from '@mantine/core'
import { Pencil } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import css from './InPlace.module.css'

interface Props {
  /** What it is, for screen readers. */
  label: string
  value: string
  onSave: (value: string) => void
  disabled?: boolean
  /** Several lines. */
  long?: boolean
  placeholder?: string
  maxLength?: number
}

/** Text that becomes a field when it is clicked; Enter keeps, Esc leaves. */
export function InPlace({ label, value, onSave, disabled, long, placeholder, maxLength = 120 }: Props) {
  const [draft, setDraft] = useState<string | null>(null)
  if (disabled) return <span className="break">{value || <span className="dim">{placeholder}</span>}</span>
  if (draft === null) {
    return (
      <button type="button" className={css.text} onClick={() => setDraft(value)} title={`Edit: ${label}`}>
        <span className="break">{value || <span className="dim">{placeholder ?? 'Add'}</span>}</span>
        <Pencil size={12} className={css.pencil} aria-label="Edit" />
      </button>
    )
  }
  const done = (keep: boolean) => {
    setDraft(null)
    const next = long ? draft : draft.trim()
    if (keep && next !== value && (long || next)) onSave(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      done(false)
    } else if (event.key === 'Enter' && (!long || event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      done(true)
    }
  }
  const props = {
    'aria-label': label,
    autoFocus: true,
    maxLength,
    value: draft,
    onKeyDown,
    onBlur: () => done(true),
  }
  return long ? (
    <Textarea {...props} autosize minRows={2} maxRows={12} onChange={(event) => setDraft(event.currentTarget.value)} />
  ) : (
    <TextInput {...props} size="xs" onChange={(event) => setDraft(event.currentTarget.value)} />
  )
}
