import { Image, ImageOff } from 'lucide-react'
import { type MouseEvent, type ReactNode, useState } from 'react'
import css from './PictureGrid.module.css'

export interface TileData {
  id: string
  name: string
  /** Width over height, as the grid shows it. */
  aspect: number
  /** Stands in until the bytes are there; null while there is no thumbnail. */
  colour: string | undefined
  /** The address of a thumbnail at least so many pixels high; undefined while there is none. */
  src: ((pixels: number) => string) | undefined
  /** A mark in the corner, such as a status. */
  mark?: ReactNode
}

interface Props {
  tile: TileData
  index: number
  x: number
  y: number
  w: number
  h: number
  href: string
  selected: boolean
  selectable: boolean
  choosing: boolean
  tabbable: boolean
  /** No bytes are asked for yet: the view flies past, or others are in sight. */
  waits: boolean
  overlay: ((tile: TileData) => ReactNode) | undefined
  onChoose: (index: number, range: boolean) => void
  onOpen: (index: number) => void
  onFocus: (index: number, scroll: boolean) => void
}

const coarse = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches

/** What has left the view gives up its bytes: those in sight need not wait for them, nor the tab hold them. */
function letGo(image: HTMLImageElement) {
  return () => image.removeAttribute('src')
}

/** One picture: its place and colour are there before its bytes. */
export function Tile(props: Props) {
  const { tile, index, selected, onChoose, onOpen } = props
  const [src, setSrc] = useState<string | undefined>()
  const [state, setState] = useState<'waiting' | 'shown' | 'broken'>('waiting')
  const wanted = tile.src?.(Math.max(props.w, props.h) * Math.min(1.5, devicePixelRatio))
  // A picture that has its bytes keeps them while a larger one is on its way; nothing blinks.
  if (wanted !== src && !props.waits) setSrc(wanted)

  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.button !== 0) return
    event.preventDefault()
    if (props.selectable && (event.shiftKey || (coarse && props.choosing))) onChoose(index, event.shiftKey)
    else onOpen(index)
  }
  return (
    <div
      className={css.tile}
      data-index={index}
      data-selected={selected || undefined}
      style={{
        transform: `translate(${props.x}px, ${props.y}px)`,
        width: props.w,
        height: props.h,
        backgroundColor: state === 'shown' ? undefined : tile.colour,
      }}
    >
      <a
        href={props.href}
        className={css.link}
        aria-label={tile.name}
        title={tile.name}
        tabIndex={props.tabbable ? 0 : -1}
        draggable={false}
        onClick={onClick}
        onFocus={() => props.onFocus(index, false)}
      >
        {src && state !== 'broken' ? (
          <img
            ref={letGo}
            src={src}
            alt=""
            className={css.image}
            data-shown={state === 'shown' || undefined}
            draggable={false}
            decoding="async"
            onLoad={() => setState('shown')}
            onError={() => setState('broken')}
          />
        ) : null}
        {state === 'broken' ? <ImageOff className={css.broken} size={18} aria-hidden /> : null}
        {tile.src === undefined ? <Image className={css.broken} size={18} aria-hidden /> : null}
        {props.overlay?.(tile)}
      </a>
      {tile.mark ? <span className={css.mark}>{tile.mark}</span> : null}
      {props.selectable ? (
        <button
          type="button"
          role="checkbox"
          aria-checked={selected}
          aria-label={`Select ${tile.name}`}
          tabIndex={-1}
          className={css.corner}
          onClick={(event) => onChoose(index, event.shiftKey)}
        >
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" strokeWidth="2.4" />
          </svg>
        </button>
      ) : null}
    </div>
  )
}
