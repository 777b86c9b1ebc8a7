import { oneOf, type Raw, text } from '~/app/address'
import type { EventFilter, JobState } from './queries'

export function jobsSearch(raw: Raw): { state?: JobState } {
  return { state: oneOf(raw.state, ['running', 'waiting', 'failed', 'succeeded', 'cancelled']) }
}

export function eventsSearch(raw: Raw): EventFilter {
  return {
    username: text(raw.username),
    verb: text(raw.verb),
    subject_type: text(raw.subject_type),
    subject_id: text(raw.subject_id),
  }
}
