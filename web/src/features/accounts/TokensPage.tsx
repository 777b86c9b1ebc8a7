import { Badge, Button, Checkbox, Select, Table, TextInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, type Schemas, take } from '~/api/client'
import { CopyButton, Snippet } from '~/ui/Copy'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { type Token, tokensQuery } from './queries'
import css from './Settings.module.css'
import { useSession } from './useSession'

const lifetimes = [
  { value: '0', label: 'Does not expire' },
  { value: '7', label: 'For 7 days' },
  { value: '30', label: 'For 30 days' },
  { value: '90', label: 'For 90 days' },
  { value: '365', label: 'For a year' },
]

export function TokensPage() {
  const tokens = useSuspenseQuery(tokensQuery).data
  const [fresh, setFresh] = useState<Schemas['NewToken'] | null>(null)
  return (
    <>
      <section className={css.section}>
        <h2>New token</h2>
        <p className="dim">The SDK and scripts sign in with a token. It can do what you can do.</p>
        <NewToken onMade={setFresh} />
        {fresh ? <Fresh made={fresh} /> : null}
      </section>
      <section className={css.section}>
        <h2>Your tokens</h2>
        {tokens.length === 0 ? (
          <p className="dim">None yet. Make one above and give it to the SDK.</p>
        ) : (
          <TokenTable tokens={tokens} />
        )}
      </section>
    </>
  )
}

function NewToken({ onMade }: { onMade: (made: Schemas['NewToken']) => void }) {
  const { organization } = useSession()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [bound, setBound] = useState(false)
  const [days, setDays] = useState('0')
  const make = useMutation({
    mutationFn: () => {
      const until = days === '0' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString()
      return take(api.POST('/api/tokens', { body: { name, organization: bound, expires_at: until } }))
    },
    onSuccess: (made) => {
      setName('')
      onMade(made)
      return queryClient.invalidateQueries(tokensQuery)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <div className={css.form}>
        <TextInput
          label="Name"
          placeholder="laptop, training machine …"
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Lasts"
          data={lifetimes}
          value={days}
          allowDeselect={false}
          onChange={(value) => setDays(value ?? '0')}
        />
        <Button type="submit" size="sm" loading={make.isPending}>
          Make token
        </Button>
      </div>
      {organization.personal ? null : (
        <Checkbox
          size="sm"
          label={`Only for ${organization.name}; its admins see it and can revoke it`}
          checked={bound}
          onChange={(event) => setBound(event.currentTarget.checked)}
        />
      )}
    </form>
  )
}

function Fresh({ made }: { made: Schemas['NewToken'] }) {
  const code = `from picsellia.client import Client\n\nclt = Client(api_token="${made.secret}", host="${location.origin}")`
  return (
    <div className={css.fresh} role="status">
      <p>
        <b>Copy it now.</b> The token is shown this once; the server keeps only a hash of it.
      </p>
      <div className={css.secret}>
        <code className="mono break grow" data-testid="secret">
          {made.secret}
        </code>
        <CopyButton text={made.secret} label="Copy the token" />
      </div>
      <Snippet code={code} label="In Python" />
    </div>
  )
}

function state(token: Token): 'revoked' | 'expired' | undefined {
  if (token.revoked_at) return 'revoked'
  return token.expires_at && new Date(token.expires_at) < new Date() ? 'expired' : undefined
}

function TokenTable({ tokens }: { tokens: Token[] }) {
  const queryClient = useQueryClient()
  const revoke = useMutation({
    mutationFn: (token: Token) => api.DELETE('/api/tokens/{token_id}', { params: { path: { token_id: token.id } } }),
    onSuccess: (_, token) => {
      say(`The token ${token.name} is revoked.`)
      return queryClient.invalidateQueries(tokensQuery)
    },
  })
  return (
    <div className={css.scroll}>
      <Table verticalSpacing={6} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Begins with</Table.Th>
            <Table.Th>Made</Table.Th>
            <Table.Th>Last used</Table.Th>
            <Table.Th>Expires</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td className="break">
                {token.name}
                {token.organization ? <span className="small dim"> · only {token.organization}</span> : null}
              </Table.Td>
              <Table.Td className="mono">{token.start}…</Table.Td>
              <Table.Td>
                <Time at={token.created_at} />
              </Table.Td>
              <Table.Td>
                <Time at={token.last_used_at} />
              </Table.Td>
              <Table.Td>{token.expires_at ? <Time at={token.expires_at} /> : 'never'}</Table.Td>
              <Table.Td align="right">
                {state(token) ? (
                  <Badge color="gray">{state(token)}</Badge>
                ) : (
                  <Button
                    variant="default"
                    aria-label={`Revoke ${token.name}`}
                    loading={revoke.isPending && revoke.variables?.id === token.id}
                    onClick={() => revoke.mutate(token)}
                  >
                    Revoke
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
