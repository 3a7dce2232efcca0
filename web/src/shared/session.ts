// Who is here. One store; every page asks it and none keeps its own copy.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { get, on_stale_token, post, post_once, put, remove, set_csrf } from '../api/client'
import { forget_drafts } from './draft'
import type { Duty, NewEmployer, NewIdentity, Session } from '../api/types'

const nobody: Session = { kind: 'nobody', csrf: '', acts_for: [], asked_for: [] }

export const use_session = defineStore('session', () => {
  const session = ref<Session>(nobody)
  const ready = ref(false)
  let asking: Promise<void> | undefined

  function take(answer: Session): Session {
    session.value = answer
    set_csrf(answer.csrf)
    ready.value = true
    return answer
  }

  /** Asks once; later calls wait for the same answer. */
  function ensure(): Promise<void> {
    asking ??= get<Session>('/v1/session').then(
      (answer) => void take(answer),
      (error: unknown) => {
        asking = undefined
        throw error
      },
    )
    return asking
  }

  async function refresh(): Promise<void> {
    take(await get<Session>('/v1/session'))
  }
  on_stale_token(refresh)

  const send_code = (phone: string) => post<{ resend_after_s: number; demo?: boolean }>('/v1/session/code', { phone })
  const sign_in_person = async (phone: string, code: string) => take(await post<Session>('/v1/session/person', { phone, code }))
  const sign_in_staff = async (user: string, password: string, totp: string) => take(await post<Session>('/v1/session/staff', { user, password, totp }))
  const change_password = async (old_password: string, totp: string, new_password: string) => take(await put<Session>('/v1/session/staff/password', { old_password, totp, new_password }))
  const join_identity = async (identity: NewIdentity) => take(await post_once<Session>('/v1/account/identity', identity))
  const send_identity_code = (identity: NewIdentity) => post<{ phone_tail: string; resend_after_s: number }>('/v1/account/identity/code', identity)
  const join_employer = async (employer: NewEmployer) => take(await post_once<Session>('/v1/account/employers', employer))

  async function sign_out(): Promise<void> {
    await remove('/v1/session')
    forget_drafts()
    await refresh()
  }

  const is_person = computed(() => session.value.kind === 'person')
  const is_staff = computed(() => session.value.kind === 'staff')
  const has_file = computed(() => session.value.person !== undefined)
  const display_name = computed(() => session.value.staff?.name ?? session.value.person?.name ?? session.value.account?.phone_masked ?? '')
  const has_duty = (duty: Duty) => session.value.staff?.duties.includes(duty) ?? false

  return {
    session, ready, ensure, refresh, take, send_code, sign_in_person, sign_in_staff, change_password, join_identity, send_identity_code, join_employer, sign_out,
    is_person, is_staff, has_file, display_name, has_duty,
  }
})
