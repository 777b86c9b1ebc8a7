import { Button, Select, Table, TextInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, organizationParameter, take } from '~/api/client'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { Invitations } from './Invitations'
import { type Member, membersQuery, organizationsQuery, type Role, roleMeaning, roles } from './queries'
import css from './Settings.module.css'
import { useMay, useSession } from './useSession'

export function OrganizationPage() {
  const { organization } = useSession()
  const admin = useMay('admin')
  const owner = useMay('owner')
  return (
    <>
      <section className={css.section}>
        <h2 className="break">{organization.name}</h2>
        <p className="dim">
          {organization.personal ? 'Your personal organization' : 'An organization'}, founded{' '}
          <Time at={organization.created_at} />. Your role here is {organization.role}:{' '}
          {organization.role ? roleMeaning[organization.role] : ''}.
        </p>
        {owner && !organization.personal ? <Rename name={organization.name} /> : null}
      </section>
      <Members admin={admin} owner={owner} />
      {admin ? <Invitations owner={owner} /> : null}
      <Found />
      {owner && !organization.personal ? <Delete name={organization.name} /> : null}
    </>
  )
}

function Rename({ name }: { name: string }) {
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState(name)
  const rename = useMutation({
    mutationFn: () => take(api.PATCH('/api/organization', { body: { name: typed } })),
    onSuccess: (renamed) => {
      queryClient.clear()
      const parameter = organizationParameter(renamed)
      location.assign(`/settings/organization${parameter ? `?org=${encodeURIComponent(parameter)}` : ''}`)
    },
  })
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        rename.mutate()
      }}
    >
      <TextInput label="Name" maxLength={120} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      <Button
        type="submit"
        size="sm"
        variant="default"
        disabled={typed === name || !typed.trim()}
        loading={rename.isPending}
      >
        Rename
      </Button>
    </form>
  )
}

function Members({ admin, owner }: { admin: boolean; owner: boolean }) {
  const members = useSuspenseQuery(membersQuery).data
  const { username } = useSession()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['members'] })
  const path = (member: Member) => ({ params: { path: { username: member.username } } })
  const change = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) =>
      api.PUT('/api/organization/members/{username}', { ...path(member), body: { role } }),
    onSuccess: (_, { member, role }) => {
      say(`${member.username} is now ${role}.`, {
        undo: async () => {
          await api.PUT('/api/organization/members/{username}', { ...path(member), body: { role: member.role } })
          await refresh()
        },
      })
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (member: Member) => api.DELETE('/api/organization/members/{username}', path(member)),
    onSuccess: (_, member) => {
      say(`${member.username} is no longer a member.`, {
        undo: async () => {
          await api.PUT('/api/organization/members/{username}', { ...path(member), body: { role: member.role } })
          await refresh()
        },
      })
      return refresh()
    },
  })
  const choices = roles.filter((role) => role !== 'owner' || owner)
  return (
    <section className={css.section}>
      <h2>Members</h2>
      <div className={css.scroll}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>Since</Table.Th>
              <Table.Th aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map((member) => {
              const mine = admin && (owner || member.role !== 'owner')
              return (
                <Table.Tr key={member.username}>
                  <Table.Td className="break">
                    {member.username}
                    {member.username === username ? <span className="dim"> · you</span> : null}
                  </Table.Td>
                  <Table.Td>
                    {mine && members.length > 1 ? (
                      <Select
                        aria-label={`Role of ${member.username}`}
                        data={choices}
                        value={member.role}
                        allowDeselect={false}
                        w={130}
                        size="xs"
                        onChange={(role) => change.mutate({ member, role: role as Role })}
                      />
                    ) : (
                      member.role
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Time at={member.since} />
                  </Table.Td>
                  <Table.Td align="right">
                    {mine && members.length > 1 ? (
                      <Button
                        variant="default"
                        aria-label={`Remove ${member.username}`}
                        onClick={() => remove.mutate(member)}
                      >
                        Remove
                      </Button>
                    ) : null}
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </div>
      <p className="small dim">{roles.map((role) => `${role}: ${roleMeaning[role]}`).join(' · ')}</p>
    </section>
  )
}

function Found() {
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const found = useMutation({
    mutationFn: () => take(api.POST('/api/organizations', { body: { name } })),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries(organizationsQuery)
      const parameter = organizationParameter(made)
      location.assign(`/settings/organization?org=${encodeURIComponent(parameter ?? '')}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    found.mutate()
  }
  return (
    <section className={css.section}>
      <h2>New organization</h2>
      <p className="dim">For a team: its members share pictures, datasets, experiments and models.</p>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default" loading={found.isPending}>
          Create
        </Button>
      </form>
    </section>
  )
}

function Delete({ name }: { name: string }) {
  const [typed, setTyped] = useState('')
  const remove = useMutation({
    mutationFn: () => api.POST('/api/organization/delete', { body: { confirm: typed } }),
    onSuccess: () => location.assign('/'),
  })
  return (
    <section className={css.section}>
      <h2>Delete this organization</h2>
      <div className={`${css.danger} stack`}>
        <p>
          All its pictures, datasets, experiments and models go with it, for all members. This cannot be undone. Type{' '}
          <b className="break">{name}</b> to say that you mean it.
        </p>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault()
            remove.mutate()
          }}
        >
          <TextInput
            aria-label="Name of the organization"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" color="red" disabled={typed !== name} loading={remove.isPending}>
            Delete for good
          </Button>
        </form>
      </div>
    </section>
  )
}
