import { describe, expect, it } from 'vitest'
import { document_fault, id_check_mark, phone_fault, tidy_number, uscc_fault } from './check_digits'

describe('numbers typed from a card', () => {
  it.each(['11010519491231002X', '440524188001010014', '11010519491231002x', ' 1101 0519 4912 3100 2X', '１１０１０５１９４９１２３１００２Ｘ'])('%s is a good identity number', (number) => {
    expect(document_fault('resident_id', number)).toBeUndefined()
  })
  it.each([
    ['110105194912310021', '最后一位'],
    ['11010519491331002X', '出生日期'],
    ['110105491231002', '15位'],
    ['1101051949123100', '16位'],
    ['1101051949123100AX', '前17位'],
  ])('%s is refused and says why', (number, words) => {
    expect(document_fault('resident_id', number)?.zh).toContain(words)
  })
  it('a residence permit begins with 81, 82 or 83 and has the same check', () => {
    const first = '81000019900307001'
    expect(document_fault('hmt_residence', first + id_check_mark(first))).toBeUndefined()
    expect(document_fault('hmt_residence', '11010519491231002X')?.zh).toContain('81')
  })
  it('travel permits have their own forms', () => {
    expect(document_fault('hm_travel_permit', 'h12345678')).toBeUndefined()
    expect(document_fault('hm_travel_permit', 'A12345678')).toBeDefined()
    expect(document_fault('tw_travel_permit', '12345678')).toBeUndefined()
    expect(document_fault('tw_travel_permit', '1234567')).toBeDefined()
  })
  it('nothing typed is nothing wrong yet', () => {
    expect(document_fault('resident_id', '')).toBeUndefined()
    expect(uscc_fault('')).toBeUndefined()
    expect(phone_fault('')).toBeUndefined()
  })
  it('a unified social credit code is verified', () => {
    expect(uscc_fault('91350100M000100Y43')).toBeUndefined()
    expect(uscc_fault('91350100M000100Y44')?.zh).toContain('最后一位')
    expect(uscc_fault('91350100M000100I43')?.zh).toContain('字母')
  })
  it('a mobile number may carry the country code and spaces', () => {
    expect(phone_fault('+86 138 1234 5678')).toBeUndefined()
    expect(phone_fault('1281234567')).toBeDefined()
  })
  it('tidying keeps what was meant', () => {
    expect(tidy_number(' 3701-02 ｘ')).toBe('370102X')
  })
})
