import { describe, expect, it } from 'vitest'
import type { PolicySheet } from '../../api/types'
import { changed_rules, columns_of, with_pasted, with_rule, with_rule_moved, with_text, without_rule } from './sheet'

const card: PolicySheet = {
  hit_policy: 'FIRST',
  aggregation: '',
  inputs: [{ id: 'i1', label: '年龄', expression: 'age', type: 'number', allowed: '' }, { id: 'i2', label: '', expression: 'has_card', type: 'boolean', allowed: '' }],
  outputs: [{ id: 'o1', name: 'fee', label: '', type: 'number', values: '', fallback: '' }],
  annotations: [{ id: 'a1', name: 'clause' }],
  rules: [{ id: 'r1', cells: ['< 16', '-'], outputs: ['0'], annotations: ['1'] }, { id: 'r2', cells: ['-', '-'], outputs: ['5'], annotations: ['2'] }],
}
const texts = (sheet: PolicySheet) => sheet.rules.map((rule) => [...rule.cells, ...rule.outputs, ...rule.annotations].join(' | '))

describe('a table edited in the browser (16.2)', () => {
  it('shows inputs, outputs and annotations as columns, by their label or what they ask', () => {
    expect(columns_of(card).map((column) => column.label)).toEqual(['年龄', 'has_card', 'fee', 'clause'])
  })
  it('changes one cell and leaves the sheet before as it was', () => {
    const after = with_text(card, 0, columns_of(card)[0]!, ' < 18 ')
    expect(texts(after)).toEqual(['< 18 | - | 0 | 1', '- | - | 5 | 2'])
    expect(texts(card)[0]).toBe('< 16 | - | 0 | 1')
    expect(after.rules[1]).toBe(card.rules[1])
  })
  it('is the same sheet where a cell says what it said', () => {
    expect(with_text(card, 0, columns_of(card)[0]!, '< 16')).toBe(card)
    expect(with_text(card, 1, columns_of(card)[0]!, '')).toBe(card)
  })
  it('takes cells copied from a spreadsheet, with new rules where they reach beyond the last', () => {
    const after = with_pasted(card, { rule: 1, column: 0 }, '[16..60)\ttrue\r\n-\t\t9\tx\tbeyond\n')
    expect(texts(after)).toEqual(['< 16 | - | 0 | 1', '[16..60) | true | 5 | 2', '- | - | 9 | x'])
  })
  it('adds, copies, moves and removes rules, each with an id of its own', () => {
    const grown = with_rule(with_rule(card, 1), 2, card.rules[0])
    expect(new Set(grown.rules.map((rule) => rule.id)).size).toBe(4)
    expect(texts(grown)[2]).toBe('< 16 | - | 0 | 1')
    expect(with_rule_moved(card, 1, 0).rules.map((rule) => rule.id)).toEqual(['r2', 'r1'])
    expect(with_rule_moved(card, 0, -1)).toBe(card)
    expect(without_rule(card, 0).rules.map((rule) => rule.id)).toEqual(['r2'])
  })
  it('knows which rules say something new, wherever they stand', () => {
    const after = with_rule(with_rule_moved(with_text(card, 0, columns_of(card)[2]!, '1'), 0, 1), 2)
    expect([...changed_rules(card, after)]).toEqual(['r1', after.rules[2]!.id])
    expect(changed_rules(card, with_rule_moved(card, 0, 1)).size).toBe(0)
  })
})
