// What staff may read of people and units, by which duty, and that it is told to whom it concerns. rows 11.1 16.4
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number, type Answer } from './caller'
import { workbook } from './xlsx'

let program: Program
let person: Caller, handler: Caller, worker: Caller
let officers: Record<string, Caller> = {}
let waiting: any, settled: any, employment: any, unit: string, sheet: string, question: any
const duties = ['window', 'street', 'linyi', 'adviser', 'check', 'manager', 'merge', 'policy', 'admin']
const identity = { name: '孔阅览', document_type: 'resident_id', document_number: identity_number(801), area: '370102001' }
const reason = `reason=${encodeURIComponent('本人来电询问')}`

beforeAll(async () => {
  program = await start_program()
  person = await new Caller(program).person('12900008001', identity)
  const lost = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900008001' } }
  settled = (await person.submit(lost)).body
  expect(settled.state).toBe('settled')
  const paper = await new Caller(program).person('12900008002', { name: '孔持证', document_type: 'hm_travel_permit', document_number: 'H81234567', area: '370102001' })
  waiting = (await paper.submit(lost)).body
  handler = await new Caller(program).person('12000000004')
  unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
  worker = await new Caller(program).person('12900008003', { name: '孔工人', document_type: 'resident_id', document_number: identity_number(803), area: '370102001' })
  employment = (await handler.submit({ item: 'employment_registration', employer: unit, values: { worker_name: '孔工人', document_type: 'resident_id', document_number: identity_number(803), started_on: day(-4), contract_kind: 'open_ended' } })).body
  expect(employment.state).toBe('settled')
  const rows = workbook([['姓名', '证件类型', '证件号码', '用工日期', '劳动合同类型'], ['孔工人', '居民身份证', identity_number(803), day(-4), '无固定期限']])
  sheet = (await handler.call('POST', `/v1/employers/${unit}/sheets?item=employment_registration`, rows, { 'content-type': 'application/octet-stream' })).body.id
  question = (await person.submit({ item: 'policy_advice', values: { topic: 'startup', question: '小微企业创业补贴怎么申请？', publish_ok: false } })).body
  for (const duty of duties) officers[duty] = await new Caller(program).officer(duty)
}, 240_000)
afterAll(async () => { await program?.stop() })

const reads_of = async (caller: Caller) => (await caller.get('/v1/me/reads?limit=200')).body.rows.map((row: any) => row.purpose)
const reads_of_unit = async () => (await handler.get(`/v1/employers/${unit}/reads?limit=200`)).body.rows.map((row: any) => row.purpose)

describe('every route with somebody’s data', () => {
  // Path, and who can read afterwards that it was read.
  const routes: [string, () => string, () => Promise<string[]>][] = [
    ['/v1/cases/{number}', () => `/v1/cases/${settled.number}`, () => reads_of(person)],
    ['/v1/cases/{number} of a unit', () => `/v1/cases/${employment.number}`, () => reads_of(worker)],
    ['/v1/cases/{number}/certificate.pdf', () => `/v1/cases/${settled.number}/certificate.pdf`, () => reads_of(person)],
    ['/v1/desk/people/{id}', () => `/v1/desk/people/${settled.person_id}`, () => reads_of(person)],
    ['/v1/items/{code}/form', () => `/v1/items/unemployment_registration/form?person=${settled.person_id}`, () => reads_of(person)],
    ['/v1/employers/{id}', () => `/v1/employers/${unit}`, reads_of_unit],
    ['/v1/employers/{id}/employments', () => `/v1/employers/${unit}/employments?limit=200`, () => reads_of(worker)],
    ['/v1/employers/{id}/cases', () => `/v1/employers/${unit}/cases`, reads_of_unit],
    ['/v1/employers/{id}/sheets', () => `/v1/employers/${unit}/sheets`, reads_of_unit],
    ['/v1/sheets/{id}', () => `/v1/sheets/${sheet}`, () => reads_of(worker)],
    ['/v1/sheets/{id}/rows', () => `/v1/sheets/${sheet}/rows`, () => reads_of(worker)],
    ['/v1/sheets/{id}/{what}.{format}', () => `/v1/sheets/${sheet}/results.csv`, reads_of_unit],
  ]
  for (const given of ['without a reason', 'with a reason'])
    it.each(routes)(`%s, ${given}, is refused or recorded for staff of every duty`, async (_name, path, reads) => {
      const opened: string[] = []
      for (const duty of duties) {
        const before = (await reads()).length
        const asked = given === 'with a reason' ? `${path()}${path().includes('?') ? '&' : '?'}${reason}` : path()
        const answer = await officers[duty]!.get(asked)
        const after = await reads()
        if (answer.status === 200) {
          expect([duty, after.length], answer.text.slice(0, 300)).toEqual([duty, before + 1])
          expect([duty, after[0]]).toEqual([duty, expect.stringMatching(/看了|打开|代您|询问/)])
          opened.push(duty)
        } else {
          expect([duty, answer.status, answer.body.code]).toEqual([duty, 403, expect.stringMatching(/^(duty_missing|read_needs_reason|sheet_file_staff)$/)])
          expect([duty, after.length]).toEqual([duty, before])
        }
      }
      expect(opened).not.toContain('policy')
      expect(opened).not.toContain('admin')
    })

  it('is all of them: whatever the description says staff may GET stands above, or lists masked names or none', () => {
    const listed = new Set(routes.map(([name]) => name.split(' ')[0]))
    const masked = ['/v1/desk/queue', '/v1/desk/summary', '/v1/desk/checks', '/v1/desk/advice', '/v1/desk/evaluations', '/v1/desk/people', '/v1/desk/people/check', '/v1/desk/handlers', '/v1/desk/contacts', '/v1/desk/employers',
      // What was found about people, without the facts; numbers; rules and trials of them, without names; lines of files, without numbers.
      '/v1/desk/findings', '/v1/desk/findings/counts', '/v1/desk/findings/{id}/contacts', '/v1/desk/sweeps', '/v1/desk/sweeps/{n}', '/v1/desk/determinations',
      '/v1/desk/trials', '/v1/desk/trials/{id}', '/v1/desk/trials/{id}/affected', '/v1/desk/trials/{id}/affected/{n}',
      '/v1/desk/fact-sources', '/v1/desk/fact-files', '/v1/desk/fact-files/{id}', '/v1/desk/fact-batches', '/v1/desk/fact-batches/{n}', '/v1/desk/fact-batches/{n}/result',
      // Recorded: sweep.test.ts.
      '/v1/desk/findings/{id}']
    return new Caller(program).get('/openapi.json').then(({ body }) => {
      const open: string[] = []
      for (const [path, methods] of Object.entries<any>(body.paths)) {
        const who = methods.get?.['x-who'] ?? methods.get?.description ?? ''
        if (/staff|handler/.test(who) && !/staff: (admin|policy)/.test(who) && !listed.has(path) && !masked.includes(path)) open.push(path)
      }
      expect(open.filter((path) => !/templates|\/handlers|\/reads$/.test(path))).toEqual([])
    })
  })

  it('is told in words: what was seen, and why where a reason was needed', async () => {
    await officers.linyi!.get(`/v1/cases/${settled.number}?${reason}`)
    expect((await reads_of(person))[0]).toBe('看了您的失业登记办件；原因：本人来电询问')
    await officers.window!.get(`/v1/cases/${settled.number}`)
    expect((await reads_of(person))[0]).toBe('看了您的失业登记办件')
  })
})

