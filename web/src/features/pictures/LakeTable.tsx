import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef } from 'react'
import { SEGMENT } from '~/api/useSegments'
import { bytes, cssColour, count as written } from '~/ui/format'
import { has, type Selection, toggled } from '~/ui/grid/selection'
import { LongList } from '~/ui/LongList'
import { Time } from '~/ui/Time'
import css from './Lake.module.css'
import type { Picture } from './queries'
import type { Order } from './search'

interface Props {
  count: number
  listKey: string
  pictureAt: (index: number) => Picture | undefined
  onNeed: (from: number, to: number) => void
  order: Order
  onOrder: (order: Order) => void
  selection: Selection
  onSelect: (selection: Selection) => void
  onRange: (from: number, to: number, base: Selection) => void
}

/** The lake as a table of the same list. */
export function LakeTable(props: Props) {
  const { pictureAt, selection, onSelect, onRange } = props
  const anchor = useRef<number | null>(null)
  const choose = (index: number, range: boolean) => {
    const picture = pictureAt(index)
    if (!picture) return
    if (range && anchor.current !== null) {
      onRange(Math.min(anchor.current, index), Math.max(anchor.current, index), selection)
    } else {
      anchor.current = index
      onSelect(toggled(selection, picture.picture_id))
    }
  }
  return (
    <LongList
      label="Pictures"
      count={props.count}
      rowHeight={44}
      listKey={props.listKey}
      minWidth={920}
      onNeed={(from, to) => props.onNeed(Math.floor(from / SEGMENT), Math.floor(to / SEGMENT))}
      head={<Head {...props} />}
      row={(index) => {
        const picture = pictureAt(index)
        return picture ? (
          <Row
            picture={picture}
            selected={has(selection, picture.picture_id)}
            onChoose={(range) => choose(index, range)}
          />
        ) : null
      }}
    />
  )
}

function Head({ order, onOrder }: Props) {
  const sorts = [
    ['name', 'Name', 'name'],
    [null, 'Width × height', 'wide'],
    ['size', 'Size', 'small'],
    [null, 'Type', 'small'],
    [null, 'Tags', undefined],
    [null, 'Source', 'small'],
    ['created', 'Added', 'wide'],
  ] as const
  return (
    <>
      <span className={css.cell} data-kind="check" role="columnheader">
        <span className="unseen">Selected</span>
      </span>
      <span className={css.cell} data-kind="preview" role="columnheader">
        <span className="unseen">Preview</span>
      </span>
      {sorts.map(([key, label, kind]) => {
        const on = key !== null && order.replace('-', '') === key
        const down = order.startsWith('-')
        const Arrow = down ? ArrowDown : ArrowUp
        return (
          <span
            key={label}
            className={css.cell}
            data-kind={kind}
            role="columnheader"
            aria-sort={on ? (down ? 'descending' : 'ascending') : undefined}
          >
            {key ? (
              <button
                type="button"
                className={css.sort}
                data-on={on || undefined}
                onClick={() => onOrder((on && !down ? `-${key}` : key) as Order)}
              >
                {label} {on ? <Arrow size={12} aria-hidden /> : null}
              </button>
            ) : (
              label
            )}
          </span>
        )
      })}
    </>
  )
}

interface RowProps {
  picture: Picture
  selected: boolean
  onChoose: (range: boolean) => void
}

function Row({ picture, selected, onChoose }: RowProps) {
  const { picture_id: id, external_url: name } = picture
  return (
    <>
      <span className={css.cell} data-kind="check" role="cell">
        <Checkbox
          aria-label={`Select ${name}`}
          checked={selected}
          onClick={(event) => onChoose(event.shiftKey)}
          onChange={() => {}}
        />
      </span>
      <span className={css.cell} data-kind="preview" role="cell">
        {picture.colour === null ? (
          <span className={css.preview} />
        ) : (
          <img
            className={css.preview}
            style={{ backgroundColor: cssColour(picture.colour) }}
            src={`/api/pictures/${id}/thumbnail/128`}
            alt=""
            loading="lazy"
          />
        )}
      </span>
      <span className={css.cell} data-kind="name" role="cell" title={name}>
        <Link className={css.name} to="/datalake/$pictureId" params={{ pictureId: id }} search={true} preload={false}>
          {name}
        </Link>
      </span>
      <span className={css.cell} data-kind="wide" role="cell">
        {written(picture.width)} × {written(picture.height)}
      </span>
      <span className={css.cell} data-kind="small" role="cell" title={`${written(picture.size)} bytes`}>
        {bytes(picture.size)}
      </span>
      <span className={css.cell} data-kind="small" role="cell">
        {picture.media_type.replace('image/', '')}
      </span>
      <span className={css.cell} role="cell" title={picture.tag.join(', ')}>
        {picture.tag.join(', ')}
      </span>
      <span className={css.cell} data-kind="small" role="cell" title={picture.source}>
        {picture.source}
      </span>
      <span className={css.cell} data-kind="wide" role="cell">
        <Time at={picture.created_at} />
      </span>
    </>
  )
}
