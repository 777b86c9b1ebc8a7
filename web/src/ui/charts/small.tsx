/** The quieter kinds of tiles: a value, a table, a label map, a picture. */
import { Button, Modal, Table } from '@mantine/core'
import { useState } from 'react'
import { count, measure } from '~/ui/format'
import { labelColour } from '~/ui/palette'
import css from './small.module.css'

/** A cell as people read it: numbers rounded, the exact one in the title. */
export function Scalar({ value }: { value: unknown }) {
  if (typeof value === 'number') return <span title={`${value}`}>{measure(value)}</span>
  if (value === null || value === undefined) return <span className="dim">none</span>
  if (typeof value === 'object') return <span className="mono">{JSON.stringify(value)}</span>
  return <span>{String(value)}</span>
}

export function Value({ value }: { value: unknown }) {
  const long = typeof value === 'string' && value.length > 14
  return (
    <div className={css.value} data-long={long || undefined}>
      <Scalar value={value} />
    </div>
  )
}

interface GridTable {
  rows: readonly unknown[]
  columns: readonly unknown[]
  data: readonly (readonly unknown[])[]
}

function isGrid(data: unknown): data is GridTable {
  const grid = data as Partial<GridTable> | null
  return (
    typeof data === 'object' &&
    grid !== null &&
    Array.isArray(grid.columns) &&
    Array.isArray(grid.data) &&
    grid.data.every(Array.isArray)
  )
}

const ROWS = 200

/** Names and values, or a true grid; of a long one the first rows, until more are asked for. */
export function DataTable({ data, height }: { data: unknown; height: number }) {
  const [most, setMost] = useState(ROWS)
  const more = (all: number) =>
    all > most ? (
      <Button variant="subtle" size="xs" onClick={() => setMost(most * 5)}>
        {count(most)} of {count(all)} rows. Show more
      </Button>
    ) : null
  if (isGrid(data)) {
    return (
      <div className={css.scroll} style={{ maxHeight: height }}>
        <Table stickyHeader verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              {data.rows ? <Table.Th /> : null}
              {data.columns.map((column, i) => (
                <Table.Th key={i}>{String(column)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.slice(0, most).map((row, r) => (
              <Table.Tr key={r}>
                {data.rows ? <Table.Th>{String(data.rows[r] ?? r)}</Table.Th> : null}
                {row.map((cell, c) => (
                  <Table.Td key={c}>
                    <Scalar value={cell} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {more(data.data.length)}
      </div>
    )
  }
  const pairs = typeof data === 'object' && data !== null ? Object.entries(data) : []
  return (
    <div className={css.scroll} style={{ maxHeight: height }}>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {pairs.slice(0, most).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th fw={400} c="dimmed">
                {name}
              </Table.Th>
              <Table.Td className="break">
                <Scalar value={value} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {more(pairs.length)}
    </div>
  )
}

/** Which number stands for which label. */
export function LabelMap({ data, height }: { data: Record<string, unknown>; height: number }) {
  return (
    <ul className={css.labels} style={{ maxHeight: height }}>
      {Object.entries(data).map(([key, name], i) => (
        <li key={key} className={css.label}>
          <span className={css.dot} style={{ background: labelColour(i) }} />
          <span className="dim">{key}</span>
          <span className="ellipsis">{String(name)}</span>
        </li>
      ))}
    </ul>
  )
}

/** A picture that was logged; a click shows it large. */
export function Picture({ src, name, height }: { src: string; name: string; height: number }) {
  const [open, setOpen] = useState(false)
  const [broken, setBroken] = useState(false)
  if (broken) return <p className={css.broken}>The picture cannot be shown. Download it from the files.</p>
  return (
    <>
      <button type="button" className={css.picture} style={{ height }} onClick={() => setOpen(true)}>
        <img src={src} alt={name} onError={() => setBroken(true)} />
      </button>
      <Modal opened={open} onClose={() => setOpen(false)} title={name} size="auto">
        <img className={css.large} src={src} alt={name} />
      </Modal>
    </>
  )
}
