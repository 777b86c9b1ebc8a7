import { Button, Table, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { NameSearch } from '~/ui/NameSearch'
import { Page } from '~/ui/Page'
import { Time } from '~/ui/Time'
import { Lines } from '~/ui/Waiting'
import { AdminTabs } from './AdminTabs'
import css from './Jobs.module.css'
import { type EventFilter, eventsQuery } from './queries'

const route = getRouteApi('/frame/admin/events')

/** Who did what, and when. */
export function EventsPage() {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const { username, verb, subject_type, subject_id } = filter
  const events = useInfiniteQuery(eventsQuery({ username, verb, subject_type, subject_id }))
  const all = events.data?.pages.flat() ?? []
  const change = (next: Partial<EventFilter>) =>
    void navigate({ search: (present) => ({ ...present, ...next }), replace: true })
  return (
    <Page path={['Events']} title="Events" below={<AdminTabs />}>
      <div className={css.body}>
        <div className={css.filters}>
          <NameSearch label="Who" value={username ?? ''} onChange={(next) => change({ username: next })} />
          <NameSearch label="What, as pictures.tagged" value={verb ?? ''} onChange={(next) => change({ verb: next })} />
          <NameSearch
            label="Kind of thing, as dataset"
            value={subject_type ?? ''}
            onChange={(next) => change({ subject_type: next })}
          />
          {subject_id ? (
            <TextInput
              size="xs"
              aria-label="Id"
              value={subject_id}
              onChange={(event) => change({ subject_id: event.currentTarget.value || undefined })}
            />
          ) : null}
        </div>
        {events.error ? <Failure error={events.error} /> : null}
        {events.isPending ? <Lines /> : null}
        {events.data && all.length === 0 ? <Empty title="Nothing happened">That fits these conditions.</Empty> : null}
        {all.length > 0 ? (
          <div className={css.scroll}>
            <Table verticalSpacing={6} horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>Thing</Table.Th>
                  <Table.Th>Before and after</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((event) => (
                  <Table.Tr key={event.id}>
                    <Table.Td className={css.nowrap}>
                      <Time at={event.at} />
                    </Table.Td>
                    <Table.Td className="break">{event.username ?? <span className="dim">the server</span>}</Table.Td>
                    <Table.Td>
                      <button type="button" className={css.pick} onClick={() => change({ verb: event.verb })}>
                        {event.verb}
                      </button>
                    </Table.Td>
                    <Table.Td className="break">
                      <span className="dim">{event.subject_type}</span> {event.subject_name ?? event.subject_id ?? ''}
                    </Table.Td>
                    <Table.Td className={css.json}>
                      {short(event.before)}
                      {short(event.before) && short(event.after) ? ' → ' : ''}
                      {short(event.after)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        ) : null}
        {events.hasNextPage ? (
          <Button variant="default" loading={events.isFetchingNextPage} onClick={() => events.fetchNextPage()}>
            Older events
          </Button>
        ) : null}
      </div>
    </Page>
  )
}

const plain = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** What an event knows, as people write it: `status: success, private: false`. */
function short(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = Array.isArray(value)
    ? value.map(plain).join(', ')
    : typeof value === 'object'
      ? Object.entries(value)
          .map(([name, one]) => `${name}: ${Array.isArray(one) ? one.map(plain).join(', ') : plain(one)}`)
          .join(', ')
      : plain(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
