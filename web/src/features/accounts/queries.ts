/** Who is signed in, and what belongs to accounts: queries are values, pages load them. */
import { queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'

export type Role = Schemas['Role']
export type Welcome = Schemas['Welcome']
export type Organization = Schemas['Organization']
export type Member = Schemas['Member']
export type Token = Schemas['Token']
export type Invitation = Schemas['Invitation']
export type Event = Schemas['Event']

export const roles = ['viewer', 'annotator', 'member', 'admin', 'owner'] as const satisfies readonly Role[]

export const roleMeaning = {
  viewer: 'sees and downloads',
  annotator: 'also annotates and reviews',
  member: 'also changes pictures, datasets, experiments and models',
  admin: 'also manages members, tokens, jobs and the trash',
  owner: 'also names owners and may delete the organization',
} as const satisfies Record<Role, string>

/** Whether a role allows what `needed` allows. */
export function covers(role: Role | null | undefined, needed: Role): boolean {
  return role ? roles.indexOf(role) >= roles.indexOf(needed) : false
}

const sessionMeta = () => document.querySelector<HTMLMetaElement>('meta[name=picsellia-session]')

/** Whether this page came without a session: then nobody need ask who is signed in. */
export function surelySignedOut(): boolean {
  return sessionMeta()?.content === 'no'
}

/** From now on somebody is signed in, whatever the page was told when it came. */
export function nowSignedIn(): void {
  const meta = sessionMeta()
  if (meta) meta.content = 'yes'
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => take(api.GET('/api/ping')),
  staleTime: 60_000,
})

export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: () => take(api.GET('/api/organizations')),
  staleTime: 60_000,
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: () => take(api.GET('/api/tokens')),
})

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: () => take(api.GET('/api/organization/members')),
})

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: () => take(api.GET('/api/organization/invitations')),
})
