import { beforeEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { keep_drafts_for, use_draft } from './draft'

const fresh = () => ({ note: '', fields: [] as string[] })

describe('unsent work', () => {
  beforeEach(() => sessionStorage.clear())

  it('comes back after the page is built again', () => {
    const first = use_draft(() => 'case.1', fresh)
    first.value.value.note = '还缺离职日期'
    first.value.value.fields.push('lost_on')
    const second = use_draft(() => 'case.1', fresh)
    expect(second.value.value).toEqual({ note: '还缺离职日期', fields: ['lost_on'] })
    expect(second.restored.value).toBe(true)
  })

  it('is gone once it was sent, and an empty form leaves nothing behind', () => {
    const draft = use_draft(() => 'case.1', fresh)
    draft.value.value.note = '好'
    draft.forget()
    expect(sessionStorage.length).toBe(0)
    draft.value.value.note = '又写'
    expect(sessionStorage.length).toBe(1)
    draft.value.value.note = ''
    expect(sessionStorage.length).toBe(0)
  })

  it('of one case never shows in another', () => {
    const name = ref('case.1')
    const draft = use_draft(name, fresh)
    draft.value.value.note = '第一件'
    name.value = 'case.2'
    expect(draft.value.value.note).toBe('')
    draft.value.value.note = '第二件'
    name.value = 'case.1'
    expect(draft.value.value.note).toBe('第一件')
  })

  it('is not shown to the next officer at the same desk', () => {
    keep_drafts_for('staff-1')
    use_draft(() => 'case.1', fresh).value.value.note = '还没写完'
    keep_drafts_for('staff-1')
    expect(use_draft(() => 'case.1', fresh).value.value.note).toBe('还没写完')
    keep_drafts_for('staff-2')
    expect(use_draft(() => 'case.1', fresh).value.value.note).toBe('')
  })
})
