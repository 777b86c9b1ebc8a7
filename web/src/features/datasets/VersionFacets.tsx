import { NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { count } from '~/ui/format'
import { NameSearch } from '~/ui/NameSearch'
import { labelColour } from '~/ui/palette'
import css from './Datasets.module.css'
import { statisticsQuery, type Version } from './queries'
import { StatusMark } from './StatusMark'
import { type SizeClass, type Status, sizeClasses, statuses, type VersionSearch } from './search'
import { distinctNames } from './shapes'

interface Props {
  version: Version
  search: VersionSearch
  onSearch: (next: Partial<VersionSearch>, replace?: boolean) => void
}

const sizeMeaning = {
  small: 'below 32 × 32 pixels',
  medium: 'below 96 × 96 pixels',
  large: 'and larger',
} as const satisfies Record<SizeClass, string>

/** What the pictures of a version can be filtered by, with how many there are. */
export function VersionFacets({ version, search, onSearch }: Props) {
  const numbers = useQuery(statisticsQuery(version.dataset_id)).data
  const [typed, setTyped] = useState('')
  const toggled = <T extends string>(all: readonly T[] | undefined, one: T): T[] | undefined => {
    const next = all?.includes(one) ? all.filter((each) => each !== one) : [...(all ?? []), one]
    return next.length > 0 ? next : undefined
  }
  const labels = version.labels.filter((label) => label.name.toLowerCase().includes(typed.toLowerCase()))
  const names = distinctNames(version.labels)
  const without = numbers ? numbers.pictures - numbers.annotated : undefined
  return (
    <>
      <NameSearch label="File name" value={search.name ?? ''} onChange={(name) => onSearch({ name }, true)} />
      <section aria-label="Status">
        <h2>Status</h2>
        <ul className={css.facetList}>
          {statuses.map((status: Status) => (
            <li key={status}>
              <button
                type="button"
                className={css.facet}
                aria-pressed={search.status?.includes(status) ?? false}
                onClick={() => onSearch({ status: toggled(search.status, status), annotated: undefined })}
              >
                <StatusMark status={status} word />
                <span className={css.facetCount}>{numbers ? count(numbers.statuses[status] ?? 0) : ''}</span>
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              className={css.facet}
              aria-pressed={search.annotated === 'no'}
              onClick={() => onSearch({ annotated: search.annotated === 'no' ? undefined : 'no', status: undefined })}
            >
              <span className="dim">not annotated</span>
              <span className={css.facetCount}>{without === undefined ? '' : count(without)}</span>
            </button>
          </li>
        </ul>
      </section>
      <section aria-label="Labels">
        <h2>Labels</h2>
        {version.labels.length > 12 ? (
          <TextInput
            size="xs"
            mt={6}
            placeholder="Find a label"
            aria-label="Find a label"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : null}
        {version.labels.length === 0 ? <p className="dim small">None yet. Import annotations, or make some.</p> : null}
        <ul className={css.facetList}>
          {labels.slice(0, 200).map((label) => (
            <li key={label.id}>
              <button
                type="button"
                className={css.facet}
                title={`${label.name} (${label.type})`}
                aria-pressed={search.label?.includes(label.id) ?? false}
                onClick={() => onSearch({ label: toggled(search.label, label.id) })}
              >
                <span className={css.dot} style={{ background: labelColour(label.colour) }} />
                <span className="ellipsis">{names.get(label.id)}</span>
                <span className={css.facetCount} title={`${count(label.objects)} objects`}>
                  {count(label.annotations)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Sizes of objects">
        <h2>Sizes</h2>
        <ul className={css.facetList}>
          {sizeClasses.map((size) => (
            <li key={size}>
              <button
                type="button"
                className={css.facet}
                title={`Area ${sizeMeaning[size]}`}
                aria-pressed={search.size?.includes(size) ?? false}
                onClick={() => onSearch({ size: toggled(search.size, size) })}
              >
                <span>{size}</span>
                <span className={css.facetCount}>{numbers ? count(numbers.sizes[size] ?? 0) : ''}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Shapes on a picture">
        <h2>Shapes on a picture</h2>
        <div className="row">
          <Bound label="Least" value={search.least} onChange={(least) => onSearch({ least }, true)} />
          <span className="dim">to</span>
          <Bound label="Most" value={search.most} onChange={(most) => onSearch({ most }, true)} />
        </div>
      </section>
    </>
  )
}

interface BoundProps {
  label: string
  value: number | undefined
  onChange: (value: number | undefined) => void
}

function Bound({ label, value, onChange }: BoundProps) {
  return (
    <NumberInput
      size="xs"
      mt={6}
      aria-label={label}
      placeholder={label.toLowerCase()}
      min={0}
      max={1_000_000}
      allowDecimal={false}
      hideControls
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  )
}
