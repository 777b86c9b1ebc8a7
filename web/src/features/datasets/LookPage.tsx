import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, ArrowRight, Check, SkipForward, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { reachable } from '~/api/client'
import { useMay } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { count, cssColour, many } from '~/ui/format'
import { Page } from '~/ui/Page'
import { ShapeLayer } from '~/ui/shapes/ShapeLayer'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import { Viewer } from '~/ui/viewer/Viewer'
import css from './Datasets.module.css'
import {
  historyQuery,
  type Look,
  lookNeighboursQuery,
  lookQuery,
  memberUrlQuery,
  statusWord,
  versionQuery,
} from './queries'
import { review, undoChanges } from './review'
import { StatusMark } from './StatusMark'
import { lookFilter, type Status } from './search'
import { coloursOf, drawnShapes } from './shapes'

const route = getRouteApi('/frame/datasets/$name/$version/$pictureId')

/** One picture of a version with its shapes: look, judge, go on. */
export function LookPage() {
  const { name, version: versionName, pictureId } = route.useParams()
  const search = route.useSearch()
  const version = useSuspenseQuery(versionQuery(name, versionName, search.owner)).data
  const id = version.dataset_id
  const look = useSuspenseQuery(lookQuery(id, pictureId)).data
  const filter = useMemo(() => lookFilter(search), [search])
  const around = useQuery(lookNeighboursQuery(id, pictureId, filter)).data
  const url = useQuery(memberUrlQuery(id, pictureId)).data
  const colours = useMemo(() => coloursOf(version.labels), [version.labels])
  const shapes = useMemo(() => drawnShapes(look, colours), [look, colours])
  const [chosen, setChosen] = useState<string | null>(null)
  const annotator = useMay('annotator')
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const to = '/datasets/$name/$version/$pictureId' as const

  const go = (next: string | null | undefined) => {
    if (!next) return
    setChosen(null)
    const params = { name, version: versionName, pictureId: next }
    void navigate({ to, params, search: true, replace: true })
  }
  const back = () =>
    void navigate({
      to: '/datasets/$name/$version',
      params: { name, version: versionName },
      search: true,
    })
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['looks', id] })
  const judge = useMutation({
    mutationFn: (status: Status) =>
      review({ version: id, selection: { all: false, ids: new Set([pictureId]) }, filter, matching: 1 }, status),
    onSuccess: async (done, status) => {
      const undo = async () => {
        await undoChanges(
          id,
          done.map((one) => one.change),
        )
        await refresh()
      }
      say(`${look.external_url} is ${statusWord[status]}.`, { undo })
      go(around?.next)
      await refresh()
    },
  })
  const judged: [Status, string, string][] = [
    ['accepted', 'Accept', 'a'],
    ['refused', 'Refuse', 'r'],
    ['skipped', 'Skip', 's'],
  ]
  const can = annotator && look.status !== null
  useActions([
    { id: 'look-next', name: 'Next picture', group: 'Picture', keys: ['Right', 'j'], run: () => go(around?.next) },
    {
      id: 'look-previous',
      name: 'Previous picture',
      group: 'Picture',
      keys: ['Left', 'k'],
      run: () => go(around?.previous),
    },
    { id: 'look-back', name: 'Back to the version', group: 'Picture', keys: 'Esc', run: back },
    {
      id: 'look-shapes',
      name: search.plain ? 'Show the shapes' : 'Hide the shapes',
      group: 'Picture',
      keys: 'h',
      run: () =>
        void navigate({
          to,
          params: { name, version: versionName, pictureId },
          search: { ...search, plain: search.plain ? undefined : (true as const) },
          replace: true,
        }),
    },
    ...judged.map(([status, verb, keys]) => ({
      id: `look-${status}`,
      name: `${verb} and go on`,
      group: 'Picture',
      keys,
      run: () => judge.mutate(status),
      disabled: !can,
    })),
  ])
  const icons = { accepted: Check, refused: X, skipped: SkipForward, pending: Check }
  return (
    <Page
      own
      title={look.external_url}
      path={[
        <Link key="version" to="/datasets/$name/$version" params={{ name, version: versionName }} search={true}>
          {name} / {versionName}
        </Link>,
        <span key="name" title={look.external_url}>
          {look.external_url}
        </span>,
      ]}
      action={
        <>
          {can
            ? judged.map(([status, verb]) => {
                const Icon = icons[status]
                return (
                  <Button
                    key={status}
                    variant="default"
                    leftSection={<Icon size={14} />}
                    onClick={() => judge.mutate(status)}
                  >
                    {verb}
                  </Button>
                )
              })
            : null}
          <Step name="Previous picture" to={around?.previous} onGo={go} icon={<ArrowLeft size={16} />} />
          <Step name="Next picture" to={around?.next} onGo={go} icon={<ArrowRight size={16} />} />
        </>
      }
    >
      <div className={css.look}>
        <Viewer
          src={url && reachable(url)}
          preview={look.colour === null ? undefined : `/api/versions/${id}/pictures/${pictureId}/thumbnail/800`}
          colour={cssColour(look.colour)}
          name={look.external_url}
          size={{ width: look.width, height: look.height }}
          overlay={
            search.plain
              ? undefined
              : (scale) => (
                  <ShapeLayer shapes={shapes} width={look.width} height={look.height} scale={scale} chosen={chosen} />
                )
          }
        />
        <Side look={look} version={id} shapes={shapes} chosen={chosen} onChosen={setChosen} />
      </div>
    </Page>
  )
}

