import { Button, Popover, Select, TextInput } from '@mantine/core'
import { Filter } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Column } from '../queries'

const operators = ['<', '<=', '=', '!=', '>=', '>']

/** A condition on a metric or a parameter: `metric:loss<0.5`. */
export function NewTerm({ columns, onAdd }: { columns: readonly Column[]; onAdd: (term: string) => void }) {
  const [open, setOpen] = useState(false)
  const [column, setColumn] = useState<string | null>(null)
  const [operator, setOperator] = useState('<')
  const [value, setValue] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!column || value.trim() === '') return
    onAdd(`${column}${operator}${value.trim()}`)
    setOpen(false)
    setValue('')
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Filter size={14} />} onClick={() => setOpen(!open)}>
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className="stack" onSubmit={submit}>
          <Select
            label="Metric or parameter"
            searchable
            comboboxProps={{ withinPortal: false }}
            data={columns.map((one) => ({ value: `${one.kind}:${one.name}`, label: one.name }))}
            value={column}
            onChange={setColumn}
          />
          <div className="row">
            <Select
              aria-label="Comparison"
              w={80}
              data={operators}
              value={operator}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(next) => setOperator(next ?? '<')}
            />
            <TextInput
              aria-label="Value"
              className="grow"
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          </div>
          <Button type="submit" disabled={!column || value.trim() === ''}>
            Add the filter
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
