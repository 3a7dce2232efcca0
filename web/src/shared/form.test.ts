import { describe, expect, it } from 'vitest'
import type { Field, FieldType } from '../api/types'
import { asked_fields, corrected_values, field_fault, form_errors, problem_errors, stated_values, values_to_send } from './form'

const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  name, type, label: { zh: name, en: name }, hint: { zh: '', en: '' }, required: true, options: [], length_max: 0, ...more,
})

describe('a form drawn from an item', () => {
  const kind = field('kind', 'choice')
  const note = field('note', 'text', { shown_if: { field: 'kind', equals: 'other' } })
  const wants = field('wants', 'boolean')
  const detail = field('detail', 'text', { shown_if: { field: 'wants', equals: 'true' }, required: false })

  it('asks only what is not known', () => {
    expect(asked_fields([kind, wants], ['wants'], {})).toEqual([wants])
  })
  it('asks a dependent question once its condition holds', () => {
    expect(asked_fields([kind, note], ['kind', 'note'], { kind: 'freelance' })).toEqual([kind])
    expect(asked_fields([kind, note], ['kind', 'note'], { kind: 'other' })).toEqual([kind, note])
    expect(asked_fields([wants, detail], ['wants', 'detail'], { wants: true })).toEqual([wants, detail])
    expect(asked_fields([wants, detail], ['wants', 'detail'], { wants: false })).toEqual([wants])
  })
  it('«no» is an answer, nothing is not', () => {
    expect(field_fault(wants, { wants: false })).toBeUndefined()
    expect(field_fault(wants, {})?.zh).toBe('请选择：wants')
  })
  it('errors come in the order of the page', () => {
    expect(form_errors([kind, wants], {}).map((error) => error.field)).toEqual(['kind', 'wants'])
  })
  it('a name of one character, with a dot, or beyond the basic plane is a name', () => {
    const name = field('name', 'text', { length_max: 3 })
    for (const good of ['云', '阿·', '𠮷野家']) expect(field_fault(name, { name: good })).toBeUndefined()
    expect(field_fault(name, { name: '𠮷𠮷𠮷𠮷' })?.zh).toContain('4字')
  })
  it('sends dates and numbers in their normal form and nothing empty', () => {
    const sent = values_to_send([field('on', 'date'), field('document_number', 'document_number'), detail, wants], {
      on: '2026年11月3日', document_number: ' 11010519491231002x', detail: '', wants: false, other: 'x',
    })
    expect(sent).toEqual({ on: '2026-11-03', document_number: '11010519491231002X', wants: false })
  })
  it('what is put right takes an emptied answer out', () => {
    expect(corrected_values([field('on', 'date'), detail, wants], { on: '2026-11-03', detail: '' }, { on: '2026-11-01', detail: '旧的', other: 'x' })).toEqual({ on: '2026-11-03', detail: null })
  })
  it('a refusal becomes errors of fields; one without a field stands alone', () => {
    const words = { zh: '一', en: 'one' }
    const base = { type: '', title: '', status: 422, code: 'x', detail: words, next: words }
    expect(problem_errors({ ...base, errors: [{ code: 'y', field: 'on', detail: words, next: words }] })[0].field).toBe('on')
    expect(problem_errors(base)[0].field).toBe('')
  })
  it('an error about a value is placed at its field and says which one', () => {
    const words = { zh: '还没有填', en: 'is empty' }
    const [error] = problem_errors({ type: '', title: '', status: 422, code: 'x', field: 'values.kind', detail: words, next: words }, [kind])
    expect(error.field).toBe('kind')
    expect(error.words.zh).toBe('kind：还没有填')
  })
  it('what the records state is sent unless it is asked again', () => {
    expect(stated_values({ kind: 'a', wants: true }, [wants])).toEqual({ kind: 'a' })
  })
})
