import { Button, Menu, Modal, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Square, SquareCheck } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { api, type Schemas } from '~/api/client'
import { useMay } from '~/features/accounts/useSession'
import { count, many } from '~/ui/format'
import { say } from '~/ui/toast'
import { Lines } from '~/ui/Waiting'
import css from './Lake.module.css'
import { facetsQuery } from './queries'
import type { LakeFilter, LakeSearch } from './search'

type TagCount = Schemas['TagCount']

/** Most tags that are drawn; the others are found by typing. */
const MOST = 100

interface Props {
  filter: LakeFilter
  onChange: (next: Partial<LakeSearch>) => void
}

/** The tags of what matches, with counts that follow the filter. */
export function Facets({ filter, onChange }: Props) {
  const facets = useQuery({ ...facetsQuery(filter), placeholderData: (before) => before })
  const may = useMay('member')
  const [typed, setTyped] = useState('')
  const [edited, setEdited] = useState<{ tag: TagCount; kind: 'rename' | 'delete' } | null>(null)
  const items = facets.data?.items ?? []
  // A chosen tag stays in sight, also when nothing that matches carries it.
  const lost = filter.tags.filter((tag) => !items.some((item) => item.name === tag))
  const all = [...lost.map((name) => ({ name, pictures: 0 })), ...items]
  const shown = all.filter((item) => item.name.toLowerCase().includes(typed.toLowerCase()))
  const toggle = (name: string) => {
    const tags = filter.tags.includes(name) ? filter.tags.filter((tag) => tag !== name) : [...filter.tags, name]
    onChange({ tag: tags.length > 0 ? tags : undefined })
  }
  if (facets.isPending) return <Lines rows={5} height={22} />
  return (
    <section aria-label="Tags">
      <h2>Tags</h2>
      {all.length > 12 ? (
        <TextInput
          size="xs"
          mt={8}
          placeholder="Find a tag"
          aria-label="Find a tag"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      {all.length === 0 ? (
        <Text size="sm" c="dimmed" mt={8}>
          No tags {filter.q ? 'on what matches' : 'yet. Select pictures and tag them.'}
        </Text>
      ) : null}
      <ul className={css.list}>
        {shown.slice(0, MOST).map((tag) => (
          <li key={tag.name} className={css.facet} data-on={filter.tags.includes(tag.name) || undefined}>
            <button
              type="button"
              className={css.facetName}
              aria-pressed={filter.tags.includes(tag.name)}
              title={tag.name}
              onClick={() => toggle(tag.name)}
            >
              {filter.tags.includes(tag.name) ? (
                <SquareCheck size={14} className={css.fixed} />
              ) : (
                <Square size={14} className={css.fixed} />
              )}
              <span className="ellipsis">{tag.name}</span>
              <span
                className={css.facetCount}
                title={facets.data?.exact ? undefined : 'Of the first 50,000 that match'}
              >
                {count(tag.pictures)}
                {facets.data?.exact ? '' : '+'}
              </span>
            </button>
            <More name={tag.name}>
              <Menu.Item onClick={() => onChange({ q: `${filter.q} -tag:"${tag.name}"`.trim() })}>
                Only pictures without it
              </Menu.Item>
              {may ? (
                <>
                  <Menu.Item onClick={() => setEdited({ tag, kind: 'rename' })}>Rename</Menu.Item>
                  <Menu.Item color="red" onClick={() => setEdited({ tag, kind: 'delete' })}>
                    Delete
                  </Menu.Item>
                </>
              ) : null}
            </More>
          </li>
        ))}
      </ul>
      {shown.length > MOST ? (
        <p className="small dim">{many(shown.length - MOST, 'more tag')}: type to find them.</p>
      ) : null}
      {edited?.kind === 'rename' ? <Rename tag={edited.tag} onClose={() => setEdited(null)} /> : null}
      {edited?.kind === 'delete' ? <Delete tag={edited.tag} onClose={() => setEdited(null)} /> : null}
    </section>
  )
}

/** What else can be done with a tag. The menu is made when it is asked for: a hundred of them are dear to draw. */
function More({ name, children }: { name: string; children: ReactNode }) {
  const [asked, setAsked] = useState(false)
  const label = `More about the tag ${name}`
  if (!asked) {
    return (
      <button
        type="button"
        className={css.facetMore}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={false}
        onClick={() => setAsked(true)}
      >
        <Ellipsis size={14} />
      </button>
    )
  }
  return (
    <Menu defaultOpened>
      <Menu.Target>
        <button type="button" className={css.facetMore} aria-label={label}>
          <Ellipsis size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}

interface EditProps {
  tag: TagCount
  onClose: () => void
}

function useRefresh() {
  const queryClient = useQueryClient()
  return () => {
    queryClient.invalidateQueries({ queryKey: ['tags'] })
    return queryClient.invalidateQueries({ queryKey: ['pictures'] })
  }
}

function Rename({ tag, onClose }: EditProps) {
  const refresh = useRefresh()
  const [name, setName] = useState(tag.name)
  const call = (from: string, to: string) =>
    api.PATCH('/api/tags/{name}', { params: { path: { name: from } }, body: { name: to } })
  const rename = useMutation({
    mutationFn: () => call(tag.name, name),
    onSuccess: () => {
      say(`The tag ${tag.name} is now ${name}.`, { undo: () => call(name, tag.name).then(refresh) })
      onClose()
      return refresh()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="Rename the tag">
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Name"
          data-autofocus
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" loading={rename.isPending} disabled={name === tag.name}>
            Rename
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** The one thing here that cannot be undone, so it is asked about. */
function Delete({ tag, onClose }: EditProps) {
  const refresh = useRefresh()
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/tags/{name}', { params: { path: { name: tag.name } } }),
    onSuccess: () => {
      say(`The tag ${tag.name} is deleted.`)
      onClose()
      return refresh()
    },
  })
  return (
    <Modal opened onClose={onClose} title="Delete the tag">
      <div className="stack">
        <p className="break">
          <b>{tag.name}</b> is taken off {many(tag.pictures, 'picture')}. The pictures stay. This cannot be undone.
        </p>
        <div className="row">
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete the tag
          </Button>
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  )
}
