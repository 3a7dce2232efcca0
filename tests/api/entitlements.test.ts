// «我能领什么»: for anybody with facts typed in, for somebody signed in from what the records know. rows 15.3, 16.1, 1.2
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let sequence = 700
beforeAll(async () => { program = await start_program(100, ['--requests-per-minute', '0', '--trusted-proxies', '127.0.0.1']) })
afterAll(async () => { await program.stop() })

const policy = (answer: any, code: string) => answer.body.policies.find((each: any) => each.code === code)
const fact = (answer: any, name: string) => answer.body.facts.find((each: any) => each.name === name)
const tell = (facts: Record<string, unknown>) => new Caller(program).post('/v1/entitlements', { facts })
const newcomer = async (area = '370102001') => {
  sequence += 2 // The same sex for all.
  return new Caller(program, `198.51.100.${sequence % 250}`).person(`1290008${sequence}0`, { name: '苗可领', document_type: 'resident_id', document_number: identity_number(sequence, '19950101'), area })
}
const lost_job = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000001' } }

describe('what can I get, for anybody', () => {
  it('says how many months are missing, what more would give, the clause and the row (rows 15.3, 16.1)', async () => {
    const answer = await tell({ birth_date: '1981-03-05', sex: 'male', insured_months: 10, last_end_reason: 'contract_expired', open_unemployment: true, open_unemployment_since: day(-20), benefit_months_paid: 0 })
    expect(answer.status, answer.text).toBe(200)
    const benefit = policy(answer, 'unemployment_benefit')
    expect(benefit).toMatchObject({ standing: 'near', reason_code: 'months_short', clause: '社会保险法45', table: 'unemployment_benefit' })
    expect(benefit.sentence.zh).toBe('单位缴费10个月，满12个月才能领，还差2个月')
    expect(benefit.change.zh).toContain('再缴2个月')
    expect(benefit.amount).toBeUndefined()
    expect(benefit.law.length).toBeGreaterThan(1)
    expect(benefit.rule).toBeGreaterThan(0)
    expect(benefit.ways[0]).toMatchObject({ steps: [{ name: 'insured_months_since_benefit', from: { zh: '10' }, to: { zh: '12' } }], amount: { per: 'month', months: 12 } })
    expect(benefit.facts).toContainEqual({ name: 'insured_months_since_benefit', label: { zh: '能算的单位缴费月数', en: 'Months insured by employers that count' }, shown: { zh: '10', en: '10' }, source: { zh: '您刚填的', en: 'what you just filled in' } })
  })

  it('gives amount and months where it is granted, those first, each with the item that starts it where there is one', async () => {
    const answer = await tell({ birth_date: '1975-03-05', sex: 'male', insured_months: 130, last_end_reason: 'redundancy', laid_off: true, open_unemployment: true, open_unemployment_since: day(-20), benefit_months_paid: 1 })
    const granted = answer.body.policies.filter((each: any) => each.standing === 'granted').map((each: any) => each.code)
    expect(granted).toContain('unemployment_benefit')
    expect(granted).toContain('hardship_recognition')
    expect(answer.body.policies.slice(0, granted.length).every((each: any) => each.standing === 'granted')).toBe(true)
    const benefit = policy(answer, 'unemployment_benefit')
    expect(benefit.amount).toMatchObject({ per: 'month', months: 23 })
    expect(benefit.amount.yuan).toBeGreaterThan(1000)
    expect(benefit.starts.item).toBe('policy_advice')
    expect(policy(answer, 'hardship_recognition').because).toMatchObject([{ code: 'hardship_ground', sentence: { zh: expect.stringContaining('男满50周岁') } }])
    const waits = await tell({ birth_date: '1975-03-05', sex: 'male', insured_months: 130, last_end_reason: 'redundancy' })
    expect(policy(waits, 'unemployment_benefit')).toMatchObject({ standing: 'near', starts: { item: 'unemployment_registration' } })
  })

  it('with nothing told asks what it needs to know, and grants nothing', async () => {
    const answer = await tell({})
    expect(answer.status).toBe(200)
    expect(answer.body.policies.length).toBe(10)
    expect(answer.body.policies.some((each: any) => each.standing === 'granted')).toBe(false)
    expect(policy(answer, 'pension_due').missing.map((each: any) => each.name)).toContain('months_to_retirement')
    expect(fact(answer, 'disabled')).toMatchObject({ value: false, source: { zh: '默认值，您没有填' } })
    for (const each of answer.body.facts) {
      expect(each.label.zh).not.toBe('')
      expect(each.label.en).not.toBe('')
      if (each.type === 'string') expect(each.options.length).toBeGreaterThan(1)
    }
  })

  it('takes only what it asks, of the right kind: everything wrong is told at once, at its name', async () => {
    const refused = await tell({ birth_date: '1981-02-30', insured_months: 'ten', disabled: 1, last_end_reason: 'sold', age: 40, hukou: '370102' })
    expect(refused.status).toBe(422)
    expect(Object.fromEntries(refused.body.errors.map((each: any) => [each.field, each.code]))).toEqual({
      'facts.birth_date': 'date_invalid', 'facts.insured_months': 'json_type', 'facts.disabled': 'json_type', 'facts.last_end_reason': 'option_unknown', 'facts.age': 'field_unknown', 'facts.hukou': 'field_unknown',
    })
    expect((await new Caller(program).post('/v1/entitlements', {})).status).toBe(422)
    expect((await new Caller(program).post('/v1/entitlements', { facts: { x: 'y'.repeat(30_000) } })).status).toBe(413)
  })
})

