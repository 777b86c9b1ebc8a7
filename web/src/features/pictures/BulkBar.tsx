import { Button, CloseButton, TagsInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, FolderPlus, Tag, TagsIcon, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useMay } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { many, count as written } from '~/ui/format'
import { many as howMany } from '~/ui/grid/selection'
import { Modal } from '~/ui/Modal'
import { say } from '~/ui/toast'
import { type Chosen, chosenIds, retag } from './chosen'
import { DatasetDialog } from './DatasetDialog'
import { download } from './download'
import css from './Lake.module.css'
import { allTagsQuery } from './queries'
import { trash } from './trash'

interface Props {
  chosen: Chosen
  onClear: () => void
}

type Dialog = 'tag' | 'untag' | 'dataset'

/** What can be done with the selection: raised while there is one. */
export function BulkBar({ chosen, onClear }: Props) {
  const total = howMany(chosen.selection, chosen.matching)
  const may = useMay('member')
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [progress, setProgress] = useState(0)
  const refresh = () => {
    queryClient.invalidateQueries({ queryKey: ['tags'] })
    return queryClient.invalidateQueries({ queryKey: ['pictures'] })
  }
  const fetching = useMutation({
    mutationFn: async () => {
      setProgress(0)
      await download(await chosenIds(chosen), setProgress)
    },
    onSuccess: () => say(`${many(total, 'picture')} downloaded.`),
  })
  const deleting = useMutation({
    mutationFn: () => trash(chosen),
    onSuccess: ({ trashed, restore, text }) => {
      onClear()
      say(`${many(trashed, 'picture')} in the trash.${text}`, { undo: () => restore().then(refresh) })
      return refresh()
    },
  })
  const offered = total > 0
  useActions(
    [
      { id: 'bulk-tag', name: 'Tag the selection', group: 'Selection', keys: 't', run: () => setDialog('tag') },
      {
        id: 'bulk-untag',
        name: 'Untag the selection',
        group: 'Selection',
        keys: 'Shift+t',
        run: () => setDialog('untag'),
      },
      {
        id: 'bulk-dataset',
        name: 'Add the selection to a dataset',
        group: 'Selection',
        keys: 'd',
        run: () => setDialog('dataset'),
      },
      {
        id: 'bulk-delete',
        name: 'Delete the selection',
        group: 'Selection',
        keys: 'Del',
        run: () => deleting.mutate(),
      },
    ].map((action) => ({ ...action, disabled: !offered || !may })),
  )
  if (!offered) return null
  return (
    <>
      <div className={css.bulk} role="toolbar" aria-label="Selection">
        <span className={css.many} role="status">
          {total.toLocaleString('en')} selected
        </span>
        {may ? (
          <>
            <Button variant="subtle" leftSection={<Tag size={14} />} onClick={() => setDialog('tag')}>
              Tag
            </Button>
            <Button variant="subtle" leftSection={<TagsIcon size={14} />} onClick={() => setDialog('untag')}>
              Untag
            </Button>
            <Button variant="subtle" leftSection={<FolderPlus size={14} />} onClick={() => setDialog('dataset')}>
              Add to dataset
            </Button>
          </>
        ) : null}
        <Button
          variant="subtle"
          leftSection={<Download size={14} />}
          disabled={fetching.isPending}
          onClick={() => fetching.mutate()}
        >
          {fetching.isPending ? `${progress} of ${total}` : 'Download'}
        </Button>
        {may ? (
          <Button
            variant="subtle"
            leftSection={<Trash2 size={14} />}
            disabled={deleting.isPending}
            onClick={() => deleting.mutate()}
          >
            Delete
          </Button>
        ) : null}
        <CloseButton size="sm" aria-label="Clear the selection" onClick={onClear} />
      </div>
      {dialog === 'tag' || dialog === 'untag' ? (
        <TagDialog
          kind={dialog === 'tag' ? 'add' : 'remove'}
          chosen={chosen}
          total={total}
          onClose={() => setDialog(null)}
          onDone={refresh}
        />
      ) : null}
      {dialog === 'dataset' ? (
        <DatasetDialog chosen={chosen} total={total} onClose={() => setDialog(null)} onDone={onClear} />
      ) : null}
    </>
  )
}

interface TagProps {
  kind: 'add' | 'remove'
  chosen: Chosen
  total: number
  onClose: () => void
  onDone: () => Promise<void>
}

function TagDialog({ kind, chosen, total, onClose, onDone }: TagProps) {
  const known = useQuery(allTagsQuery).data ?? []
  const [tags, setTags] = useState<string[]>([])
  const [suggesting, setSuggesting] = useState(false)
  const verb = kind === 'add' ? 'Tag' : 'Untag'
  const [done, setDone] = useState(0)
  const apply = useMutation({
    mutationFn: () => retag(chosen, tags, kind, setDone),
    onSuccess: (back) => {
      const undo = () => back().then(onDone)
      say(`${many(total, 'picture')} ${kind === 'add' ? 'tagged' : 'untagged'}: ${tags.join(', ')}.`, { undo })
      onClose()
      return onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (tags.length > 0) apply.mutate()
  }
  return (
    <Modal title={`${verb} ${many(total, 'picture')}`} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TagsInput
          label="Tags"
          data-autofocus
          placeholder={tags.length === 0 ? 'Type, Enter takes it' : ''}
          data={known.map((tag) => tag.name)}
          limit={50}
          maxTags={20}
          acceptValueOnBlur
          splitChars={[',']}
          dropdownOpened={suggesting}
          onDropdownOpen={() => setSuggesting(true)}
          onDropdownClose={() => setSuggesting(false)}
          value={tags}
          onChange={(next) => {
            setTags(next)
            setSuggesting(false) // the list would lie over the button that is pressed next
          }}
        />
        <div className="row">
          <Button type="submit" disabled={tags.length === 0} loading={apply.isPending && done === 0}>
            {apply.isPending && done > 0 ? `${written(done)} of ${written(total)}` : verb}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
