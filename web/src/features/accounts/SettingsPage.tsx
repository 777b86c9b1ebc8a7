import { Link, Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Page } from '~/ui/Page'
import { Lines } from '~/ui/Waiting'
import css from './Settings.module.css'

const tabs = [
  { to: '/settings/profile', name: 'Profile' },
  { to: '/settings/tokens', name: 'API tokens' },
  { to: '/settings/organization', name: 'Organization' },
] as const

export function SettingsPage() {
  return (
    <Page
      path={['Settings']}
      title="Settings"
      below={
        <nav className={css.tabs} aria-label="Settings">
          {tabs.map((tab) => (
            <Link
              key={tab.to}
              to={tab.to}
              className={css.tab}
              activeProps={{ 'data-active': true }}
              activeOptions={{ includeSearch: false }}
            >
              {tab.name}
            </Link>
          ))}
        </nav>
      }
    >
      <div className={css.body}>
        <Suspense fallback={<Lines />}>
          <Outlet />
        </Suspense>
      </div>
    </Page>
  )
}
