import { useEffect, useRef } from 'react'
import css from './Tabs.module.css'

interface Props<T extends string> {
  label: string
  value: T
  tabs: readonly { value: T; label: string; note?: string }[]
  onChange: (value: T) => void
}

/** Tabs whose state is the address: buttons, since a link would have to know the whole address. */
export function Tabs<T extends string>({ label, value, tabs, onChange }: Props<T>) {
  const list = useRef<HTMLDivElement>(null)
  // On a narrow page the tabs scroll sideways; the present one is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another element
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [value])
  return (
    <div ref={list} className={css.tabs} role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button
          type="button"
          key={tab.value}
          role="tab"
          aria-selected={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          className={css.tab}
          onClick={() => onChange(tab.value)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            if (step === 0) return
            event.preventDefault()
            event.stopPropagation()
            const at = tabs.findIndex((one) => one.value === tab.value)
            const next = tabs[(at + step + tabs.length) % tabs.length]
            if (next) onChange(next.value)
            const all = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role=tab]')
            all?.[(at + step + tabs.length) % tabs.length]?.focus()
          }}
        >
          {tab.label}
          {tab.note ? <span className={css.note}>{tab.note}</span> : null}
        </button>
      ))}
    </div>
  )
}
