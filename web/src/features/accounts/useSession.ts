import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { covers, type Role, sessionQuery, type Welcome } from './queries'

/** The signed-in person and the current organization. Only under the frame, which has loaded it. */
export function useSession(): Welcome {
  return useSuspenseQuery(sessionQuery).data
}

/** Whether the person may do what `needed` allows, in the current organization. */
export function useMay(needed: Role): boolean {
  return covers(useQuery(sessionQuery).data?.organization.role, needed)
}
