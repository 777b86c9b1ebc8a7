import { Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Building2, Check, KeyRound, LogOut, Monitor, Moon, PanelLeft, Search, Sun, UserRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { api, organizationParameter } from '~/api/client'
import { organizationsQuery } from '~/features/accounts/queries'
import { useSession } from '~/features/accounts/useSession'
import { Keys } from '~/ui/Keys'
import { sayError } from '~/ui/toast'
import { JobsRing } from './JobsRing'
import css from './Rail.module.css'
import { rooms } from './rooms'

const FOLDED = 'picsellia-rail-folded'

function remembered(): boolean {
  try {
    return localStorage.getItem(FOLDED) !== '0'
  } catch {
    return true
  }
}

/** The rooms at the left; at the foot running jobs, the organization and the person. A bar at the bottom on phones. */
export function Rail({ onPalette }: { onPalette: () => void }) {
  const [folded, setFolded] = useState(remembered)
  const fold = () => {
    setFolded(!folded)
    try {
      localStorage.setItem(FOLDED, folded ? '0' : '1')
    } catch {
      // Not remembered, then.
    }
  }
  return (
    <nav className={css.rail} aria-label="Rooms" data-folded={folded || undefined}>
      <UnstyledButton className={css.fold} onClick={fold} aria-label={folded ? 'Unfold the rail' : 'Fold the rail'}>
        <PanelLeft size={18} />
      </UnstyledButton>
      {rooms.map((room) => (
        <Hint key={room.to} folded={folded} label={room.name} keys={room.keys}>
          <Link
            to={room.to}
            className={css.item}
            activeOptions={{ exact: room.to === '/', includeSearch: false }}
            activeProps={{ 'data-active': true }}
            aria-label={room.name}
          >
            <room.icon size={18} aria-hidden />
            <span className={css.name}>{room.name}</span>
          </Link>
        </Hint>
      ))}
      <Hint folded={folded} label="Find or do anything" keys="Ctrl+K">
        <UnstyledButton className={css.item} onClick={onPalette} aria-label="Find or do anything">
          <Search size={18} aria-hidden />
          <span className={css.name}>Find</span>
        </UnstyledButton>
      </Hint>
      <div className={css.foot}>
        <JobsRing className={css.item} nameClass={css.name} />
        <Organizations />
        <Person />
      </div>
    </nav>
  )
}

interface HintProps {
  folded: boolean
  label: string
  keys?: string
  children: ReactNode
}

function Hint({ folded, label, keys, children }: HintProps) {
  return (
    <Tooltip
      position="right"
      disabled={!folded}
      label={
        <span className="row">
          {label} {keys ? <Keys keys={keys} /> : null}
        </span>
      }
    >
      {children}
    </Tooltip>
  )
}

function Organizations() {
  const { organization } = useSession()
  const all = useQuery(organizationsQuery).data ?? []
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={css.item} aria-label={`Organization ${organization.name}`}>
          <Building2 size={18} aria-hidden />
          <span className={css.name}>{organization.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organization</Menu.Label>
        {all.map((one) => {
          const parameter = organizationParameter(one)
          return (
            // A page load, so that nothing of the other organization stays anywhere.
            <Menu.Item
              key={one.id}
              component="a"
              href={parameter ? `/?org=${encodeURIComponent(parameter)}` : '/'}
              leftSection={<Check size={14} visibility={one.id === organization.id ? 'visible' : 'hidden'} />}
            >
              <span className="break">{one.name}</span>
            </Menu.Item>
          )
        })}
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/organization">
          Members and settings
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Person() {
  const { username } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const leave = async () => {
    try {
      await api.DELETE('/api/sessions/current')
      await navigate({ to: '/login' })
      queryClient.clear()
    } catch (error) {
      sayError(error)
    }
  }
  const schemes = [
    ['light', 'Light', Sun],
    ['dark', 'Dark', Moon],
    ['auto', 'As the system', Monitor],
  ] as const
  return (
    <Menu position="right-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={css.item} aria-label={`Signed in as ${username}`}>
          <span className={css.initial} aria-hidden>
            {username.slice(0, 1).toUpperCase()}
          </span>
          <span className={css.name}>{username}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className="break">{username}</span>
        </Menu.Label>
        <Menu.Item component={Link} to="/settings/profile" leftSection={<UserRound size={14} />}>
          Profile
        </Menu.Item>
        <Menu.Item component={Link} to="/settings/tokens" leftSection={<KeyRound size={14} />}>
          API tokens
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        {schemes.map(([value, label, Icon]) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={14} />}
            rightSection={colorScheme === value ? <Check size={14} aria-label="chosen" /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={14} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
