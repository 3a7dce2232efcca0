import { ref, shallowRef, type Ref } from 'vue'
import type { Page, Problem } from '../../api/types'
import { problem_of } from '../api'

/** One page at a time of a list that may be of any length: only the rows on the screen are kept in memory. */
export interface CursorPages<T> {
  rows: Ref<T[]>
  total: Ref<number | undefined>
  loading: Ref<boolean>
  problem: Ref<Problem | undefined>
  /** 1 for the first page. */
  number: Ref<number>
  has_next: Ref<boolean>
  first: () => Promise<void>
  next: () => Promise<void>
  previous: () => Promise<void>
  reload: () => Promise<void>
}

/** Pages through `fetch_page` by cursor; a late answer of an older question is dropped. */
export function use_cursor_pages<T>(fetch_page: (cursor: string | undefined) => Promise<Page<T>>): CursorPages<T> {
  const rows = shallowRef<T[]>([]) as Ref<T[]>
  const total = ref<number>()
  const loading = ref(true)
  const problem = ref<Problem>()
  const number = ref(1)
  const has_next = ref(false)
  let trail: (string | undefined)[] = [undefined]
  let next_cursor: string | undefined
  let question = 0

  async function load() {
    const mine = ++question
    loading.value = true
    problem.value = undefined
    try {
      const page = await fetch_page(trail[trail.length - 1])
      if (mine !== question) return
      rows.value = page.rows
      if (page.total !== undefined) total.value = page.total
      next_cursor = page.next_cursor
      has_next.value = page.next_cursor !== undefined && page.next_cursor !== ''
      number.value = trail.length
    } catch (error) {
      if (mine !== question) return
      rows.value = []
      has_next.value = false
      problem.value = problem_of(error)
    } finally {
      if (mine === question) loading.value = false
    }
  }

  async function first() {
    trail = [undefined]
    total.value = undefined
    await load()
  }
  async function next() {
    if (!has_next.value) return
    trail.push(next_cursor)
    await load()
  }
  async function previous() {
    if (trail.length < 2) return
    trail.pop()
    await load()
  }
  return { rows, total, loading, problem, number, has_next, first, next, previous, reload: load }
}
