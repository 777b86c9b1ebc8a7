import { Skeleton, TagsInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '~/api/client'
import { useMay } from '~/features/accounts/useSession'
import { statusWord } from '~/features/datasets/queries'
import { CopyButton } from '~/ui/Copy'
import { bytes, count, many } from '~/ui/format'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import css from './Picture.module.css'
import { allTagsQuery, exifQuery, holdersQuery, type Picture } from './queries'

/** What is known of a picture, beside it. */
export function PictureFacts({ picture }: { picture: Picture }) {
  return (
    <aside className={css.facts} aria-label="About this picture">
      <section>
        <h2>Facts</h2>
        <dl className={css.table}>
          <dt>Name</dt>
          <dd>{picture.external_url}</dd>
          <dt>Size</dt>
          <dd title={`${count(picture.size)} bytes`}>
            {count(picture.width)} × {count(picture.height)}, {bytes(picture.size)}
          </dd>
          <dt>Type</dt>
          <dd>{picture.media_type}</dd>
          <dt>Added</dt>
          <dd>
            <Time at={picture.created_at} />
          </dd>
          <dt>Source</dt>
          <dd>{picture.source}</dd>
          <dt>Id</dt>
          <dd className="row">
            <span className="mono break">{picture.picture_id}</span>
            <CopyButton text={picture.picture_id} label="Copy the id" />
          </dd>
          {picture.sha256 ? (
            <>
              <dt>SHA-256</dt>
              <dd className="row" title={picture.sha256}>
                <span className="mono">{picture.sha256.slice(0, 12)}…</span>
                <CopyButton text={picture.sha256} label="Copy the digest" />
              </dd>
            </>
          ) : null}
        </dl>
      </section>
      <Tags picture={picture} />
      <Holders id={picture.picture_id} />
      <Exif id={picture.picture_id} />
    </aside>
  )
}

function Tags({ picture }: { picture: Picture }) {
  const may = useMay('member')
  const known = useQuery({ ...allTagsQuery, enabled: may }).data ?? []
  const queryClient = useQueryClient()
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: ['tags'] })
    return queryClient.invalidateQueries({ queryKey: ['pictures'] })
  }
  const call = (add: string[], remove: string[]) =>
    api.POST('/api/pictures/tags', { body: { pictures: [picture.picture_id], add, remove } })
  const change = useMutation({
    mutationFn: ({ add, remove }: { add: string[]; remove: string[] }) => call(add, remove),
    onSuccess: (_, { add, remove }) => {
      const done = [...add.map((tag) => `Tagged ${tag}.`), ...remove.map((tag) => `Untagged ${tag}.`)].join(' ')
      say(done, { undo: () => call(remove, add).then(refresh) })
      return refresh()
    },
  })
  const wanted = change.isPending && change.variables
  const shown = wanted ? [...picture.tag.filter((tag) => !wanted.remove.includes(tag)), ...wanted.add] : picture.tag
  return (
    <section>
      <h2>Tags</h2>
      {may ? (
        <TagsInput
          mt={8}
          size="xs"
          aria-label="Tags"
          placeholder="Add a tag"
          data={known.map((tag) => tag.name)}
          limit={30}
          acceptValueOnBlur
          value={shown}
          onChange={(next) =>
            change.mutate({
              add: next.filter((tag) => !shown.includes(tag)),
              remove: shown.filter((tag) => !next.includes(tag)),
            })
          }
        />
      ) : (
        <div className={css.tags}>
          {picture.tag.length === 0 ? <span className="dim">None</span> : null}
          {picture.tag.map((tag) => (
            <Link key={tag} to="/datalake" search={{ tag: [tag] }} className="link">
              {tag}
            </Link>
          ))}
        </div>
      )}
    </section>
  )
}

function Holders({ id }: { id: string }) {
  const holders = useQuery(holdersQuery(id))
  return (
    <section>
      <h2>Datasets</h2>
      {holders.isPending ? <Skeleton height={24} mt={8} /> : null}
      {holders.data?.length === 0 ? <p className="dim">In none yet.</p> : null}
      <div className={css.held}>
        {holders.data?.map((held) => (
          <div key={held.dataset_id} className={css.member}>
            <Link
              className="link break"
              to="/datasets/$name/$version/$pictureId"
              params={{ name: held.dataset_name, version: held.version, pictureId: id }}
              search={{}}
            >
              {held.dataset_name}/{held.version}
            </Link>
            <span className="dim small">
              {held.status ? `${many(held.objects, 'shape')}, ${statusWord[held.status]}` : 'not annotated'}
            </span>
          </div>
        ))}
      </div>
    </section>
  )
}

function Exif({ id }: { id: string }) {
  const exif = useQuery(exifQuery(id))
  const values = Object.entries(exif.data ?? {})
  return (
    <section>
      <h2>EXIF</h2>
      {exif.isPending ? <Skeleton height={60} mt={8} /> : null}
      {exif.error ? <p className="dim">{exif.error.message}</p> : null}
      {exif.data && values.length === 0 ? <p className="dim">The file holds none.</p> : null}
      {values.length > 0 ? (
        <dl className={css.table}>
          {values.map(([name, value]) => (
            <div key={name} className={css.pair}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  )
}
