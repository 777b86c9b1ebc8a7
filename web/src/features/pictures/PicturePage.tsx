import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, ArrowRight, Download, Trash2 } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { reachable } from '~/api/client'
import { useMay } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { cssColour } from '~/ui/format'
import { Page } from '~/ui/Page'
import { say } from '~/ui/toast'
import { Viewer } from '~/ui/viewer/Viewer'
import { download } from './download'
import css from './Picture.module.css'
import { PictureFacts } from './PictureFacts'
import { neighboursQuery, type Picture, pictureQuery, pictureUrlQuery } from './queries'
import { filterOf } from './search'
import { thumbnailSide } from './tiles'
import { trash } from './trash'

const route = getRouteApi('/frame/datalake/$pictureId')
/** What browsers draw themselves; others are shown by their largest thumbnail. */
const DRAWN = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/bmp'])

export function PicturePage() {
  const { pictureId } = route.useParams()
  const search = route.useSearch()
  const filter = useMemo(() => filterOf(search), [search])
  const picture = useSuspenseQuery(pictureQuery(pictureId)).data
  const drawn = DRAWN.has(picture.media_type)
  const url = useQuery({ ...pictureUrlQuery(pictureId), enabled: drawn }).data
  const around = useQuery(neighboursQuery(pictureId, filter)).data
  const may = useMay('member')
  const navigate = useNavigate()
  const queryClient = useQueryClient()

  const go = (to: string | null | undefined) => {
    if (!to) return
    void navigate({
      to: '/datalake/$pictureId',
      params: { pictureId: to },
      search: true,
      replace: true,
    })
  }
  const back = () => void navigate({ to: '/datalake', search: true })
  const remove = useMutation({
    mutationFn: () => trash({ selection: { all: false, ids: new Set([pictureId]) }, filter, anchors: [], matching: 1 }),
    onSuccess: ({ restore, text }) => {
      const refresh = () => queryClient.invalidateQueries({ queryKey: ['pictures'] })
      say(`${picture.external_url} is in the trash.${text}`, { undo: () => restore().then(refresh) })
      const next = around?.next ?? around?.previous
      if (next) go(next)
      else back()
      return refresh()
    },
  })
  const save = useMutation({ mutationFn: () => download([pictureId], () => {}) })
  useActions([
    { id: 'picture-next', name: 'Next picture', group: 'Picture', keys: ['Right', 'j'], run: () => go(around?.next) },
    {
      id: 'picture-previous',
      name: 'Previous picture',
      group: 'Picture',
      keys: ['Left', 'k'],
      run: () => go(around?.previous),
    },
    { id: 'picture-back', name: 'Back to the lake', group: 'Picture', keys: 'Esc', run: back },
    {
      id: 'picture-download',
      name: 'Download the picture',
      group: 'Picture',
      keys: 'Shift+d',
      run: () => save.mutate(),
    },
    {
      id: 'picture-delete',
      name: 'Delete the picture',
      group: 'Picture',
      keys: 'Del',
      run: () => remove.mutate(),
      disabled: !may,
    },
  ])
  usePreload(around?.next)

  return (
    <Page
      own
      title={picture.external_url}
      path={[
        <Link key="lake" to="/datalake" search={true}>
          Datalake
        </Link>,
        <span key="name" title={picture.external_url}>
          {picture.external_url}
        </span>,
      ]}
      action={
        <>
          <Step name="Previous picture" to={around?.previous} onGo={go} icon={<ArrowLeft size={16} />} />
          <Step name="Next picture" to={around?.next} onGo={go} icon={<ArrowRight size={16} />} />
          <Button
            variant="default"
            leftSection={<Download size={14} />}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            Download
          </Button>
          {may ? (
            <Tooltip label="Delete">
              <ActionIcon aria-label="Delete" loading={remove.isPending} onClick={() => remove.mutate()}>
                <Trash2 size={16} />
              </ActionIcon>
            </Tooltip>
          ) : null}
        </>
      }
    >
      <div className={css.columns}>
        <Viewer
          src={drawn ? url && reachable(url) : undefined}
          preview={previewOf(picture)}
          colour={cssColour(picture.colour)}
          name={picture.external_url}
          size={{ width: picture.width, height: picture.height }}
          fallback={
            drawn
              ? undefined
              : `No browser shows ${picture.media_type} itself; this is its preview. Download the original.`
          }
        />
        <PictureFacts picture={picture} />
      </div>
    </Page>
  )
}

function previewOf(picture: Picture): string | undefined {
  if (picture.colour === null) return undefined
  return `/api/pictures/${picture.picture_id}/thumbnail/${thumbnailSide(800)}`
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

/** The next picture's facts and bytes, asked for while this one is looked at. */
function usePreload(next: string | null | undefined) {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!next) return undefined
    const timer = setTimeout(async () => {
      const picture = await queryClient.ensureQueryData(pictureQuery(next)).catch(() => undefined)
      const preview = picture && previewOf(picture)
      if (preview) new Image().src = preview
      if (!picture || !DRAWN.has(picture.media_type)) return
      const url = await queryClient.ensureQueryData(pictureUrlQuery(next)).catch(() => undefined)
      if (url && picture.size < 20_000_000) new Image().src = reachable(url)
    }, 300)
    return () => clearTimeout(timer)
  }, [next, queryClient])
}
