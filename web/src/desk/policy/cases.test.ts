import { describe, expect, it } from 'vitest'
import { case_at, text_of_value, value_of_literal, value_of_text } from './cases'

describe('examples of a table (16.2)', () => {
  it('read a witness of the proofs as facts', () => {
    expect(['null', 'true', '16', '-0.5', '"a \\"b\\""', '@"2026-11-30"', '@"P1Y"'].map(value_of_literal)).toEqual([null, true, 16, -0.5, 'a "b"', '2026-11-30', 'P1Y'])
    const name = (of: string) => ({ name: of, type: 'number', source: 'fact' as const, label: { zh: of, en: of } })
    expect(case_at(['age', 'floor(age / 12)', 'city'], ['15', '1', '"济南"'], [name('age'), name('city')]).facts).toEqual({ age: 15, city: '济南' })
  })
  it('take what was typed by the type of the fact, and say where it does not fit', () => {
    expect(value_of_text('是', 'boolean')).toBe(true)
    expect(value_of_text('maybe', 'boolean')).toBeUndefined()
    expect(value_of_text('16.5', 'number')).toBe(16.5)
    expect(value_of_text('sixteen', 'number')).toBeUndefined()
    expect(value_of_text('2026-11-30', 'date')).toBe('2026-11-30')
    expect(value_of_text('30.11.2026', 'date')).toBeUndefined()
    expect(value_of_text('', 'date')).toBeNull()
    expect(text_of_value(null)).toBe('')
    expect(text_of_value(16)).toBe('16')
  })
})
