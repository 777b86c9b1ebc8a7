import { Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Columns3 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { Lines } from '~/ui/Waiting'
import { columnsQuery } from '../queries'
import type { ProjectSearch } from '../search'
import css from './ColumnChooser.module.css'

interface Props {
  project: string
  shown: { metric: string[]; parameter: string[] }
  onChange: (next: Partial<ProjectSearch>, replace?: boolean) => void
}

/** Which metrics and parameters the table shows; found by name, however many there are. */
export function ColumnChooser({ project, shown, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const q = useDeferredValue(typed.trim())
  const columns = useQuery({ ...columnsQuery(project, q), enabled: open, placeholderData: (before) => before })
  const toggle = (kind: 'metric' | 'parameter', name: string) => {
    const now = shown[kind]
    const next = now.includes(name) ? now.filter((one) => one !== name) : [...now, name]
    onChange({ ...shown, [kind]: next }, true)
  }
  const groups = [
    ['metric', 'Metrics'],
    ['parameter', 'Parameters'],
  ] as const
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Columns3 size={14} />} onClick={() => setOpen(!open)}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          size="xs"
          data-autofocus
          placeholder="Find a column"
          aria-label="Find a column"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={css.list}>
          {columns.isPending ? <Lines rows={4} height={20} /> : null}
          {groups.map(([kind, title]) => {
            const known = (columns.data ?? []).filter((column) => column.kind === kind)
            const extra = shown[kind].filter((name) => !known.some((column) => column.name === name) && !q)
            if (known.length + extra.length === 0) return null
            return (
              <fieldset key={kind} className={css.group}>
                <legend>{title}</legend>
                {[...extra.map((name) => ({ name, experiments: 0 })), ...known].map((column) => (
                  <Checkbox
                    key={column.name}
                    label={column.name}
                    checked={shown[kind].includes(column.name)}
                    onChange={() => toggle(kind, column.name)}
                  />
                ))}
              </fieldset>
            )
          })}
          {columns.data?.length === 0 ? <p className="dim small">Nothing logged by that name.</p> : null}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
