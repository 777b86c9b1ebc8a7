import { SegmentedControl, Select, Slider, Tooltip } from '@mantine/core'
import { LayoutGrid, List } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { count as written } from '~/ui/format'
import css from './Lake.module.css'
import { type LakeSearch, type Order, orders } from './search'

interface Props {
  search: LakeSearch
  /** Height of the rows where nobody has chosen one. */
  usual: number
  count: number | undefined
  filtered: boolean
  onChange: (next: Partial<LakeSearch>, replace?: boolean) => void
  facetsButton: ReactNode
}

export function LakeToolbar({ search, usual, count, filtered, onChange, facetsButton }: Props) {
  return (
    <div className={css.toolbar}>
      {facetsButton}
      <span className="dim" role="status" aria-live="polite">
        {count === undefined ? '' : `${written(count)} ${filtered ? 'match' : count === 1 ? 'picture' : 'pictures'}`}
      </span>
      <span className="end" />
      {search.view === 'table' ? null : (
        <Zoom value={search.zoom ?? usual} onChange={(zoom) => onChange({ zoom }, true)} />
      )}
      <Select
        aria-label="Order"
        size="xs"
        w={136}
        allowDeselect={false}
        data={orders.map(([value, label]) => ({ value, label }))}
        value={search.order ?? '-created'}
        onChange={(order) => onChange({ order: order === '-created' ? undefined : (order as Order) })}
      />
      <SegmentedControl
        aria-label="View"
        value={search.view ?? 'grid'}
        onChange={(view) => onChange({ view: view === 'table' ? 'table' : undefined })}
        data={[
          { value: 'grid', label: <View name="Grid" icon={<LayoutGrid size={15} />} /> },
          { value: 'table', label: <View name="Table" icon={<List size={15} />} /> },
        ]}
      />
    </div>
  )
}

function View({ name, icon }: { name: string; icon: ReactNode }) {
  return (
    <Tooltip label={name}>
      <span className="row">
        {icon}
        <span className="unseen">{name}</span>
      </span>
    </Tooltip>
  )
}

/** Moves at once; the address follows when the hand rests. */
function Zoom({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [own, setOwn] = useState(value)
  useEffect(() => setOwn(value), [value])
  return (
    <Slider
      className={css.zoom}
      size="sm"
      min={64}
      max={400}
      step={4}
      label={null}
      thumbLabel="Height of the pictures"
      value={own}
      onChange={(next) => {
        setOwn(next)
        onChange(next)
      }}
    />
  )
}
