import { Alert, Button, PasswordInput, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '~/api/client'
import { say } from '~/ui/toast'
import css from './Settings.module.css'
import { useSession } from './useSession'

export function ProfilePage() {
  const session = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <section className={css.section}>
        <h2>You</h2>
        <p>
          Signed in as <b className="break">{session.username}</b>, {session.organization.role} of{' '}
          <b className="break">{session.organization.name}</b>.
        </p>
      </section>
      <section className={css.section}>
        <h2 id="theme">Theme</h2>
        <div>
          <SegmentedControl
            aria-labelledby="theme"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'auto', label: 'As the system' },
            ]}
          />
        </div>
      </section>
      <Password username={session.username} />
      <section className={css.section}>
        <h2>About</h2>
        <p className="dim">
          Server {session.server}, SDK {session.sdk}. The API is described at{' '}
          <a className="link" href="/api/openapi.json" target="_blank" rel="noreferrer">
            /api/openapi.json
          </a>
          .
        </p>
      </section>
    </>
  )
}

function Password({ username }: { username: string }) {
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const change = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.POST('/api/me/password', { body: { old, new: fresh } }),
    onSuccess: () => {
      setOld('')
      setFresh('')
      say('The password is changed. Other sessions of yours have ended.')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <section className={css.section}>
      <h2>Password</h2>
      <form className={`stack ${css.narrow}`} onSubmit={submit}>
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="10 characters or more"
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={10}
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
        />
        {change.error ? (
          <Alert color="red" role="alert" p="sm">
            {change.error.message}
          </Alert>
        ) : null}
        <div>
          <Button type="submit" loading={change.isPending}>
            Change the password
          </Button>
        </div>
      </form>
    </section>
  )
}
