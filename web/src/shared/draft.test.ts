import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Field } from '../api/types'
import { forget_drafts, make_draft } from './draft'

const fields = [{ name: 'document_number', type: 'document_number' }, { name: 'on', type: 'date' }] as Field[]

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(null, { status: 204 }))))
})

describe('a draft on this device', () => {
  it('comes back, without the number of a document', () => {
    make_draft('hire', 'p1').keep({ on: '2026-11-03', document_number: '11010519491231002X' }, fields)
    expect(make_draft('hire', 'p1').values()).toEqual({ on: '2026-11-03' })
    expect(make_draft('hire', 'p2').values()).toBeUndefined()
  })
  it('the same values give the same key after a reload, other values another', () => {
    const key = make_draft('hire', 'p1').key_for({ on: '2026-11-03' })
    expect(make_draft('hire', 'p1').key_for({ on: '2026-11-03' })).toBe(key)
    expect(make_draft('hire', 'p1').key_for({ on: '2026-11-04' })).not.toBe(key)
  })
  it('an answered submission never lends its key to the next one', () => {
    const draft = make_draft('hire', 'p1')
    const key = draft.key_for({ on: '2026-11-03' })
    draft.answered()
    expect(draft.key_for({ on: '2026-11-03' })).not.toBe(key)
  })
  it('without an account it stays in this tab only', () => {
    make_draft('policy_advice', 'nobody').keep({ on: '2026-11-03' }, fields)
    expect(Object.keys(localStorage)).toEqual([])
    expect(make_draft('policy_advice', 'nobody').values()).toEqual({ on: '2026-11-03' })
    forget_drafts()
    expect(make_draft('policy_advice', 'nobody').values()).toBeUndefined()
  })
  it('is gone once sent, and when somebody signs out', () => {
    const draft = make_draft('hire', 'p1')
    draft.keep({ on: '1' }, fields)
    draft.drop()
    expect(draft.values()).toBeUndefined()
    draft.keep({ on: '1' }, fields)
    forget_drafts()
    expect(draft.values()).toBeUndefined()
  })
})
