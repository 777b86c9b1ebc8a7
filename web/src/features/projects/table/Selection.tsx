import { Button, CloseButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChartLine, Trash2 } from 'lucide-react'
import { api } from '~/api/client'
import lake from '~/features/pictures/Lake.module.css'
import { useActions } from '~/ui/actions'
import { many } from '~/ui/format'
import { say } from '~/ui/toast'

interface Props {
  chosen: ReadonlySet<string>
  may: boolean
  onClear: () => void
  onCompare: () => void
}

/** What can be done with the chosen experiments. */
export function Selection({ chosen, may, onClear, onCompare }: Props) {
  const queryClient = useQueryClient()
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['experiments'] })
    await queryClient.invalidateQueries({ queryKey: ['projects'] })
  }
  const each = (id: string) => ({ params: { path: { experiment_id: id } } })
  const remove = useMutation({
    mutationFn: async () => {
      const ids = [...chosen]
      for (const id of ids) await api.DELETE('/api/experiments/{experiment_id}', each(id))
      return ids
    },
    onSuccess: async (ids) => {
      say(`${many(ids.length, 'experiment')} in the trash.`, {
        undo: async () => {
          for (const id of ids) await api.POST('/api/experiments/{experiment_id}/restore', { ...each(id), body: {} })
          await refresh()
        },
      })
      onClear()
      await refresh()
    },
  })
  const some = chosen.size > 0
  useActions([
    {
      id: 'compare',
      name: 'Compare the selection',
      group: 'Selection',
      keys: 'c',
      run: onCompare,
      disabled: chosen.size < 2,
    },
    { id: 'unchoose', name: 'Clear the selection', group: 'Selection', keys: 'Esc', run: onClear, disabled: !some },
  ])
  if (!some) return null
  return (
    <div className={lake.bulk} role="toolbar" aria-label="Selection">
      <span className={lake.many} role="status">
        {chosen.size} selected
      </span>
      <Button variant="subtle" leftSection={<ChartLine size={14} />} disabled={chosen.size < 2} onClick={onCompare}>
        Compare
      </Button>
      {may ? (
        <Button
          variant="subtle"
          leftSection={<Trash2 size={14} />}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Delete
        </Button>
      ) : null}
      <CloseButton size="sm" aria-label="Clear the selection" onClick={onClear} />
    </div>
  )
}