interface StepProps {
  name: string
  to: string | null | undefined
  onGo: (to: string | null | undefined) => void
  icon: React.ReactNode
}

function Step({ name, to, onGo, icon }: StepProps) {
  return (
    <Tooltip label={name}>
      <ActionIcon aria-label={name} disabled={!to} onClick={() => onGo(to)}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

interface SideProps {
  look: Look
  version: string
  shapes: ReturnType<typeof drawnShapes>
  chosen: string | null
  onChosen: (id: string | null) => void
}

function Side({ look, version, shapes, chosen, onChosen }: SideProps) {
  const history = useQuery({ ...historyQuery(version, look.picture_id), enabled: look.status !== null }).data ?? []
  return (
    <aside className={css.side} aria-label="About this picture">
      <section>
        <h2>Annotation</h2>
        {look.status ? (
          <p className="row wrap">
            <StatusMark status={look.status} word />
            <span className="dim">
              {look.author ? `by ${look.author}, ` : ''}
              <Time at={look.updated_at} />
            </span>
          </p>
        ) : (
          <p className="dim">Not annotated yet.</p>
        )}
        <p className="dim small">
          {count(look.width)} × {count(look.height)} pixels ·{' '}
          <Link className="link" to="/datalake/$pictureId" params={{ pictureId: look.picture_id }}>
            in the lake
          </Link>
        </p>
      </section>
      <section>
        <h2>{many(shapes.length, 'shape')}</h2>
        <ul className={css.facetList}>
          {shapes.map((shape) => (
            <li key={shape.id}>
              <div
                className={css.shapeRow}
                data-on={chosen === shape.id || undefined}
                onMouseEnter={() => onChosen(shape.id)}
                onMouseLeave={() => onChosen(null)}
              >
                <span className={css.dot} style={{ background: shape.colour }} />
                <span className="ellipsis grow">{shape.label}</span>
                <span className="dim small">{shape.type}</span>
              </div>
            </li>
          ))}
        </ul>
      </section>
      {history.length > 0 ? (
        <section>
          <h2>History</h2>
          <ul className={css.facetList}>
            {history.map((past) => (
              <li key={past.change} className="small">
                <span>{past.verb}</span>
                <span className="dim">
                  {' '}
                  {past.by ? `by ${past.by}, ` : ''}
                  <Time at={past.at} />
                  {past.objects === null ? '' : `, ${many(past.objects, 'shape')}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </aside>
  )
}
