/** Where the palette looks things up by name: each kind of thing is one query of a few rows. */
import { queryOptions } from '@tanstack/react-query'
import { api, take } from '~/api/client'

export interface Found {
  id: string
  name: string
  kind: string
  href: string
}

const quoted = (text: string) => text.replaceAll('"', ' ')

const findPictures = (typed: string) =>
  queryOptions({
    queryKey: ['find', 'pictures', typed],
    enabled: typed.length >= 2,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const query = { q: `"${quoted(typed)}"`, limit: 6, order: '-created' as const }
      const page = await take(api.GET('/api/pictures', { params: { query }, signal }))
      return page.items.map((picture) => ({
        id: picture.picture_id,
        name: picture.external_url,
        kind: 'Picture',
        href: `/datalake/${picture.picture_id}`,
      }))
    },
  })

const findDatasets = (typed: string) =>
  queryOptions({
    queryKey: ['find', 'datasets', typed],
    enabled: typed.length >= 1,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const query = { q: typed.split('/')[0], limit: 12, order: '-created' as const }
      const page = await take(api.GET('/api/datasets', { params: { query }, signal }))
      return page.items.map((version) => ({
        id: version.dataset_id,
        name: `${version.dataset_name}/${version.version}`,
        kind: 'Dataset',
        href: `/datasets/${encodeURIComponent(version.dataset_name)}/${encodeURIComponent(version.version)}`,
      }))
    },
  })

const findProjects = (typed: string) =>
  queryOptions({
    queryKey: ['find', 'projects', typed],
    enabled: typed.length >= 1,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const page = await take(api.GET('/api/projects', { params: { query: { q: typed, limit: 8 } }, signal }))
      return page.items.map((project) => ({
        id: project.project_id,
        name: project.project_name,
        kind: 'Project',
        href: `/projects/${project.project_id}`,
      }))
    },
  })

/** Experiments have no list of their own: those of the projects changed last are looked through. */
const findExperiments = (typed: string) =>
  queryOptions({
    queryKey: ['find', 'experiments', typed],
    enabled: typed.length >= 2,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const projects = await take(api.GET('/api/projects', { params: { query: { limit: 8 } }, signal }))
      const pages = await Promise.all(
        projects.items.map((project) =>
          take(
            api.GET('/api/projects/{project_id}/experiments', {
              params: { path: { project_id: project.project_id }, query: { q: typed, limit: 6 } },
              signal,
            }),
          ),
        ),
      )
      return pages
        .flatMap((page) => page.items)
        .map((one) => ({
          id: one.id,
          name: `${one.project_name} / ${one.name}`,
          kind: 'Experiment',
          href: `/experiments/${one.id}`,
        }))
    },
  })

const findNetworks = (typed: string) =>
  queryOptions({
    queryKey: ['find', 'networks', typed],
    enabled: typed.length >= 1,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const page = await take(api.GET('/api/networks', { params: { query: { q: typed, limit: 8 } }, signal }))
      return page.items.map((network) => ({
        id: network.model_id,
        name: network.network_name,
        kind: 'Model',
        href: `/models/${network.model_id}`,
      }))
    },
  })

export function findQueries(typed: string) {
  return [findDatasets(typed), findProjects(typed), findExperiments(typed), findNetworks(typed), findPictures(typed)]
}
