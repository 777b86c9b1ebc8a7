import { Outlet, useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useActions, useKeyboard } from '~/ui/actions'
import { Guard } from '~/ui/Failure'
import { lastUndo, undo } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import css from './Frame.module.css'
import { Offline } from './Offline'
import { Rail } from './Rail'
import { rooms } from './rooms'

const loadPalette = () => import('./Palette')
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })))
const KeySheet = lazy(() => import('./KeySheet').then((module) => ({ default: module.KeySheet })))

/** The rail, and the room that the address names. */
export function Frame() {
  const navigate = useNavigate()
  const router = useRouter()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  useKeyboard()
  // Loaded when the page has come to rest: what is typed right after Ctrl K is not lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), 1500)
    return () => clearTimeout(timer)
  }, [])
  useActions([
    {
      id: 'palette',
      name: 'Find or do anything',
      group: 'Everywhere',
      keys: 'Ctrl+K',
      always: true,
      keysOnly: true,
      run: () => setOpen('palette'),
    },
    { id: 'keys', name: 'Keys of this page', group: 'Everywhere', keys: '?', run: () => setOpen('keys') },
    {
      id: 'search',
      name: 'Search on this page',
      group: 'Everywhere',
      keys: '/',
      keysOnly: true,
      run: () => document.querySelector<HTMLInputElement>('[data-page-search]')?.focus(),
    },
    {
      id: 'undo',
      name: 'Undo the last action',
      group: 'Everywhere',
      keys: 'Ctrl+Z',
      run: () => {
        const last = lastUndo()
        if (last) undo(last)
      },
    },
    ...rooms.map((room) => ({
      id: `go-${room.to}`,
      name: `Go to ${room.name}`,
      group: 'Go',
      keys: room.keys,
      run: () => void navigate({ to: room.to }),
    })),
    { id: 'go-tokens', name: 'Go to API tokens', group: 'Go', run: () => void navigate({ to: '/settings/tokens' }) },
    { id: 'go-profile', name: 'Go to profile', group: 'Go', run: () => void navigate({ to: '/settings/profile' }) },
    {
      id: 'go-organization',
      name: 'Go to organization',
      group: 'Go',
      run: () => void navigate({ to: '/settings/organization' }),
    },
  ])
  return (
    <div className={css.frame}>
      <a href="#content" className={css.skip}>
        Skip to the content
      </a>
      <Rail onPalette={() => setOpen('palette')} />
      <div className={css.room}>
        <Offline />
        <Guard onRetry={() => void router.invalidate()}>
          <Suspense fallback={<Lines />}>
            <Outlet />
          </Suspense>
        </Guard>
      </div>
      <Suspense>
        {open === 'palette' ? <Palette onClose={() => setOpen(null)} /> : null}
        {open === 'keys' ? <KeySheet onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </div>
  )
}