describe('a task', () => {
  it('is a case in the queue for any window of the province, a closed one only at its own', async () => {
    expect((await officers.linyi!.get(`/v1/cases/${waiting.number}`)).status).toBe(200)
    expect((await officers.linyi!.get(`/v1/cases/${settled.number}`)).body.code).toBe('read_needs_reason')
    expect((await officers.window!.get(`/v1/cases/${settled.number}`)).status).toBe(200)
  })

  it('is a question for advisers, a commitment for who checks, any case of the area for who oversees it, and nothing else', async () => {
    expect((await officers.adviser!.get(`/v1/cases/${question.number}`)).status).toBe(200)
    expect((await officers.adviser!.get(`/v1/cases/${waiting.number}`)).body.code).toBe('read_needs_reason')
    expect((await officers.check!.get(`/v1/cases/${settled.number}`)).status).toBe(200)
    expect((await officers.manager!.get(`/v1/cases/${settled.number}`)).status).toBe(200)
    expect((await officers.merge!.get(`/v1/cases/${question.number}`)).status).toBe(200)
  })
})

describe('an act on an old version', () => {
  it('shows the case only to who may read it, and that is recorded', async () => {
    const late = (officer: Caller) => officer.post(`/v1/cases/${waiting.number}/actions`, { act: 'take' }, { 'if-match': '"v99"' })
    const refused = await late(officers.policy!)
    expect([refused.status, refused.body.code, refused.body.current]).toEqual([403, 'duty_missing', undefined])
    const shown = await late(officers.window!)
    expect([shown.status, shown.body.current.number]).toEqual([412, waiting.number])
  })
})

describe('lists of work', () => {
  const of: [string, string[]][] = [
    ['/v1/desk/queue', ['window', 'street', 'linyi', 'check', 'merge', 'manager']],
    ['/v1/desk/summary', ['window', 'street', 'linyi', 'check', 'merge', 'manager', 'adviser']],
    ['/v1/desk/people/check?name=%E5%AD%94&document_number=1', ['window', 'street', 'linyi', 'check', 'merge']],
    ['/v1/desk/checks', ['check']],
    ['/v1/desk/advice', ['adviser']],
    ['/v1/desk/evaluations', ['manager']],
  ]
  it.each(of)('%s is for who works it', async (path, allowed) => {
    for (const duty of duties) {
      const answer: Answer = await officers[duty]!.get(path)
      expect([duty, answer.status === 403]).toEqual([duty, !allowed.includes(duty)])
      if (answer.status === 200) expect(answer.text).not.toContain('孔阅览')
    }
  })
})

describe('an officer', () => {
  it('does not come back with the query code of a question written down at the desk', async () => {
    const asked = await new Caller(program).submit({ item: 'policy_advice', values: { topic: 'startup', question: '返乡创业有没有补贴？', publish_ok: false } })
    const code = asked.body.query_code
    const answer = await officers.window!.call('GET', `/v1/cases/${asked.body.number}`, undefined, { 'query-code': code })
    expect([answer.status, answer.body.code]).toEqual([403, 'query_code_staff'])
    expect((await new Caller(program).call('GET', `/v1/cases/${asked.body.number}`, undefined, { 'query-code': code })).status).toBe(200)
  })
})
