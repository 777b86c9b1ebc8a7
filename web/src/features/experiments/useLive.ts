import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveState, Told } from '~/api/live'
import { useLiveView } from '~/api/useLiveView'

/** Queries of the experiment; `named …` is one logged thing that a tab shows whole. */
type Part = 'one' | 'assets' | 'stream' | 'files' | 'named' | `named ${string}`

const ALL: readonly Part[] = ['one', 'assets', 'stream', 'files', 'named']
/** Nobody tells that a run has fallen silent. */
const SILENCE_MS = 20_000

/** What the page shows of an experiment follows it: lines, points, files, status. */
export function useLive(id: string, running: boolean): LiveState {
  const queryClient = useQueryClient()
  const state = useLiveView<Part>({
    path: `/api/experiments/${id}/stream`,
    all: ALL,
    stale: staleParts,
    refresh: (client, part) => {
      const key = part.startsWith('named ') ? ['named', part.slice('named '.length)] : [part]
      return client.refetchQueries({ queryKey: ['experiment', id, ...key], type: 'active' })
    },
  })
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => {
      if (!document.hidden) void queryClient.refetchQueries({ queryKey: ['experiment', id, 'stream'], type: 'active' })
    }, SILENCE_MS)
    return () => clearInterval(timer)
  }, [queryClient, id, running])
  return state
}

/** What an event makes old. Tiles and pages of the log see by themselves that theirs has changed. */
export function staleParts(event: string, data: Told): readonly Part[] {
  if (event === 'lines') return ['stream']
  if (event === 'files') return ['files', 'one']
  if (event === 'data') {
    return ['assets', ...(data.names?.map((name): Part => `named ${name}`) ?? (['named'] as const))]
  }
  return data.what === 'updated' || data.what === 'published' ? ['one', 'stream'] : ALL
}
