import { MutationCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '~/api/problem'
import { sayError } from '~/ui/toast'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.transient,
      retryDelay: (failures) => 500 * 2 ** failures,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
  // What a form shows itself says so with `meta: { quiet: true }`.
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (!mutation.meta?.quiet) sayError(error)
    },
  }),
})
