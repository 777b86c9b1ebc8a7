/** The frame of one logged thing: its name, what it shows, a menu, and the whole screen when asked. */
import { ActionIcon, Menu } from '@mantine/core'
import { EllipsisVertical, Maximize2, Minimize2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import css from './Tile.module.css'

export interface TileAction {
  label: string
  run: () => void
  checked?: boolean
}

interface Props {
  name: string
  /** Beside the name, in small. */
  note?: ReactNode
  actions?: readonly TileAction[]
  /** Two columns wide. */
  wide?: boolean
  children: (size: { full: boolean; height: number }) => ReactNode
}

const HEIGHT = 220

export function Tile({ name, note, actions = [], wide, children }: Props) {
  const [full, setFull] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(HEIGHT)
  useEffect(() => {
    if (!full) return undefined
    const stretch = () => setHeight(Math.max(HEIGHT, innerHeight - 190))
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      setFull(false)
    }
    stretch()
    addEventListener('resize', stretch)
    addEventListener('keydown', onKey, true)
    return () => {
      removeEventListener('resize', stretch)
      removeEventListener('keydown', onKey, true)
    }
  }, [full])
  return (
    <section className={css.tile} data-full={full || undefined} data-wide={wide || undefined} aria-label={name}>
      <header className={css.head}>
        <h3 className="ellipsis grow" title={name}>
          {name}
        </h3>
        {note ? <span className={css.note}>{note}</span> : null}
        <span className={css.tools}>
          {actions.length > 0 ? (
            <Menu>
              <Menu.Target>
                <ActionIcon size={24} aria-label={`Menu of ${name}`}>
                  <EllipsisVertical size={14} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {actions.map((action) => (
                  <Menu.Item key={action.label} onClick={action.run}>
                    {action.checked === undefined ? '' : action.checked ? '✓ ' : '   '}
                    {action.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : null}
          <ActionIcon
            size={24}
            aria-label={full ? `Leave the full screen` : `${name} on the full screen`}
            onClick={() => setFull(!full)}
          >
            {full ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
          </ActionIcon>
        </span>
      </header>
      <div ref={body} className={css.body}>
        {children({ full, height: full ? height : HEIGHT })}
      </div>
    </section>
  )
}

/** Tiles side by side, as many as there is room for. */
export function Tiles({ children }: { children: ReactNode }) {
  return <div className={css.tiles}>{children}</div>
}
