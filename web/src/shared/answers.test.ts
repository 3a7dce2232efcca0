import { afterEach, describe, expect, it } from 'vitest'
import type { Field } from '../api/types'
import { say_answer } from './answers'
import { language } from './preferences'

afterEach(() => { language.value = 'zh' })

describe('an answer in the language of its reader', () => {
  const field: Field = { name: 'reason', type: 'choice', label: { zh: '', en: '' }, hint: { zh: '', en: '' }, required: true, length_max: 0,
    options: [{ value: 'resigned', label: { zh: '辞职', en: 'Resigned' } }, { value: 'other', label: { zh: '其他', en: 'Other' } }] }
  it('is what the program shows, in Chinese', () => {
    expect(say_answer('是', true)).toBe('是')
    expect(say_answer('2026-11-04', '2026-11-04')).toBe('2026年11月4日')
  })
  it('is the English of its option; names stay as they are', () => {
    language.value = 'en'
    expect(say_answer('是', 'true')).toBe('Yes')
    expect(say_answer('否', false)).toBe('No')
    expect(say_answer('辞职', 'resigned', field)).toBe('Resigned')
    expect(say_answer('辞职、其他', ['resigned', 'other'], field)).toBe('Resigned, Other')
    expect(say_answer('历下区', '370102')).toBe('历下区')
  })
})
