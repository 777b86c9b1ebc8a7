import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { api, organizationParameter, take } from '~/api/client'
import { After } from '~/ui/Waiting'
import { EntryCard } from './EntryCard'
import { organizationsQuery, sessionQuery, surelySignedOut } from './queries'

const route = getRouteApi('/invitation/$secret')

/** An invitation link: join with the account one has, or make one. */
export function InvitationPage() {
  const { secret } = route.useParams()
  const session = useQuery({ ...sessionQuery, retry: false, enabled: !surelySignedOut() })
  const [another, setAnother] = useState(false)
  useEffect(() => {
    document.title = 'Invitation · Picsellia'
  }, [])
  if (session.isLoading) {
    return (
      <EntryCard title="Join an organization">
        <After>
          <p className="dim">Looking who you are</p>
        </After>
      </EntryCard>
    )
  }
  return (
    <EntryCard title="Join an organization">
      {session.data && !another ? (
        <Accept secret={secret} username={session.data.username} onAnother={() => setAnother(true)} />
      ) : (
        <Register secret={secret} />
      )}
    </EntryCard>
  )
}

function Refused({ error }: { error: Error | null }) {
  return error ? (
    <Alert color="red" role="alert" p="sm">
      {error.message}
    </Alert>
  ) : null
}

interface AcceptProps {
  secret: string
  username: string
  onAnother: () => void
}

function Accept({ secret, username, onAnother }: AcceptProps) {
  const accept = useMutation({
    meta: { quiet: true },
    mutationFn: () => take(api.POST('/api/invitations/accept', { body: { secret } })),
    onSuccess: (organization) => {
      const parameter = organizationParameter(organization)
      location.assign(parameter ? `/?org=${encodeURIComponent(parameter)}` : '/')
    },
  })
  return (
    <>
      <p>
        You are signed in as <b className="break">{username}</b>.
      </p>
      <Refused error={accept.error} />
      <Button size="sm" loading={accept.isPending} onClick={() => accept.mutate()}>
        Join as {username}
      </Button>
      <Button variant="default" size="sm" onClick={onAnother}>
        Make another account
      </Button>
    </>
  )
}

function Register({ secret }: { secret: string }) {
  const queryClient = useQueryClient()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const register = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.POST('/api/invitations/register', { body: { secret, username, password } }),
    onSuccess: async () => {
      queryClient.clear()
      const joined = (await queryClient.fetchQuery(organizationsQuery)).find((one) => !one.personal)
      const parameter = joined && organizationParameter(joined)
      location.assign(parameter ? `/?org=${encodeURIComponent(parameter)}` : '/')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    register.mutate()
  }
  return (
    <>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="User name"
          autoComplete="username"
          autoCapitalize="none"
          required
          withAsterisk={false}
          maxLength={120}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          description="10 characters or more"
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={10}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused error={register.error} />
        <Button type="submit" size="sm" loading={register.isPending}>
          Make the account and join
        </Button>
      </form>
      <p className="small dim">
        You have an account?{' '}
        <Link to="/login" search={{ to: `/invitation/${secret}` }} className="link">
          Sign in first
        </Link>
        , then join with it.
      </p>
    </>
  )
}
