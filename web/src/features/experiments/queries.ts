/** Queries of one experiment: what it is, what it logged, its files, what its training prints. */
import { queryOptions } from '@tanstack/react-query'
import { api, type Schemas, take } from '~/api/client'

export type Experiment = Schemas['Experiment']
export type DataAsset = Schemas['DataAsset']
export type FileAsset = Schemas['FileAsset']
export type Stream = Schemas['Stream']
export type Line = Schemas['Line']

const pathOf = (id: string) => ({ params: { path: { experiment_id: id } } })

export const experimentQuery = (id: string) =>
  queryOptions({
    queryKey: ['experiment', id, 'one'],
    queryFn: () => take(api.GET('/api/experiments/{experiment_id}', pathOf(id))),
  })

/** Pixels that a line is drawn in: of each its least and its greatest. */
const WIDTH = 800

/** What there is, without the points: enough to lay out the tiles, and to see which have grown. */
export const assetsQuery = (id: string) =>
  queryOptions({
    queryKey: ['experiment', id, 'assets'],
    queryFn: async ({ signal }) =>
      (
        await take(
          api.GET('/api/experiments/{experiment_id}/data', {
            params: { path: { experiment_id: id }, query: { with_data: false } },
            signal,
          }),
        )
      ).items,
  })

/** One asset with what is drawn. A line comes as it looks on so many pixels, the least and greatest of each. */
export const assetQuery = (id: string, asset: DataAsset, zoom: readonly [number, number] | undefined) => {
  const line = asset.type === 'line'
  const [from, to] = line && zoom ? zoom : [undefined, undefined]
  return queryOptions({
    queryKey: ['experiment', id, 'asset', asset.name, asset.type, from ?? '', to ?? ''],
    // `useGrowing` asks again when the asset has changed.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/experiments/{experiment_id}/data/{name}', {
          params: {
            path: { experiment_id: id, name: asset.name },
            query: line ? { width: WIDTH, from, to } : {},
          },
          signal,
        }),
      ),
  })
}

export const namedAssetQuery = (id: string, name: string, enabled: boolean) =>
  queryOptions({
    queryKey: ['experiment', id, 'named', name],
    enabled,
    queryFn: () =>
      take(
        api.GET('/api/experiments/{experiment_id}/data/{name}', {
          params: { path: { experiment_id: id, name } },
        }),
      ),
  })

export const filesQuery = (id: string) =>
  queryOptions({
    queryKey: ['experiment', id, 'files'],
    queryFn: async () =>
      (
        await take(
          api.GET('/api/experiments/{experiment_id}/files', {
            params: { path: { experiment_id: id }, query: { urls: true } },
          }),
        )
      ).items,
  })

export const streamQuery = (id: string) =>
  queryOptions({
    queryKey: ['experiment', id, 'stream'],
    queryFn: async ({ signal }): Promise<Stream | null> => {
      const answer = await api.GET('/api/experiments/{experiment_id}/telemetry', { ...pathOf(id), signal })
      return (answer.data as Stream | null | undefined) ?? null
    },
  })
