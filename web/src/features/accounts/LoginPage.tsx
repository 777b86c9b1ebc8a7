import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { api } from '~/api/client'
import { EntryCard } from './EntryCard'
import { nowSignedIn, sessionQuery } from './queries'

const route = getRouteApi('/login')

export function LoginPage() {
  const { to } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  useEffect(() => {
    document.title = 'Sign in · Picsellia'
  }, [])
  const signIn = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.POST('/api/sessions', { body: { username, password } }),
    onSuccess: async () => {
      nowSignedIn()
      queryClient.clear()
      await queryClient.ensureQueryData(sessionQuery)
      // Only a path of this app: an address elsewhere is never followed.
      router.history.push(to?.startsWith('/') && !/^\/[/\\]/.test(to) ? to : '/')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <EntryCard title="Sign in">
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="User name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          required
          withAsterisk={false}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {signIn.error ? (
          <Alert color="red" role="alert" p="sm">
            {signIn.error.message}
          </Alert>
        ) : null}
        <Button type="submit" size="sm" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <p className="small dim">
        No account yet? An admin of your organization can send you an invitation link. A forgotten password is set anew
        by the operator: <span className="mono">picsellia-server user password NAME</span>
      </p>
    </EntryCard>
  )
}
