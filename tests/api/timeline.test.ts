// Each service is recorded where the person, the employer and the desk read it. row 15.4
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let person: Caller
let handler: Caller
let officer: Caller
let unit: string
const document = { name: '宋经历', document_type: 'resident_id', document_number: identity_number(450) }
const done: { item: string; number: string }[] = []

/** Hands in and keeps the number; the case is settled at once. */
async function service(caller: Caller, item: string, values: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const answer = await caller.submit({ item, values, ...more })
  expect([item, answer.status, answer.body.state], answer.text.slice(0, 400)).toEqual([item, 201, 'settled'])
  done.push({ item, number: answer.body.number })
  return answer.body
}
async function all_rows(caller: Caller, path: string): Promise<any[]> {
  const rows: any[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: any = (await caller.get(`${path}?limit=3${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)).body
    rows.push(...page.rows)
    cursor = page.next_cursor
  }
  return rows
}

beforeAll(async () => {
  program = await start_program(100)
  person = await new Caller(program).person('12900004501', { ...document, area: '370102001' })
  handler = await new Caller(program).person('12000000004')
  unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
  officer = await new Caller(program).officer('window')
  const worker = { worker_name: document.name, document_type: document.document_type, document_number: document.document_number }
  await service(person, 'flexible_employment_registration', { flexible_kind: 'street_trade', started_on: day(-90), work: '摆摊', area: '370102001', phone: '12900004501' }, { commitment: true })
  await service(person, 'flexible_employment_end', { ended_on: day(-60), end_reason: 'stopped' })
  await service(handler, 'employment_registration', { ...worker, started_on: day(-50), contract_kind: 'open_ended' }, { employer: unit })
  await service(handler, 'employment_end', { ...worker, ended_on: day(-20), end_reason: 'agreed' }, { employer: unit })
  await service(person, 'unemployment_registration', { lost_on: day(-19), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900004501' })
  await service(person, 'needs_opening', { wants_employment: true, wants_startup: false, wants_training: true, training_note: '电工' })
})
afterAll(async () => { await program.stop() })

describe('what was done', () => {
  it('stands on the person’s timeline: each service by its number, each change of status, each message, newest first (row 15.4)', async () => {
    const rows = await all_rows(person, '/v1/me/timeline')
    const own = done.filter((one) => !one.item.startsWith('employment_'))
    const cases = rows.filter((row) => row.kind === 'case')
    expect(cases.map((row) => row.case_number).sort()).toEqual(own.map((one) => one.number).sort())
    for (const row of cases) expect([row.title.zh, row.detail.zh, row.title.en]).not.toContain('')
    // What the employer did stands there as what it changed; a spell stands there when it began and when it ended.
    const spells = rows.filter((row) => row.kind === 'spell').map((row) => [row.title.zh, row.on, row.case_number])
    expect(spells).toEqual([
      ['登记失业', day(-19), done[4]!.number], ['单位就业结束', expect.any(String), done[3]!.number], ['单位就业', day(-50), done[2]!.number],
      ['灵活就业结束', expect.any(String), done[1]!.number], ['灵活就业', day(-90), done[0]!.number],
    ])
    expect(rows.filter((row) => row.kind === 'message').length).toBeGreaterThanOrEqual(own.length - 1)
    const days = rows.map((row) => row.on)
    expect(days).toEqual([...days].sort().reverse())
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length)
  })

  it('is what the desk reads of the same person, whose reading is then recorded too (row 15.4)', async () => {
    const { id } = (await person.get('/v1/me')).body
    const before = await all_rows(person, '/v1/me/timeline')
    const file = (await officer.get(`/v1/desk/people/${id}?reason=${encodeURIComponent('本人来窗口咨询')}`)).body
    const numbers = (rows: any[]) => rows.filter((row) => row.kind === 'case').map((row) => row.case_number)
    expect(numbers(file.timeline)).toEqual(numbers(before))
    const after = await all_rows(person, '/v1/me/timeline')
    expect(after).toHaveLength(before.length + 1)
    expect(after.find((row) => row.kind === 'read')).toMatchObject({ detail: { zh: '本人来窗口咨询' } })
  })

  it('stands in the employer’s record: each service with its number, each worker with the case that registered them (row 15.4)', async () => {
    const cases = await all_rows(handler, `/v1/employers/${unit}/cases`)
    const own = done.filter((one) => one.item.startsWith('employment_'))
    for (const one of own) expect(cases.find((row) => row.number === one.number)).toMatchObject({ item: one.item, state: 'settled' })
    const workers = await all_rows(handler, `/v1/employers/${unit}/employments`)
    const open = workers.filter((row) => row.person_name === document.name && row.until === undefined)
    expect(open).toEqual([])
    const past = (await handler.get(`/v1/employers/${unit}/employments?state=ended&limit=200`)).body.rows.find((row: any) => row.person_name === document.name)
    expect(past).toMatchObject({ from: day(-50), case_number: own[0]!.number, late_days: 20 })
    // Nobody else reads it.
    expect((await person.get(`/v1/employers/${unit}/cases`)).status).toBe(403)
  })

  it('gives any past day back: who was what then (row 15.4)', async () => {
    const on = async (offset: number) => (await person.get(`/v1/me/status?on=${day(offset)}`)).body.now.kind
    expect([await on(-100), await on(-80), await on(-55), await on(-40), await on(-10), await on(0)]).toEqual(['none', 'flexible', 'none', 'employed', 'unemployed', 'unemployed'])
  })
})

describe('a new registration as unemployed', () => {
  it('opens what the person wants: work, a business, training, which the desk then reads in the file (row 18.5)', async () => {
    const registered = (await person.get(`/v1/cases/${done[4]!.number}`)).body
    expect(registered.opens).toEqual([{ item: 'needs_opening', name: expect.anything(), case_number: done[5]!.number }])
    const asked = (await person.get('/v1/items/needs_opening/form')).body.ask
    for (const kind of ['wants_employment', 'wants_startup', 'wants_training']) expect(asked).toContain(kind)
    const { id } = (await person.get('/v1/me')).body
    const { needs } = (await officer.get(`/v1/desk/people/${id}?reason=${encodeURIComponent('联系就业需求')}`)).body
    const wanted = Object.fromEntries(needs.map((need: any) => [need.kind, [need.wanted, need.note]]))
    expect(wanted).toEqual({ employment: [true, undefined], startup: [false, undefined], training: [true, '电工'] })
    // Wishes change; the last word counts.
    const again = await person.submit({ item: 'needs_opening', values: { wants_employment: false, wants_startup: true, startup_note: '早点店', wants_training: false } })
    expect(again.body.state, again.text).toBe('settled')
    const changed = (await officer.get(`/v1/desk/people/${id}?reason=${encodeURIComponent('联系就业需求')}`)).body.needs
    expect(Object.fromEntries(changed.map((need: any) => [need.kind, need.wanted]))).toEqual({ employment: false, startup: true, training: false })
  })

  it('that was refused opens nothing (row 18.5)', async () => {
    const again = await person.submit({ item: 'unemployment_registration', values: { lost_on: day(-5), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900004501' } })
    expect([again.body.state, again.body.opens]).toEqual(['refused', []])
  })
})
