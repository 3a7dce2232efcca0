import { ref, type Ref } from 'vue'
import type { Problem } from '../../api/types'
import { problem_of } from '../api'

/** Sends one thing at a time: `once` does nothing while the one before is under way, and keeps what went wrong for the page. */
export function use_sending(): { problem: Ref<Problem | undefined>; sending: Ref<boolean>; once: (work: () => Promise<void>) => Promise<void> } {
  const problem = ref<Problem>()
  const sending = ref(false)
  async function once(work: () => Promise<void>) {
    if (sending.value) return
    sending.value = true
    problem.value = undefined
    try {
      await work()
    } catch (error) {
      problem.value = problem_of(error)
    } finally {
      sending.value = false
    }
  }
  return { problem, sending, once }
}
