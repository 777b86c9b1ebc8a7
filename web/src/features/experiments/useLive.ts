import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

const EVERY_MS = 2_000

/** While the experiment runs, what the page shows of it is asked for again; not while nobody looks. */
export function useLive(id: string, live: boolean): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!live) return undefined
    const timer = setInterval(() => {
      if (document.hidden) return
      for (const part of ['one', 'assets', 'stream']) {
        void queryClient.invalidateQueries({ queryKey: ['experiment', id, part] })
      }
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [queryClient, id, live])
}