describe('what can I get, for somebody signed in', () => {
  it('is prefilled from the records, wherever somebody lives the same (rows 1.2, 16.1)', async () => {
    const [near, far] = [await newcomer('370102001'), await newcomer('371302001')]
    for (const who of [near, far]) expect((await who.submit(lost_job)).body.state).toBe('settled')
    const [here, there] = [await near.get('/v1/me/entitlements'), await far.get('/v1/me/entitlements')]
    expect(here.status, here.text).toBe(200)
    expect(fact(here, 'open_unemployment')).toMatchObject({ value: true, shown: { zh: '是' }, source: { zh: '就业登记记录' } })
    expect(fact(here, 'birth_date')).toMatchObject({ value: '1995-01-01', source: { zh: '证件信息' } })
    expect(there.body.policies).toEqual(here.body.policies)
    expect(here.text).not.toMatch(/苗可领|370102/)
  })

  it('takes a fact told otherwise for this calculation and keeps nothing', async () => {
    const who = await newcomer()
    const before = await who.get('/v1/me/entitlements')
    expect(policy(before, 'hardship_recognition').standing).toBe('no')
    const told = await who.post('/v1/me/entitlements', { facts: { disabled: true, open_unemployment: true } })
    expect(told.status, told.text).toBe(200)
    expect(policy(told, 'hardship_recognition').standing).toBe('granted')
    expect(fact(told, 'disabled')).toMatchObject({ value: true, source: { zh: '您刚填的' } })
    expect(fact(told, 'birth_date')).toMatchObject({ value: '1995-01-01', source: { zh: '证件信息' } })
    expect((await who.get('/v1/me/entitlements')).body).toEqual(before.body)
    expect((await who.get('/v1/me/timeline')).text).not.toContain('disabled')
  })

  it('is for whoever is signed in with a file only', async () => {
    expect((await new Caller(program).get('/v1/me/entitlements')).status).toBe(401)
    expect((await new Caller(program).post('/v1/me/entitlements', { facts: {} })).status).toBe(401)
    const without_file = await new Caller(program, '198.51.100.9').person('12900080001')
    expect((await without_file.get('/v1/me/entitlements')).body.code).toBe('identity_needed')
  })
})
