// Asking and sending with every outcome shown: loading, refused, no right, lost on the way.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { NetworkLoss, ProblemError, new_key } from '../api/client'
import type { Page, Problem } from '../api/types'

export interface Load<T> {
  data: ShallowRef<T | undefined>
  problem: ShallowRef<Problem | undefined>
  lost: Ref<boolean>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Runs `ask` now and again on reload(); an older answer never overwrites a newer one. */
export function use_load<T>(ask: () => Promise<T>, at_once = true): Load<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const lost = ref(false)
  const loading = ref(at_once)
  let turn = 0
  onScopeDispose(() => { turn = -1 })
  const reload = async () => {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await ask()
      if (mine !== turn) return
      data.value = answer
      problem.value = undefined
      lost.value = false
    } catch (error) {
      if (mine !== turn) return
      if (error instanceof ProblemError) problem.value = error.problem
      else if (error instanceof NetworkLoss) lost.value = true
      else throw error
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  if (at_once) void reload()
  return { data, problem, lost, loading, reload }
}

export interface Send {
  busy: Ref<boolean>
  problem: ShallowRef<Problem | undefined>
  lost: Ref<boolean>
  /** Runs once at a time. The key stays the same until the program has answered, so a repeat cannot act twice. */
  send: <T>(act: (key: string) => Promise<T>) => Promise<T | undefined>
}

export function use_send(): Send {
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  const lost = ref(false)
  let key = new_key()
  const send = async <T>(act: (key: string) => Promise<T>): Promise<T | undefined> => {
    if (busy.value) return undefined
    busy.value = true
    problem.value = undefined
    lost.value = false
    try {
      const answer = await act(key)
      key = new_key()
      return answer
    } catch (error) {
      if (error instanceof ProblemError) {
        problem.value = error.problem
        key = new_key()
      } else if (error instanceof NetworkLoss) lost.value = true
      else throw error
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, lost, send }
}

export interface Growing<T> {
  rows: ShallowRef<T[]>
  load: Load<Page<T>>
  further: Send
  /** Where the list goes on; nothing where all of it is here. */
  next_cursor: Ref<string | undefined>
  more: () => Promise<void>
}

/** A list that grows: its first page at once, the next with each more(). */
export function use_growing<T>(ask: (cursor: string | undefined) => Promise<Page<T>>, at_once = true): Growing<T> {
  const rows = shallowRef<T[]>([])
  const next_cursor = ref<string>()
  const load = use_load(async () => {
    const page = await ask(undefined)
    rows.value = page.rows
    next_cursor.value = page.next_cursor
    return page
  }, at_once)
  const further = use_send()
  const more = async () => {
    await further.send(async () => {
      const page = await ask(next_cursor.value)
      rows.value = [...rows.value, ...page.rows]
      next_cursor.value = page.next_cursor
    })
  }
  return { rows, load, further, next_cursor, more }
}
