import { Button, Select, Table } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '~/api/client'
import { CopyButton } from '~/ui/Copy'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { type Invitation, invitationsQuery, type Role, roles } from './queries'
import css from './Settings.module.css'

/** Invitations by link: make one, copy it once, revoke it. */
export function Invitations({ owner }: { owner: boolean }) {
  const invitations = useSuspenseQuery(invitationsQuery).data
  const queryClient = useQueryClient()
  const [role, setRole] = useState<Role>('member')
  const [days, setDays] = useState('7')
  const invite = useMutation({
    mutationFn: () => take(api.POST('/api/organization/invitations', { body: { role, days: Number(days) } })),
    onSuccess: () => queryClient.invalidateQueries(invitationsQuery),
  })
  const open = invitations.filter((one) => !one.accepted_by && new Date(one.expires_at) > new Date())
  return (
    <section className={css.section}>
      <h2>Invite</h2>
      <p className="dim">Whoever opens the link joins with this role, once, with an account they have or make.</p>
      <div className={css.form}>
        <Select
          label="Role"
          data={roles.filter((one) => one !== 'owner' || owner)}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(value as Role)}
        />
        <Select
          label="Good for"
          data={['1', '7', '30', '90'].map((value) => ({ value, label: value === '1' ? '1 day' : `${value} days` }))}
          value={days}
          allowDeselect={false}
          onChange={(value) => setDays(value ?? '7')}
        />
        <Button size="sm" loading={invite.isPending} onClick={() => invite.mutate()}>
          Make a link
        </Button>
      </div>
      {invite.data?.secret ? <Link secret={invite.data.secret} /> : null}
      {open.length > 0 ? <Open invitations={open} /> : null}
    </section>
  )
}

function Link({ secret }: { secret: string }) {
  const address = `${location.origin}/invitation/${secret}`
  return (
    <div className={css.fresh} role="status">
      <p>
        <b>Copy the link now</b> and send it. It is shown this once.
      </p>
      <div className={css.secret}>
        <code className="mono break grow" data-testid="invitation">
          {address}
        </code>
        <CopyButton text={address} label="Copy the link" />
      </div>
    </div>
  )
}

function Open({ invitations }: { invitations: Invitation[] }) {
  const queryClient = useQueryClient()
  const revoke = useMutation({
    mutationFn: (one: Invitation) =>
      api.DELETE('/api/organization/invitations/{invitation_id}', { params: { path: { invitation_id: one.id } } }),
    onSuccess: () => {
      say('The invitation is revoked.')
      return queryClient.invalidateQueries(invitationsQuery)
    },
  })
  return (
    <div className={css.scroll}>
      <Table verticalSpacing={6} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Open invitation</Table.Th>
            <Table.Th>Made</Table.Th>
            <Table.Th>Expires</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invitations.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>as {one.role}</Table.Td>
              <Table.Td>
                <Time at={one.created_at} />
              </Table.Td>
              <Table.Td>
                <Time at={one.expires_at} />
              </Table.Td>
              <Table.Td align="right">
                <Button
                  variant="default"
                  aria-label={`Revoke the invitation as ${one.role}`}
                  onClick={() => revoke.mutate(one)}
                >
                  Revoke
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
