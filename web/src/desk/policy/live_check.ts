import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { PolicyCases, PolicyCheck, PolicySheet, Problem } from '../../api/types'
import { problem_of } from '../api'
import { check_table } from './api'

const pause_ms = 500

export interface Edited { sheet: PolicySheet; cases: PolicyCases }

/** Asks for the proofs of what is on the page a moment after each change; an answer to an older state is dropped. */
export function use_live_check(item: () => string, edited: Ref<Edited | undefined>, active: () => boolean) {
  const check = shallowRef<PolicyCheck>()
  const problem = shallowRef<Problem>()
  const waiting = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | undefined
  const stop = () => {
    clearTimeout(timer)
    asked?.abort()
  }
  watch(edited, (now) => {
    stop()
    if (!now || !active()) return
    waiting.value = true
    timer = setTimeout(async () => {
      const mine = (asked = new AbortController())
      try {
        const answer = await check_table(item(), now.sheet, now.cases, mine.signal)
        if (mine.signal.aborted) return
        check.value = answer
        problem.value = undefined
        waiting.value = false
      } catch (error) {
        if (mine.signal.aborted) return
        waiting.value = false
        problem.value = problem_of(error)
      }
    }, pause_ms)
  })
  onScopeDispose(stop)
  return { check, problem, waiting }
}
