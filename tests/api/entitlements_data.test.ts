// «我能领什么» from what other departments told: months insured come as their file, and the answer says how many are missing. rows 15.3, 16.1
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database_of, drop_databases } from '../../bench/database.mjs'
import { end, free_port, start } from '../../bench/stand.mjs'
import { Caller, day, identity_number } from './caller'
import { leye } from './program'

let data: string, port: number, child: ChildProcess
const number = identity_number(811, '19860520'), phone = '12900081101'
const serve = async () => { child = await start('demo', data, port, ['--people', '100', '--sweep-at', 'never']) }
const caller = () => new Caller({ url: `http://127.0.0.1:${port}`, printed: () => '', stop: async () => undefined })
const known = { name: '岑月数', document_type: 'resident_id', document_number: number }
const month = (back: number) => {
  const [year, now] = day(0).split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, now - 1 - back, 1)).toISOString().slice(0, 7)
}
let uscc: string, person: Caller
/** The social insurance office hands over the months, counted back from this one; the program rests meanwhile. */
async function insure(from: number, until: number) {
  await end(child)
  const file = join(data, `insured-${from}.csv`)
  await writeFile(file, ['公民身份号码,费款所属期,参保身份,统一社会信用代码,缴费基数', ...Array.from({ length: from - until + 1 }, (_, n) => `${number},${month(from - n)},单位职工,${uscc},4500`)].join('\r\n'))
  const ran = await leye(['facts', 'import', 'social_insurance', file, '--json', '--data', data, ...database_of(data)])
  expect([ran.status, ran.err]).toEqual([0, ''])
  await serve()
}
const policy = (answer: any, code: string) => answer.body.policies.find((each: any) => each.code === code)
const fact = (answer: any, name: string) => answer.body.facts.find((each: any) => each.name === name)
async function mine() {
  const answer = await person.get('/v1/me/entitlements')
  expect(answer.status, answer.text).toBe(200)
  return answer
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'leye-entitled-'))
  port = await free_port()
  await serve()
  person = await caller().person(phone, { ...known, area: '370102001' })
  const handler = await caller().person('12000000004')
  const employer = (await handler.get('/v1/session')).body.acts_for[0].employer_id
  uscc = (await handler.get(`/v1/employers/${employer}`)).body.uscc
  const { name, ...document } = known
  const hired = await handler.submit({ item: 'employment_registration', employer, values: { worker_name: name, ...document, started_on: day(-420), contract_kind: 'fixed_term', contract_until: day(-40), phone } })
  expect(hired.body.state, hired.text).toBe('settled')
  const ended = await handler.submit({ item: 'employment_end', employer, values: { worker_name: name, ...document, ended_on: day(-40), end_reason: 'contract_expired' } })
  expect(ended.body.state, ended.text).toBe('settled')
  const registered = await person.submit({ item: 'unemployment_registration', commitment: true, values: { lost_on: day(-39), reason: 'contract_expired', wants_work: true, able_to_work: true, area: '370102001', phone } })
  expect(registered.body.state, registered.text).toBe('settled')
})
afterAll(async () => {
  await end(child)
  drop_databases()
  await rm(data, { recursive: true, force: true })
})

describe('what can I get, with facts of other departments (rows 15.3, 16.1)', () => {
  it('says «还差2个月» from ten months of insurance, and grants twelve months of benefit once two more are told', async () => {
    await insure(12, 3)
    const short = await mine()
    expect(fact(short, 'insured_months')).toMatchObject({ value: 10, source: { zh: '社会保险记录' } })
    expect(fact(short, 'last_end_reason')).toMatchObject({ value: 'contract_expired', shown: { zh: '合同期满' } })
    expect(policy(short, 'unemployment_benefit')).toMatchObject({ standing: 'near', sentence: { zh: '单位缴费10个月，满12个月才能领，还差2个月' } })
    expect(policy(short, 'unemployment_benefit').ways[0].steps).toMatchObject([{ name: 'insured_months_since_benefit', to: { zh: '12' } }])
    await insure(14, 13)
    const granted = policy(await mine(), 'unemployment_benefit')
    expect(granted).toMatchObject({ standing: 'granted', reason_code: 'months_first', amount: { per: 'month', months: 12 } })
    expect(granted.sentence.zh).toContain('还能领12个月')
  })
})
