import { describe, expect, it } from 'vitest'
import type { AskedFact, Entitlement } from '../api/types'
import { all_questions, amount_words, counted, field_of, groups, questions_of } from './entitlement'

const words = { zh: '话', en: 'words' }
const fact = (name: string, group: AskedFact['group'], type: AskedFact['type'] = 'boolean'): AskedFact => ({ name, group, type, label: words, shown: words, source: words, value: null, options: [] })
const facts = [fact('birth_date', 'self', 'date'), fact('sex', 'self', 'string'), fact('insured_employee', 'work'), fact('last_end_reason', 'work', 'string'), fact('open_unemployment', 'work'),
  fact('open_unemployment_since', 'work', 'date'), fact('runs_business', 'business'), fact('business_since', 'business', 'date'), fact('benefit_months_paid', 'paid', 'number')]
const names = (list: { name: string }[]) => list.map((each) => each.name)

describe('the questions of «what can I get»', () => {
  it('that say nothing without another answer are asked after it', () => {
    expect(names(questions_of(facts, 'work', {}))).toEqual(['insured_employee', 'last_end_reason', 'open_unemployment'])
    expect(names(questions_of(facts, 'work', { insured_employee: true, open_unemployment: true }))).toEqual(['insured_employee', 'open_unemployment', 'open_unemployment_since'])
    expect(names(questions_of(facts, 'business', { runs_business: true }))).toEqual(['runs_business', 'business_since'])
    expect(names(questions_of(facts, 'paid', {}))).toEqual([])
    expect(names(all_questions(facts, { open_unemployment: true }))).toContain('benefit_months_paid')
    expect(groups.length).toBe(6)
  })
  it('are boxes to tick, where only the day of birth and the sex have to be told; a «no» is said where a record is doubted', () => {
    expect(field_of(facts[0]!)).toMatchObject({ type: 'date', required: true })
    expect(field_of(facts[2]!)).toMatchObject({ type: 'boolean', required: false })
    expect(field_of(facts[2]!, true)).toMatchObject({ type: 'boolean', required: true })
    expect(field_of(facts[8]!)).toMatchObject({ type: 'integer' })
  })
})

describe('an amount', () => {
  it.each([
    [{ yuan: 1638, per: 'month', months: 12 }, '每月1,638元，12个月', '1,638 yuan a month for 12 months'],
    [{ yuan: 565, per: 'month' }, '每月565元', '565 yuan a month'],
    [{ yuan: 1000, per: 'once' }, '一次1,000元', '1,000 yuan once'],
    [{ yuan: 12000, per: 'once' }, '一次1.2万元', '12,000 yuan once'],
    [{ yuan: 150000, per: 'loan' }, '最高可贷15万元', 'a loan of up to 150,000 yuan'],
    [{ yuan: 12345, per: 'once' }, '一次12,345元', '12,345 yuan once'],
  ] as const)('%o is said as %s', (amount, zh, en) => {
    expect(amount_words(amount)).toEqual({ zh, en })
  })
})

describe('standings', () => {
  it('are counted, those of which there is none left out', () => {
    const policy = (standing: Entitlement['standing']) => ({ standing }) as Entitlement
    expect(counted([policy('granted'), policy('no'), policy('no')])).toEqual([{ standing: 'granted', count: 1 }, { standing: 'no', count: 2 }])
  })
})
