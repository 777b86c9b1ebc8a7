import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, take } from '~/api/client'
import { say } from '~/ui/toast'
import type { Network } from './queries'

export type Changes = Record<string, unknown>

/** Change attributes of a model, with undo. */
export function useChange(network: Network) {
  const queryClient = useQueryClient()
  const path = { params: { path: { network_id: network.model_id } } }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['networks'] })
  return useMutation({
    mutationFn: (body: Changes) => take(api.PATCH('/api/networks/{network_id}', { ...path, body })),
    onSuccess: (_, body) => {
      const before = Object.fromEntries(Object.keys(body).map((name) => [name, (network as unknown as Changes)[name]]))
      say('Saved.', {
        undo: () => take(api.PATCH('/api/networks/{network_id}', { ...path, body: before })).then(refresh),
      })
      return refresh()
    },
  })
}
