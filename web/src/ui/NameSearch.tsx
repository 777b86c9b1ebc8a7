import { TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'

interface SearchProps {
  label: string
  value: string
  onChange: (value: string | undefined) => void
}

/** A search by name, applied when the typing rests. */
export function NameSearch({ label, value, onChange }: SearchProps) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (typed === value) return undefined
    const timer = setTimeout(() => onChange(typed.trim() || undefined), 250)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <TextInput
      size="xs"
      placeholder={label}
      aria-label={label}
      data-page-search
      maxLength={200}
      leftSection={<Search size={14} />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
