/** The routes: each room is a chunk of its own, each reads its state from the address. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { onSignedOut } from '~/api/client'
import { ApiError } from '~/api/problem'
import { sessionQuery, surelySignedOut } from '~/features/accounts/queries'
import { datasetsSearch, versionSearch } from '~/features/datasets/search'
import { experimentSearch } from '~/features/experiments/search'
import { eventsSearch, jobsSearch } from '~/features/jobs/search'
import { modelSearch, modelsSearch } from '~/features/networks/search'
import { countQuery, segmentQuery } from '~/features/pictures/queries'
import { filterOf, lakeSearch } from '~/features/pictures/search'
import { projectSearch, projectsSearch } from '~/features/projects/search'
import { Failure } from '~/ui/Failure'
import { Toasts } from '~/ui/Toasts'
import { Lines } from '~/ui/Waiting'
import { parseSearch, type Raw, stringifySearch, text } from './address'
import { Frame } from './frame/Frame'
import { NotFound } from './NotFound'
import { queryClient } from './queryClient'

export interface RootSearch {
  /** The organization, where it is not the person's own. */
  org?: string
}

const rootRoute = createRootRoute({
  validateSearch: (raw: Raw): RootSearch => ({ org: text(raw.org) }),
  search: { middlewares: [retainSearchParams(['org'])] },
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
  notFoundComponent: NotFound,
})

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (raw: Raw): { to?: string } => ({ to: text(raw.to) }),
  component: lazyRouteComponent(() => import('~/features/accounts/LoginPage'), 'LoginPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation/$secret',
  component: lazyRouteComponent(() => import('~/features/accounts/InvitationPage'), 'InvitationPage'),
})

const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: Frame,
  beforeLoad: async ({ location }) => {
    const signIn = () => redirect({ to: '/login', search: { to: location.href === '/' ? undefined : location.href } })
    if (surelySignedOut()) throw signIn()
    try {
      await queryClient.ensureQueryData(sessionQuery)
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw signIn()
      }
      throw error
    }
  },
})

const homeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  component: lazyRouteComponent(() => import('~/features/home/HomePage'), 'HomePage'),
})

const lakeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/datalake',
  validateSearch: lakeSearch,
  // The first pictures are asked for while the page's script is on its way.
  loaderDeps: ({ search: { q, tag, order } }) => ({ q, tag, order }),
  loader: ({ deps }) => {
    const filter = filterOf(deps)
    void queryClient.prefetchQuery(segmentQuery(filter, undefined))
    void queryClient.prefetchQuery(countQuery(filter))
  },
  component: lazyRouteComponent(() => import('~/features/pictures/LakePage'), 'LakePage'),
})

const pictureRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/datalake/$pictureId',
  validateSearch: lakeSearch,
  component: lazyRouteComponent(() => import('~/features/pictures/PicturePage'), 'PicturePage'),
})

const datasetsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/datasets',
  validateSearch: datasetsSearch,
  component: lazyRouteComponent(() => import('~/features/datasets/DatasetsPage'), 'DatasetsPage'),
})

const datasetRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/datasets/$name',
  validateSearch: versionSearch,
  beforeLoad: ({ params, search }) => {
    throw redirect({ to: '/datasets/$name/$version', params: { ...params, version: 'latest' }, search, replace: true })
  },
})

const versionRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/datasets/$name/$version',
  validateSearch: versionSearch,
  component: lazyRouteComponent(() => import('~/features/datasets/VersionPage'), 'VersionPage'),
})

const lookRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/datasets/$name/$version/$pictureId',
  validateSearch: versionSearch,
  component: lazyRouteComponent(() => import('~/features/datasets/LookPage'), 'LookPage'),
})

const projectsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/projects',
  validateSearch: projectsSearch,
  component: lazyRouteComponent(() => import('~/features/projects/ProjectsPage'), 'ProjectsPage'),
})

const projectRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/projects/$projectId',
  validateSearch: projectSearch,
  component: lazyRouteComponent(() => import('~/features/projects/ProjectPage'), 'ProjectPage'),
})

const experimentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/experiments/$experimentId',
  validateSearch: experimentSearch,
  component: lazyRouteComponent(() => import('~/features/experiments/ExperimentPage'), 'ExperimentPage'),
})

const modelsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('~/features/networks/ModelsPage'), 'ModelsPage'),
})

const modelRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/models/$networkId',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('~/features/networks/ModelPage'), 'ModelPage'),
})

const jobsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/jobs',
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import('~/features/jobs/JobsPage'), 'JobsPage'),
})

const eventsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/events',
  validateSearch: eventsSearch,
  component: lazyRouteComponent(() => import('~/features/jobs/EventsPage'), 'EventsPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('~/features/accounts/SettingsPage'), 'SettingsPage'),
})

/** A page of the settings stands in their frame, whose main part it has failed to fill. */
const FailedPart = ({ error, reset }: ErrorComponentProps) => <Failure error={error} retry={reset} />

const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile' })
  },
})

const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/profile',
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => import('~/features/accounts/ProfilePage'), 'ProfilePage'),
})

const tokensRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/tokens',
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => import('~/features/accounts/TokensPage'), 'TokensPage'),
})

const organizationRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/organization',
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => import('~/features/accounts/OrganizationPage'), 'OrganizationPage'),
})

/** A page of all parts and their states. The condition is known at the build, which leaves all of it out. */
const partsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/dev/ui',
  component: import.meta.env.DEV ? lazyRouteComponent(() => import('./dev/UiPage'), 'UiPage') : NotFound,
})

/** What no other route knows: said inside the frame, where the rooms are at hand. */
const unknownRoute = createRoute({ getParentRoute: () => frameRoute, path: '$', component: NotFound })

const rooms = [
  homeRoute,
  lakeRoute,
  pictureRoute,
  datasetsRoute,
  datasetRoute,
  versionRoute,
  lookRoute,
  projectsRoute,
  projectRoute,
  experimentRoute,
  modelsRoute,
  modelRoute,
  jobsRoute,
  eventsRoute,
  partsRoute,
  unknownRoute,
  settingsRoute.addChildren([settingsIndexRoute, profileRoute, tokensRoute, organizationRoute]),
]

export const router = createRouter({
  routeTree: rootRoute.addChildren([loginRoute, invitationRoute, frameRoute.addChildren(rooms)]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 100,
  defaultPendingMinMs: 0,
  defaultPendingComponent: () => <Lines />,
  defaultErrorComponent: ({ error, reset }) => (
    <main id="content">
      <Failure error={error} retry={reset} />
    </main>
  ),
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (pathname === '/login' || pathname.startsWith('/invitation/')) return
  queryClient.clear()
  router.navigate({ to: '/login', search: { to: href } })
})
