import { Button, FileButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ImageUp } from 'lucide-react'
import { api, take } from '~/api/client'
import { bring } from '~/features/files/bring'
import { InPlace } from '~/ui/InPlace'
import { say } from '~/ui/toast'
import { homeOf } from './files'
import type { Network } from './queries'
import type { Changes } from './useChange'

/** Name and picture of a model; and away with it. */
export function Settings({ network, onChange }: { network: Network; onChange: (body: Changes) => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const path = { params: { path: { network_id: network.model_id } } }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['networks'] })
  const picture = useMutation({
    mutationFn: async (file: File) =>
      take(
        api.PUT('/api/networks/{network_id}/thumbnail', { ...path, body: await bring(homeOf(network.model_id), file) }),
      ),
    onSuccess: () => {
      say('The picture is set.')
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/networks/{network_id}', path),
    onSuccess: async () => {
      await navigate({ to: '/models' })
      const back = () => take(api.POST('/api/networks/{network_id}/restore', { ...path, body: {} }))
      say(`${network.network_name} is in the trash.`, { undo: () => back().then(refresh) })
      return refresh()
    },
  })
  return (
    <div className="stack">
      <section className="stack">
        <h2>Name</h2>
        <InPlace label="Name" value={network.network_name} onSave={(network_name) => onChange({ network_name })} />
      </section>
      <section className="stack">
        <h2>Picture</h2>
        <div>
          <FileButton accept="image/*" onChange={(file) => file && picture.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<ImageUp size={14} />} loading={picture.isPending}>
                Choose a picture
              </Button>
            )}
          </FileButton>
        </div>
      </section>
      <section className="stack">
        <h2>Delete</h2>
        <p className="dim">It goes to the trash with its files, and can be restored from there.</p>
        <div>
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete the model
          </Button>
        </div>
      </section>
    </div>
  )
}
