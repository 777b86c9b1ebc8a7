import { CloseButton } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import css from './Toasts.module.css'
import { dismiss, hold, release, type Toast, toastStore, undo } from './toast'

function One({ toast }: { toast: Toast }) {
  return (
    <div
      className={css.toast}
      data-tone={toast.tone}
      onMouseEnter={() => hold(toast.id)}
      onMouseLeave={() => release(toast)}
      onFocus={() => hold(toast.id)}
      onBlur={() => release(toast)}
    >
      <div className="grow">
        <div className="break">{toast.text}</div>
        {toast.request ? <div className={css.request}>Request {toast.request}</div> : null}
      </div>
      {toast.action ? (
        <button type="button" className={css.action} onClick={toast.action.run}>
          {toast.action.label}
        </button>
      ) : null}
      {toast.undo ? (
        <button type="button" className={css.action} onClick={() => undo(toast)}>
          Undo
        </button>
      ) : null}
      <CloseButton size="sm" aria-label="Dismiss" className={css.close} onClick={() => dismiss(toast.id)} />
    </div>
  )
}

export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.watch, toastStore.all)
  return (
    <div className={css.stack} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </div>
  )
}
