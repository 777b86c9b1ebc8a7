import { Button, CloseButton, Menu } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Ellipsis, SkipForward, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '~/features/accounts/useSession'
import { DatasetDialog } from '~/features/pictures/DatasetDialog'
import lake from '~/features/pictures/Lake.module.css'
import { useActions } from '~/ui/actions'
import { many } from '~/ui/format'
import { many as howMany, type Selection } from '~/ui/grid/selection'
import { Modal } from '~/ui/Modal'
import { say } from '~/ui/toast'
import { statusWord, type Version } from './queries'
import { pickedIds, removeAnnotations, removeMembers, review, undoChanges } from './review'
import type { LookFilter, Status } from './search'

interface Props {
  version: Version
  /** A member of the version's organization. */
  mine: boolean
  selection: Selection
  filter: LookFilter
  matching: number
  anchors: readonly string[]
  onClear: () => void
}

/** What can be done with the pictures selected in a version. */
export function ReviewBar({ version, mine, selection, filter, matching, onClear }: Props) {
  const total = howMany(selection, matching)
  const annotator = useMay('annotator')
  const queryClient = useQueryClient()
  const id = version.dataset_id
  const picked = { version: id, selection, filter, matching }
  const [adding, setAdding] = useState<Selection | null>(null)
  const [removing, setRemoving] = useState(false)
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['looks', id] })
    await queryClient.invalidateQueries({ queryKey: ['datasets'] })
  }
  const judge = useMutation({
    mutationFn: (status: Status) => review(picked, status),
    onSuccess: async (done, status) => {
      const written = done.reduce((sum, one) => sum + (one.written ?? 0), 0)
      const changes = done.map((one) => one.change)
      const left = total - written
      const rest = left > 0 ? ` ${many(left, 'other')} had no annotation, or the status already.` : ''
      const undo = async () => {
        await undoChanges(id, changes)
        await refresh()
      }
      say(`${many(written, 'picture')} ${statusWord[status]}.${rest}`, written > 0 ? { undo } : {})
      onClear()
      await refresh()
    },
  })
  const strip = useMutation({
    mutationFn: () => removeAnnotations(picked),
    onSuccess: async (done) => {
      const deleted = done.reduce((sum, one) => sum + (one.deleted ?? 0), 0)
      say(`The annotations of ${many(deleted, 'picture')} are removed.`, {
        undo: async () => {
          await undoChanges(
            id,
            done.map((one) => one.change),
          )
          await refresh()
        },
      })
      onClear()
      await refresh()
    },
  })
  const offered = total > 0
  const actions: [Status, string, string][] = [
    ['accepted', 'Accept', 'a'],
    ['refused', 'Refuse', 'r'],
    ['skipped', 'Skip', 's'],
    ['pending', 'Set back to review', 'b'],
  ]
  useActions(
    actions.map(([status, name, keys]) => ({
      id: `review-${status}`,
      name: `${name} the selection`,
      group: 'Selection',
      keys,
      run: () => judge.mutate(status),
      disabled: !offered || !annotator,
    })),
  )
  if (!offered && !adding && !removing) return null
  return (
    <>
      <div className={lake.bulk} role="toolbar" aria-label="Selection">
        <span className={lake.many} role="status">
          {total.toLocaleString('en')} selected
        </span>
        {annotator ? (
          <>
            <Button variant="subtle" leftSection={<Check size={14} />} onClick={() => judge.mutate('accepted')}>
              Accept
            </Button>
            <Button variant="subtle" leftSection={<X size={14} />} onClick={() => judge.mutate('refused')}>
              Refuse
            </Button>
            <Button variant="subtle" leftSection={<SkipForward size={14} />} onClick={() => judge.mutate('skipped')}>
              Skip
            </Button>
          </>
        ) : null}
        <Menu position="top-end">
          <Menu.Target>
            <Button variant="subtle" leftSection={<Ellipsis size={14} />}>
              More
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {annotator ? (
              <Menu.Item leftSection={<Undo2 size={14} />} onClick={() => judge.mutate('pending')}>
                Set back to review
              </Menu.Item>
            ) : null}
            {annotator ? <Menu.Item onClick={() => strip.mutate()}>Remove the annotations</Menu.Item> : null}
            <Menu.Item onClick={async () => setAdding({ all: false, ids: new Set(await pickedIds(picked)) })}>
              Add to another dataset
            </Menu.Item>
            {mine ? (
              <Menu.Item color="red" onClick={() => setRemoving(true)}>
                Take out of this version
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
        <CloseButton size="sm" aria-label="Clear the selection" onClick={onClear} />
      </div>
      {adding ? (
        <DatasetDialog
          chosen={{
            selection: adding,
            filter: { q: '', tags: [], order: 'created' },
            anchors: [],
            matching: adding.ids.size,
          }}
          total={adding.ids.size}
          onClose={() => setAdding(null)}
          onDone={onClear}
        />
      ) : null}
      {removing ? (
        <TakeOut
          total={total}
          version={version}
          run={() => removeMembers(picked)}
          onClose={() => setRemoving(false)}
          onDone={async () => {
            onClear()
            await refresh()
          }}
        />
      ) : null}
    </>
  )
}

interface TakeOutProps {
  total: number
  version: Version
  run: () => Promise<{ removed: number }>
  onClose: () => void
  onDone: () => Promise<void>
}

/** Their annotations go with them and do not come back with the pictures, so it is asked about. */
function TakeOut({ total, version, run, onClose, onDone }: TakeOutProps) {
  const take = useMutation({
    mutationFn: run,
    onSuccess: async ({ removed }) => {
      say(`${many(removed, 'picture')} taken out of ${version.dataset_name}/${version.version}.`)
      onClose()
      await onDone()
    },
  })
  return (
    <Modal title={`Take ${many(total, 'picture')} out of this version`} onClose={onClose}>
      <div className="stack">
        <p>Their annotations in this version are deleted with it. The pictures stay in the lake.</p>
        <div className="row">
          <Button color="red" loading={take.isPending} onClick={() => take.mutate()}>
            Take them out
          </Button>
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  )
}
