import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../api/client'
import type { Page } from '../../api/types'
import { use_cursor_pages } from './cursor_pages'

const pages: Record<string, Page<number>> = { '': { rows: [1, 2], next_cursor: 'b', total: 5 }, b: { rows: [3, 4], next_cursor: 'c' }, c: { rows: [5] } }

describe('a list turned by cursor', () => {
  it('goes on and back, and keeps only the page that is shown', async () => {
    const list = use_cursor_pages((cursor) => Promise.resolve(pages[cursor ?? ''] as Page<number>))
    await list.first()
    await list.next()
    await list.next()
    expect(list.rows.value).toEqual([5])
    expect([list.number.value, list.has_next.value, list.total.value]).toEqual([3, false, 5])
    await list.next()
    expect(list.number.value).toBe(3)
    await list.previous()
    expect(list.rows.value).toEqual([3, 4])
  })

  it('drops a late answer to an older question', async () => {
    const waiting: ((page: Page<number>) => void)[] = []
    const list = use_cursor_pages<number>(() => new Promise((resolve) => waiting.push(resolve)))
    const old = list.first()
    const young = list.first()
    waiting[1]?.({ rows: [2] })
    await young
    waiting[0]?.({ rows: [1] })
    await old
    expect(list.rows.value).toEqual([2])
  })

  it('shows a refusal instead of rows', async () => {
    const words = { zh: '不行', en: 'No' }
    const list = use_cursor_pages<number>(() => Promise.reject(new ProblemError({ type: '', title: '', status: 403, code: 'no_duty', detail: words, next: words })))
    await list.first()
    expect(list.problem.value?.code).toBe('no_duty')
    expect(list.rows.value).toEqual([])
    expect(list.loading.value).toBe(false)
  })
})
