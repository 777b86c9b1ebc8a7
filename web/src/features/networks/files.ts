import { api, take } from '~/api/client'
import type { FileHome } from '~/features/files/bring'

/** The files of a network, as the list of files works with them. */
export function homeOf(id: string): FileHome {
  const path = { params: { path: { network_id: id } } }
  return {
    plan: async (files) =>
      (await take(api.POST('/api/networks/{network_id}/files/plan', { ...path, body: { files } }))).items,
    store: (files) => take(api.POST('/api/networks/{network_id}/files', { ...path, body: { files } })),
    remove: (name) =>
      api.DELETE('/api/networks/{network_id}/files/{name}', { params: { path: { network_id: id, name } } }),
    stale: ['networks'],
  }
}
