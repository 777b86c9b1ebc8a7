import css from './Tabs.module.css'

interface Props<T extends string> {
  label: string
  value: T
  tabs: readonly { value: T; label: string; note?: string }[]
  onChange: (value: T) => void
}

/** Tabs whose state is the address: buttons, since a link would have to know the whole address. */
export function Tabs<T extends string>({ label, value, tabs, onChange }: Props<T>) {
  return (
    <div className={css.tabs} role="tablist" aria-label={label}>
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
