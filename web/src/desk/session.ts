import { computed } from 'vue'
import type { Duty } from '../api/types'
import { use_session } from '../shared/session'

/** Has the signed-in officer this duty? The server decides again; this only hides what would be refused. */
export function may(duty: Duty): boolean {
  return use_session().has_duty(duty)
}

/** The agency of the signed-in officer. */
export const session_agency = computed(() => use_session().session.staff?.agency.id ?? '')
