import { describe, expect, it } from 'vitest'
import type { Field, FieldType } from '../api/types'
import { question_pages, step_of } from './steps'

const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  name, type, label: { zh: name, en: name }, hint: { zh: '', en: '' }, required: true, options: [], length_max: 0, ...more,
})
const names = (pages: Field[][]) => pages.map((page) => page.map((each) => each.name))

describe('the pages of a form', () => {
  it('a handful of small questions share one page', () => {
    expect(names(question_pages([field('lost_on', 'date'), field('reason', 'boolean'), field('wants_work', 'boolean')]))).toEqual([['lost_on', 'reason', 'wants_work']])
  })
  it('more than a screen is split, in the same order', () => {
    const asked = Array.from({ length: 8 }, (_, place) => field(`q${place}`, 'area'))
    expect(question_pages(asked).length).toBe(3)
    expect(question_pages(asked).flat()).toEqual(asked)
  })
  it('a question that depends on another stays on its page however full it is', () => {
    const parent = field('wants_training', 'boolean')
    const asked = [parent, ...Array.from({ length: 5 }, (_, place) => field(`q${place}`, 'text')), field('note', 'long_text', { shown_if: { field: 'wants_training', equals: 'true' } })]
    expect(names(question_pages(asked))[0]).toContain('note')
  })
  it('a document number is never parted from its kind', () => {
    const asked = [...Array.from({ length: 5 }, (_, place) => field(`q${place}`, 'text')), field('document_type', 'document_type'), field('document_number', 'document_number')]
    const home = question_pages(asked).find((page) => page.some((each) => each.name === 'document_type'))
    expect(home?.map((each) => each.name)).toContain('document_number')
  })
  it('nothing to ask goes straight to the check', () => {
    expect(step_of(undefined, 0)).toBe(1)
    expect(step_of('check', 2)).toBe(3)
    expect(step_of('2', 2)).toBe(2)
    expect(step_of('9', 2)).toBe(1)
    expect(step_of('x', 2)).toBe(1)
  })
})
