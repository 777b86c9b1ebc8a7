/**
 * The one way to the server: typed by its OpenAPI document, in the organization that the address names.
 *
 * Every answer that is not a success is thrown as an `ApiError`.
 */
import createClient, { type Middleware } from 'openapi-fetch'
import { ApiError, problemOf, unreachable } from './problem'
import type { components, paths } from './schema.gen'

export type Schemas = components['schemas']

/** The organization of this tab: the address holds it, so that a pasted link shows the same thing. */
export function currentOrganization(): string | undefined {
  return new URLSearchParams(location.search).get('org') ?? undefined
}

/** How the address names an organization: by its name where a header can carry it, else by its id. */
export function organizationParameter(organization: {
  id: string
  name: string
  personal: boolean
}): string | undefined {
  if (organization.personal) return undefined
  return /^[ -~]+$/.test(organization.name) ? organization.name : organization.id
}

/** 128 random bits in hex. `crypto.randomUUID` is missing on pages without TLS. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const signedOutListeners = new Set<() => void>()

/** Call `listener` whenever the server says that nobody is signed in. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

const middleware: Middleware = {
  onRequest({ request }) {
    const organization = currentOrganization()
    if (organization) request.headers.set('X-Picsellia-Organization', organization)
    if (request.method !== 'GET') request.headers.set('Idempotency-Key', randomKey())
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return undefined
    const error = await problemOf(response)
    if (error.code === 'accounts.not_signed_in') for (const listener of signedOutListeners) listener()
    throw error
  },
  onError({ error }) {
    return error instanceof ApiError || (error instanceof DOMException && error.name === 'AbortError')
      ? error
      : unreachable()
  },
}

export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })
api.use(middleware)

/** The body of a successful answer. */
export async function take<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  return (await answer).data as NonNullable<T>
}

/** A signed address as this page can reach it: the server's own public name may differ from the one in the address bar. */
export function reachable(url: string): string {
  const own = document.querySelector<HTMLMetaElement>('meta[name=picsellia-origin]')?.content
  return own && url.startsWith(`${own}/`) ? `${location.origin}${url.slice(own.length)}` : url
}
