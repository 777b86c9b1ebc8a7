import { ActionIcon, Button, CloseButton, Progress, TagsInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { api } from '~/api/client'
import { bytes, many } from '~/ui/format'
import { LongList } from '~/ui/LongList'
import { say } from '~/ui/toast'
import { allTagsQuery } from '../queries'
import { type Item, uploads } from './store'
import css from './UploadPanel.module.css'

const finished = (item: Item) => item.state === 'created' || item.state === 'known' || item.state === 'refused'

/** How the uploads of this page go: the whole, and each file. */
export function UploadPanel() {
  const { items, running } = useSyncExternalStore(uploads.watch, uploads.all)
  const [open, setOpen] = useState(true)
  if (items.length === 0) return null
  const size = items.reduce((sum, item) => sum + item.file.size, 0)
  const done = items.reduce((sum, item) => sum + sentOf(item), 0)
  const refused = items.filter((item) => item.state === 'refused').length
  const ready = items.filter(finished).length
  const title = running ? `Uploading ${ready.toLocaleString('en')} of ${many(items.length, 'file')}` : summary(items)
  return (
    <section className={css.panel} aria-label="Uploads">
      <header className={css.head}>
        <div className="grow">
          <div role="status" className="ellipsis">
            {title}
          </div>
          {running ? (
            <div className="small dim">
              {bytes(done)} of {bytes(size)}
            </div>
          ) : null}
        </div>
        {refused > 0 && !running ? (
          <Button variant="default" onClick={() => uploads.again()}>
            Try again
          </Button>
        ) : null}
        <ActionIcon aria-label={open ? 'Fold the list' : 'Unfold the list'} onClick={() => setOpen(!open)}>
          {open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
        </ActionIcon>
        <CloseButton
          size="sm"
          aria-label={running ? 'Stop the uploads' : 'Close the uploads'}
          onClick={() => uploads.clear()}
        />
      </header>
      <Progress
        value={size === 0 ? 100 : (100 * done) / size}
        size={3}
        radius={0}
        color={running ? 'teal' : refused > 0 ? 'yellow' : 'green'}
        aria-label="Progress of all uploads"
      />
      {open ? (
        <>
          <div className={css.list}>
            <LongList
              label="Files"
              count={items.length}
              rowHeight={34}
              listKey="uploads"
              onNeed={() => {}}
              row={(index) => <Row item={items[index]} />}
            />
          </div>
          {running ? null : <TagThem items={items} />}
        </>
      ) : null}
    </section>
  )
}

function sentOf(item: Item): number {
  if (finished(item) || item.state === 'registering') return item.file.size
  return item.state === 'sending' ? Math.min(item.done, item.file.size) : 0
}

function summary(items: readonly Item[]): string {
  const of = (state: Item['state']) => items.filter((item) => item.state === state).length
  const parts = [
    of('created') ? `${of('created').toLocaleString('en')} new` : '',
    of('known') ? `${of('known').toLocaleString('en')} known` : '',
    of('refused') ? `${of('refused').toLocaleString('en')} refused` : '',
  ]
  return parts.filter(Boolean).join(', ') || 'Stopped'
}

const words = {
  waiting: 'waiting',
  hashing: 'reading',
  sending: 'sending',
  registering: 'registering',
  created: 'new',
  known: 'was here',
  refused: 'refused',
} as const satisfies Record<Item['state'], string>

function Row({ item }: { item: Item | undefined }) {
  if (!item) return null
  const share = item.file.size === 0 ? 0 : Math.round((100 * item.done) / item.file.size)
  return (
    <>
      <span className={css.name} role="cell" title={item.name}>
        {item.name}
      </span>
      <span className={css.state} role="cell" data-state={item.state} title={item.reason}>
        {item.state === 'refused' ? (item.reason ?? words.refused) : words[item.state]}
        {item.state === 'sending' ? ` ${share} %` : ''}
      </span>
    </>
  )
}

function TagThem({ items }: { items: readonly Item[] }) {
  const [tags, setTags] = useState<string[]>([])
  const known = useQuery(allTagsQuery).data ?? []
  const queryClient = useQueryClient()
  const ids = [...new Set(items.flatMap((item) => item.picture ?? []))]
  const apply = useMutation({
    mutationFn: async () => {
      for (let from = 0; from < ids.length; from += 10_000) {
        const pictures = ids.slice(from, from + 10_000)
        await api.POST('/api/pictures/tags', { body: { pictures, add: tags, remove: [] } })
      }
    },
    onSuccess: () => {
      say(`${many(ids.length, 'picture')} tagged: ${tags.join(', ')}.`)
      setTags([])
      void queryClient.invalidateQueries({ queryKey: ['tags'] })
      return queryClient.invalidateQueries({ queryKey: ['pictures'] })
    },
  })
  if (ids.length === 0) return null
  return (
    <form
      className={css.tags}
      onSubmit={(event) => {
        event.preventDefault()
        apply.mutate()
      }}
    >
      <TagsInput
        size="xs"
        className="grow"
        aria-label="Tags for these pictures"
        placeholder={tags.length === 0 ? 'Tag these pictures' : ''}
        data={known.map((tag) => tag.name)}
        limit={30}
        acceptValueOnBlur
        value={tags}
        onChange={setTags}
      />
      <Button type="submit" disabled={tags.length === 0} loading={apply.isPending}>
        Tag
      </Button>
    </form>
  )
}
