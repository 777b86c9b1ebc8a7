import { Link } from '@tanstack/react-router'
import settings from '~/features/accounts/Settings.module.css'
import { useMay } from '~/features/accounts/useSession'

/** Between jobs and events. */
export function AdminTabs() {
  const admin = useMay('admin')
  return (
    <nav className={settings.tabs} aria-label="Administration">
      <Link
        to="/admin/jobs"
        className={settings.tab}
        activeProps={{ 'data-active': true }}
        activeOptions={{ includeSearch: false }}
      >
        Jobs
      </Link>
      {admin ? (
        <Link
          to="/admin/events"
          className={settings.tab}
          activeProps={{ 'data-active': true }}
          activeOptions={{ includeSearch: false }}
        >
          Events
        </Link>
      ) : null}
    </nav>
  )
}
