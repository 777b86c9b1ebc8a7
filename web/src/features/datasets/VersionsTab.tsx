import { Select, Table } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useSession } from '~/features/accounts/useSession'
import { count, many } from '~/ui/format'
import { Time } from '~/ui/Time'
import { Lines } from '~/ui/Waiting'
import css from './Datasets.module.css'
import { annotationDiffQuery, datasetsQuery, diffPicturesQuery, diffQuery, type Version } from './queries'
import type { TabProps } from './VersionPage'

/** All versions of the dataset, and what one has that another has not. */
export function VersionsTab({ version, search, onSearch }: TabProps) {
  const { organization } = useSession()
  const shelf = version.organization === organization.name ? ('own' as const) : ('hub' as const)
  const filter = { q: '', name: version.dataset_name, order: '-created' as const, newest: false, shelf }
  const all = useInfiniteQuery(datasetsQuery(filter))
  const versions = all.data?.pages.flatMap((page) => page.items) ?? []
  const others = versions.filter((one) => one.dataset_id !== version.dataset_id)
  return (
    <div className={css.pad}>
      {all.isPending ? <Lines /> : null}
      <div className={css.scroll}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Version</Table.Th>
              <Table.Th ta="right">Pictures</Table.Th>
              <Table.Th ta="right">Objects</Table.Th>
              <Table.Th ta="right">Labels</Table.Th>
              <Table.Th>Made</Table.Th>
              <Table.Th>By</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map((one) => (
              <Table.Tr key={one.dataset_id} data-here={one.dataset_id === version.dataset_id || undefined}>
                <Table.Td className="break">
                  {one.dataset_id === version.dataset_id ? (
                    <b>{one.version}</b>
                  ) : (
                    <Link
                      className="link"
                      to="/datasets/$name/$version"
                      params={{ name: one.dataset_name, version: one.version }}
                      search={{ tab: 'versions', owner: search.owner }}
                    >
                      {one.version}
                    </Link>
                  )}
                </Table.Td>
                <Table.Td ta="right">{count(one.size)}</Table.Td>
                <Table.Td ta="right">{count(one.objects)}</Table.Td>
                <Table.Td ta="right">{count(one.label_count)}</Table.Td>
                <Table.Td>
                  <Time at={one.created_at} />
                </Table.Td>
                <Table.Td>{one.created_by}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {others.length > 0 ? (
        <Select
          label={`Compare ${version.version} with`}
          maw={320}
          searchable
          clearable
          placeholder="Another version"
          data={others.map((one) => ({ value: one.dataset_id, label: one.version }))}
          value={search.to ?? null}
          onChange={(to) => onSearch({ to: to ?? undefined })}
        />
      ) : (
        <p className="dim">This is its only version. A new one starts with the pictures and annotations of this.</p>
      )}
      {search.to ? (
        <Compared
          version={version}
          other={search.to}
          otherName={others.find((one) => one.dataset_id === search.to)?.version ?? 'the other'}
        />
      ) : null}
    </div>
  )
}

function Compared({ version, other, otherName }: { version: Version; other: string; otherName: string }) {
  const diff = useQuery(diffQuery(version.dataset_id, other))
  const annotations = useQuery(annotationDiffQuery(version.dataset_id, other))
  if (diff.isPending) return <Lines rows={3} />
  if (diff.error) return <p role="alert">{diff.error.message}</p>
  const { added, removed, kept, labels, same } = diff.data
  const counts = annotations.data?.counts ?? {}
  return (
    <section className="stack">
      <h2>
        What {version.version} has that {otherName} has not
      </h2>
      {same ? <p>Pictures and annotations are alike.</p> : null}
      <dl className={css.numbers}>
        {(
          [
            ['pictures more', added],
            ['pictures less', removed],
            ['in both', kept],
            ['annotations added', counts.added ?? 0],
            ['annotations removed', counts.removed ?? 0],
            ['shapes changed', counts.changed ?? 0],
            ['only the status changed', counts.status ?? 0],
          ] as const
        ).map(([name, value]) => (
          <div key={name} className={css.number}>
            <dd>
              <b>{count(value)}</b>
            </dd>
            <dt className="dim">{name}</dt>
          </div>
        ))}
      </dl>
      {labels.added.length > 0 ? <p className="break">New labels: {labels.added.join(', ')}</p> : null}
      {labels.removed.length > 0 ? <p className="break">Labels gone: {labels.removed.join(', ')}</p> : null}
      {added > 0 ? (
        <Strip version={version.dataset_id} other={other} side="added" total={added} name="Pictures more" />
      ) : null}
      {removed > 0 ? (
        <Strip version={version.dataset_id} other={other} side="removed" total={removed} name="Pictures less" />
      ) : null}
      {annotations.data && annotations.data.items.length > 0 ? (
        <div className={css.scroll}>
          <Table verticalSpacing={4} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Picture</Table.Th>
                <Table.Th>Annotation</Table.Th>
                <Table.Th ta="right">Objects before</Table.Th>
                <Table.Th ta="right">Objects now</Table.Th>
                <Table.Th>Status before</Table.Th>
                <Table.Th>Status now</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {annotations.data.items.map((one) => (
                <Table.Tr key={one.picture_id}>
                  <Table.Td className="break">
                    <Link
                      className="link"
                      to="/datasets/$name/$version/$pictureId"
                      params={{ name: version.dataset_name, version: version.version, pictureId: one.picture_id }}
                      search={{}}
                      disabled={one.kind === 'removed'}
                    >
                      {one.external_url}
                    </Link>
                  </Table.Td>
                  <Table.Td>{one.kind === 'status' ? 'status changed' : one.kind}</Table.Td>
                  <Table.Td ta="right">{one.objects_before ?? ''}</Table.Td>
                  <Table.Td ta="right">{one.objects_after ?? ''}</Table.Td>
                  <Table.Td>{one.status_before ?? ''}</Table.Td>
                  <Table.Td>{one.status_after ?? ''}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : null}
      {annotations.data?.next ? (
        <p className="dim small">The first {many(annotations.data.items.length, 'difference')}.</p>
      ) : null}
    </section>
  )
}

interface StripProps {
  version: string
  other: string
  side: 'added' | 'removed'
  total: number
  name: string
}

function Strip({ version, other, side, total, name }: StripProps) {
  const pictures = useQuery(diffPicturesQuery(version, other, side)).data ?? []
  return (
    <div className="stack">
      <h3>{name}</h3>
      <div className={css.strip}>
        {pictures.map((picture) =>
          picture.colour === null ? null : (
            <Link
              key={picture.picture_id}
              to="/datalake/$pictureId"
              params={{ pictureId: picture.picture_id }}
              title={picture.external_url}
            >
              <img
                src={`/api/versions/${side === 'added' ? version : other}/pictures/${picture.picture_id}/thumbnail/128`}
                alt={picture.external_url}
                width={Math.round((72 * picture.width) / picture.height)}
                height={72}
              />
            </Link>
          ),
        )}
      </div>
      {total > pictures.length ? (
        <p className="dim small">and {many(total - pictures.length, 'more picture')}</p>
      ) : null}
    </div>
  )
}
