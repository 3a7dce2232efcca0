import { computed } from 'vue'
import type { Duty } from '../api/types'
import { use_session } from '../shared/session'

/** Has the signed-in officer this duty? The server decides again; this only hides what would be refused. */
export function may(duty: Duty): boolean {
  return use_session().has_duty(duty)
}

/** The agency of the signed-in officer. */
export const session_agency = computed(() => use_session().session.staff?.agency.id ?? '')
/** Where that agency is, which is where an administrator's work begins. */
export const session_area = computed(() => use_session().session.staff?.agency.area ?? '')
export const session_area_name = computed(() => use_session().session.staff?.agency.area_name ?? '')
