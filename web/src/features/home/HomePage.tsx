import { useQueries, useQuery, useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { api, take } from '~/api/client'
import { useSession } from '~/features/accounts/useSession'
import { DatasetCard } from '~/features/datasets/DatasetCard'
import { datasetsQuery } from '~/features/datasets/queries'
import { ModelCard } from '~/features/networks/ModelCard'
import { networksQuery } from '~/features/networks/queries'
import { countQuery, segmentQuery } from '~/features/pictures/queries'
import { ExperimentStatus } from '~/features/projects/ExperimentStatus'
import { experimentsQuery, projectsQuery } from '~/features/projects/queries'
import { useLiveExperiments } from '~/features/projects/useLiveTable'
import { Snippet } from '~/ui/Copy'
import { cssColour, many, measure } from '~/ui/format'
import { Page } from '~/ui/Page'
import { Time } from '~/ui/Time'
import { Lines } from '~/ui/Waiting'
import css from './Home.module.css'

const all = { q: '', tags: [], order: '-created' as const }

/** What is new, and the next step where nothing is there yet. */
export function HomePage() {
  const { username, organization } = useSession()
  return (
    <Page path={['Home']} title="Picsellia">
      <div className={css.body}>
        <p className="dim">
          {organization.personal ? `Hello ${username}.` : `Hello ${username}, this is ${organization.name}.`} What is
          new:
        </p>
        <Part title="Pictures" to="/datalake">
          <Pictures />
        </Part>
        <Part title="Experiments" to="/projects">
          <Experiments />
        </Part>
        <Part title="Datasets" to="/datasets">
          <Datasets />
        </Part>
        <Part title="Models" to="/models">
          <Models />
        </Part>
      </div>
    </Page>
  )
}

interface PartProps {
  title: string
  to: '/datalake' | '/datasets' | '/projects' | '/models'
  children: ReactNode
}

function Part({ title, to, children }: PartProps) {
  return (
    <section className={css.part}>
      <h2>
        <Link to={to} className={css.head}>
          {title}
        </Link>
      </h2>
      <Suspense fallback={<Lines rows={2} height={64} />}>{children}</Suspense>
    </section>
  )
}

function client(): string {
  return `from picsellia.client import Client\n\nclient = Client(api_token="…", host="${location.origin}")\n`
}

function Pictures() {
  const pictures = useSuspenseQuery(segmentQuery(all, undefined)).data.slice(0, 40)
  const total = useQuery(countQuery(all)).data
  if (pictures.length === 0) {
    return (
      <div className={css.empty}>
        <p>
          The lake is empty. Drop pictures into the{' '}
          <Link to="/datalake" className="link">
            datalake
          </Link>
          , or send a folder:
        </p>
        <Snippet code={`${client()}client.datalake.picture.upload("photos", tags=["first"])`} />
      </div>
    )
  }
  return (
    <>
      <div className={css.strip}>
        {pictures.map((picture) => (
          <Link
            key={picture.picture_id}
            to="/datalake/$pictureId"
            params={{ pictureId: picture.picture_id }}
            className={css.shot}
            title={picture.external_url}
            aria-label={picture.external_url}
            style={{ ...stripPlace(picture), backgroundColor: cssColour(picture.colour) }}
          >
            {picture.colour === null ? null : (
              <img src={`/api/pictures/${picture.picture_id}/thumbnail/320`} alt="" loading="lazy" />
            )}
          </Link>
        ))}
      </div>
      <p className="dim small">{total === undefined ? '' : `${many(total, 'picture')} in the lake`}</p>
    </>
  )
}

/** A share of its row by its aspect ratio, so that a row is filled; very long pictures are cut. */
function stripPlace({ width, height }: { width: number; height: number }) {
  const aspect = Math.min(2.4, Math.max(0.5, width / height))
  return { flex: `${aspect} 1 ${Math.round(aspect * 100)}px`, maxWidth: Math.round(aspect * 150) }
}

const anything = { q: '', status: [], where: [], order: '-updated', metric: [], parameter: [] }

function Experiments() {
  useLiveExperiments()
  const projects = useSuspenseInfiniteQuery(projectsQuery('')).data.pages[0]?.items.slice(0, 6) ?? []
  const lists = useQueries({
    queries: projects.map((project) => ({
      queryKey: [...experimentsQuery(project.project_id, anything).queryKey, 'home'],
      queryFn: () => recent(project.project_id),
      staleTime: 10_000,
    })),
  })
  const experiments = lists
    .flatMap((list) => list.data ?? [])
    .toSorted((a, b) => b.last_update.localeCompare(a.last_update))
    .slice(0, 8)
  if (projects.length === 0) {
    return (
      <div className={css.empty}>
        <p>No projects yet. An experiment keeps the curves, files and log of a training:</p>
        <Snippet
          code={`${client()}project = client.project.create("tree crowns")\nrun = client.experiment.create("first", project_token=project.id)\nrun.log("loss", [0.9, 0.5], "line")`}
        />
      </div>
    )
  }
  if (experiments.length === 0 && lists.every((list) => list.isSuccess)) {
    return <p className="dim">No experiments in your projects yet.</p>
  }
  return (
    <ul className={css.rows}>
      {experiments.map((one) => (
        <li key={one.id}>
          <Link to="/experiments/$experimentId" params={{ experimentId: one.id }} className={css.row}>
            <ExperimentStatus status={one.status} />
            <span className={css.name}>
              <b>{one.name}</b> <span className="dim">in {one.project_name}</span>
            </span>
            <span className="dim">
              {Object.entries(one.metrics ?? {})
                .slice(0, 2)
                .map(([name, value]) => `${name} ${typeof value === 'number' ? measure(value) : String(value)}`)
                .join(', ')}
            </span>
            <span className="dim end">
              <Time at={one.last_update} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

async function recent(project: string) {
  const params = { path: { project_id: project }, query: { order: '-updated', limit: 6 } }
  return (await take(api.GET('/api/projects/{project_id}/experiments', { params }))).items
}

function Datasets() {
  const filter = { q: '', order: '-created' as const, newest: true, shelf: 'own' as const }
  const versions = useSuspenseInfiniteQuery(datasetsQuery(filter)).data.pages[0]?.items.slice(0, 4) ?? []
  if (versions.length === 0) {
    return (
      <p className="dim">
        None yet. Select pictures in the{' '}
        <Link to="/datalake" className="link">
          datalake
        </Link>{' '}
        and add them to a dataset.
      </p>
    )
  }
  return (
    <ul className={css.cards}>
      {versions.map((version) => (
        <li key={version.dataset_id}>
          <DatasetCard version={version} />
        </li>
      ))}
    </ul>
  )
}

function Models() {
  const networks = useSuspenseQuery(networksQuery({ q: '', hub: false, order: '-created' })).data.slice(0, 4)
  if (networks.length === 0) {
    return (
      <p className="dim">
        None yet. Publish an experiment, or take one from the{' '}
        <Link to="/models" search={{ shelf: 'hub' }} className="link">
          hub
        </Link>
        .
      </p>
    )
  }
  return (
    <ul className={css.cards}>
      {networks.map((network) => (
        <li key={network.model_id}>
          <ModelCard network={network} />
        </li>
      ))}
    </ul>
  )
}
