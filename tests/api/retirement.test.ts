// The month of retirement, by the tables of 国发〔2024〕18号: before it one registers, from its first day on the rule says why not. Of women, the table of posts with the later age; the other one is asked for in correction.test.ts. row 1.3
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

type Sex = 'male' | 'female'
let program: Program
let handler: Caller
let unit: string
let sequence = 0
beforeAll(async () => {
  program = await start_program(100, ['--requests-per-minute', '0', '--trusted-proxies', '127.0.0.1'])
  handler = await new Caller(program).person('12000000004')
  unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
})
afterAll(async () => { await program.stop() })

const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1
const month = (count: number) => `${Math.floor(count / 12)}-${String(count % 12 + 1).padStart(2, '0')}`
/** 附表1 and 附表2: men from January 1965 and women (55) from January 1970 retire one month later for every four months begun. */
const retires = (sex: Sex, born: string) => {
  const [first, age] = sex === 'male' ? [months('1965-01'), 720] : [months('1970-01'), 660]
  const delay = months(born) < first ? 0 : Math.min(36, Math.floor((months(born) - first) / 4) + 1)
  return month(months(born) + age + delay)
}
/** Born so that the month of retirement is the last one that has begun, and the first one that has not. */
const boundary = (sex: Sex) => {
  let born = months(sex === 'male' ? '1960-01' : '1965-01')
  while (retires(sex, month(born + 1)) <= day(0).slice(0, 7)) ++born
  return { past: month(born), not_yet: month(born + 1) }
}
/** The 17th digit is odd for men and even for women. */
const number_of = (sex: Sex, born: string) => {
  do ++sequence; while ((1 + sequence % 999) % 2 !== (sex === 'male' ? 1 : 0))
  return identity_number(sequence, `${born.replaceAll('-', '')}`)
}
const newcomer = (sex: Sex, born: string) => {
  const document_number = number_of(sex, born)
  return new Caller(program, `198.51.100.${sequence % 250}`).person(`1290009${String(sequence).padStart(4, '0')}`, { name: '季退休', document_type: 'resident_id', document_number, area: '370102001' })
}
const lost_job = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000001', post_kind: 'management' } }
const flexible = { item: 'flexible_employment_registration', commitment: true, values: { flexible_kind: 'street_trade', started_on: day(-3), work: '摆摊', area: '370102001', phone: '12900000001', post_kind: 'management' } }

describe('the month of retirement', () => {
  it.each<[Sex, string, string]>([
    // Rows of the annexed tables themselves.
    ['male', '1964-12-31', '2024-12-01'], ['male', '1965-01-01', '2025-02-01'], ['male', '1965-05-15', '2025-07-01'], ['male', '1966-09-30', '2027-03-01'], ['male', '1976-09-01', '2039-09-01'], ['male', '1980-06-01', '2043-06-01'],
    ['female', '1969-12-31', '2024-12-01'], ['female', '1970-01-31', '2025-02-01'], ['female', '1971-12-01', '2027-06-01'], ['female', '1981-09-01', '2039-09-01'], ['female', '1985-02-28', '2043-02-01'],
  ])('of a %s born on %s begins on %s, in the person’s own file', async (sex, born, on) => {
    const me = (await (await newcomer(sex, born)).get('/v1/me')).body
    expect([me.sex, me.born_on, me.retires_on]).toEqual([sex, born, on])
    expect(me.working_age).toBe(on > day(0))
    expect(`${retires(sex, born)}-01`).toBe(on)
  })

  it.each<Sex>(['male', 'female'])('that has begun ends registering (%s): refused with month and law; of who is born a month later it is open to the last day', async (sex) => {
    const { past, not_yet } = boundary(sex)
    for (const order of [lost_job, flexible]) {
      for (const born of [`${past}-01`, `${past}-28`]) {
        const person = await newcomer(sex, born)
        const refused = await person.submit(order)
        expect([refused.status, refused.body.state, refused.body.reason.reason_code], `${sex} ${born}`).toEqual([201, 'refused', 'past_retirement'])
        expect(refused.body.reason.clause).toContain('国发〔2024〕18号')
        expect(refused.body.reason.facts.find((fact: any) => fact.name === 'retires_on').value).toBe(`${retires(sex, past)}-01`)
        expect(refused.body.certificate).toBeUndefined()
        // The refusal is recorded with its case and message; nothing else is.
        const { now, spells } = (await person.get('/v1/me/status')).body
        expect([now.kind, spells]).toEqual(['none', []])
        expect((await person.get('/v1/me/cases')).body.rows).toMatchObject([{ number: refused.body.number, state: 'refused' }])
        expect((await person.get('/v1/me/messages')).body.rows[0].text).toContain(refused.body.number)
        expect(refused.body.next).toContain('object')
      }
      const person = await newcomer(sex, `${not_yet}-01`)
      const settled = await person.submit(order)
      expect([settled.body.state, `${sex} ${not_yet}`], settled.text.slice(0, 300)).toEqual(['settled', `${sex} ${not_yet}`])
      expect((await person.get('/v1/me/status')).body.spells).toMatchObject([{ from: day(-3), case_number: settled.body.number, current: true }])
    }
  })

  it.each<Sex>(['male', 'female'])('that has begun turns a hire into a record only, the day before it is a registration (%s)', async (sex) => {
    const { past, not_yet } = boundary(sex)
    const hire = async (born: string, started_on: string) => (await handler.submit({
      item: 'employment_registration', employer: unit,
      values: { worker_name: '季返聘', document_type: 'resident_id', document_number: number_of(sex, born), started_on, contract_kind: 'fixed_term', contract_until: day(300) },
    })).body
    const first = `${retires(sex, past)}-01`
    const before = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10)
    const filed = await hire(`${past}-10`, first)
    expect([filed.state, filed.reason.reason_code]).toEqual(['settled', 'filed_past_retirement'])
    for (const done of [await hire(`${past}-10`, before), await hire(`${not_yet}-10`, day(-1))]) {
      expect(done.state).toBe('settled')
      expect(done.reason.reason_code).toMatch(/^settled_/)
    }
    const roll = (await handler.get(`/v1/employers/${unit}/employments?limit=200`)).body.rows.filter((row: any) => row.person_name === '季返聘')
    expect(roll.map((row: any) => row.case_number)).toContain(filed.number)
  })
})
