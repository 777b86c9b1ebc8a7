import { Modal } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CornerDownLeft } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { useAllActions } from '~/ui/actions'
import { Keys } from '~/ui/Keys'
import { ranked } from '~/ui/match'
import { type Found, findQueries } from './finding'
import css from './Palette.module.css'

interface Row {
  id: string
  name: string
  hint: string
  keys?: string
  run: () => void
}

/** One box for everything: go to a thing by its name, run an action of the page. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const listId = useId()
  const wanted = useDeferredValue(typed.trim())
  const actions = useAllActions().filter((action) => !action.keysOnly)
  const found = useQueries({
    queries: findQueries(wanted),
    combine: (answers) => answers.flatMap((answer) => (answer.data ?? []) as Found[]),
  })

  const close = (then: () => void) => () => {
    onClose()
    // After the dialog has given the focus back.
    setTimeout(then)
  }
  const things: Row[] = found.map((one) => ({
    id: one.id,
    name: one.name,
    hint: one.kind,
    run: close(() => void navigate({ href: one.href } as never)),
  }))
  const doable: Row[] = actions.map((action) => ({
    id: action.id,
    name: action.name,
    hint: action.group,
    keys: [action.keys ?? []].flat()[0],
    run: close(action.run),
  }))
  const rows = [...ranked(wanted, doable, (row) => row.name), ...ranked(wanted, things, (row) => row.name)].slice(0, 60)
  const chosen = Math.min(at, rows.length - 1)

  useEffect(() => {
    list.current?.querySelector(`[data-row="${chosen}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((chosen + step + rows.length) % Math.max(1, rows.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      // Whoever types fast is ahead of the list.
      const now = typed.trim()
      const row = now === wanted ? rows[chosen] : ranked(now, [...doable, ...things], (one) => one.name)[0]
      row?.run()
    }
  }
  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="12vh" centered={false}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label="Find or do anything">
        <input
          className={css.input}
          placeholder="Go to, or do …"
          aria-label="Find or do anything"
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={rows[chosen] ? `${listId}-${chosen}` : undefined}
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        <div className={css.list} role="listbox" id={listId} ref={list} aria-label="Results">
          {rows.map((row, i) => (
            <button
              type="button"
              key={row.id}
              id={`${listId}-${i}`}
              data-row={i}
              role="option"
              aria-selected={i === chosen}
              tabIndex={-1}
              className={css.row}
              onMouseMove={() => setAt(i)}
              onClick={row.run}
            >
              <span className="ellipsis">{row.name}</span>
              <span className={css.hint}>{row.hint}</span>
              {row.keys ? <Keys keys={row.keys} /> : null}
              {i === chosen ? <CornerDownLeft size={14} aria-hidden className={css.enter} /> : null}
            </button>
          ))}
        </div>
        {rows.length === 0 ? <p className={css.none}>Nothing by that name.</p> : null}
      </Modal.Content>
    </Modal.Root>
  )
}
