// What every request rests on: sessions, limits, versions, pages, merges, the whole file in one place. rows 1.1 1.2 16.1
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let sequence = 500
beforeAll(async () => { program = await start_program(undefined, ['--trusted-proxies', '127.0.0.1']) })
afterAll(async () => { await program.stop() })

const lost_job = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000001' } }
const newcomer = (more: Record<string, unknown> = {}, address = '') => {
  const n = ++sequence
  return new Caller(program, address).person(`1290001${String(n).padStart(4, '0')}`, { name: '周平', document_type: 'resident_id', document_number: identity_number(n), area: '370102001', ...more })
}

/** A number whose first six digits are of 成都市锦江区, with a true check character. */
function sichuan(n: number): string {
  const head = `51010419850101${String(100 + 2 * n + 1)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return head + '10X98765432'[weights.reduce((sum, w, i) => sum + w * Number(head[i]), 0) % 11]
}

describe('a rule', () => {
  it.each([
    ['the number of another province', { document_number: sichuan(1) }, '370102001'],
    ['a home elsewhere in the province', { area: '371302001' }, '370102001'],
    ['no home on file', { area: undefined }, '370102001'],
    ['all of it, served elsewhere', { document_number: sichuan(2), area: '371302001' }, '371302001'],
  ])('answers the same for a person of the place and one with %s (row 1.2)', async (_, identity, area) => {
    const local = await (await newcomer({}, '198.51.100.1')).submit(lost_job)
    const from_elsewhere = await (await newcomer(identity, '198.51.100.2')).submit({ ...lost_job, values: { ...lost_job.values, area } })
    expect(local.body.state).toBe('settled')
    expect(from_elsewhere.body.state).toBe(local.body.state)
    expect(from_elsewhere.body.reason.rule).toBe(local.body.reason.rule)
    expect(local.body.reason.facts.map((fact: any) => fact.name)).not.toContain('residence')
  })

  it('is never asked what the records prove: the form of every item names the source instead (row 16.1)', async () => {
    // Somebody whose unit registered that the work ended: every kind of record is there.
    const n = ++sequence, document_number = identity_number(n), phone = `1290001${String(n).padStart(4, '0')}`
    const person = await new Caller(program).person(phone, { name: '周平', document_type: 'resident_id', document_number, area: '370102001' })
    const handler = await new Caller(program).person('12000000004')
    const unit = (await handler.get('/v1/session')).body.acts_for[0]
    const worker = { worker_name: '周平', document_type: 'resident_id', document_number }
    for (const [item, values] of [['employment_registration', { ...worker, started_on: day(-40), contract_kind: 'open_ended' }], ['employment_end', { ...worker, ended_on: day(-5), end_reason: 'agreed' }]] as const)
      expect((await handler.submit({ item, employer: unit.employer_id, values })).body.state).toBe('settled')

    const home = { area: ['370102001', '个人档案信息'], phone: [phone, '个人档案信息'] }
    const work = { lost_on: [day(-4), '就业登记记录'], reason: ['agreed', '就业登记记录'], last_employer: [unit.name, '就业登记记录'] }
    const expected: Record<string, [Record<string, string[]>, string[]]> = {
      unemployment_registration: [{ ...work, ...home }, ['wants_work', 'able_to_work']],
      unemployment_registration_end: [{}, ['end_reason', 'ended_on']],
      flexible_employment_registration: [home, ['flexible_kind', 'started_on', 'work', 'platform']],
      flexible_employment_end: [{}, ['ended_on', 'end_reason']],
      needs_opening: [{}, ['wants_employment', 'employment_note', 'wants_startup', 'startup_note', 'wants_training', 'training_note']],
      policy_advice: [home, ['topic', 'question', 'publish_ok']],
    }
    const form = async (code: string) => {
      const { status, body, text } = await person.get(`/v1/items/${code}/form`)
      expect(status, text).toBe(200)
      return [Object.fromEntries(body.known.map((fact: any) => [fact.name, [fact.value, fact.source.zh]])), body.ask]
    }
    const items = (await person.get('/v1/items')).body.filter((item: any) => item.audience !== 'employer' && !item.begun_by).map((item: any) => item.code)
    expect(items.sort()).toEqual(Object.keys(expected).sort())
    for (const code of items) expect([code, await form(code)]).toEqual([code, expected[code]])
    expect((await person.get('/v1/items/finding_objection/form')).body).toMatchObject({ code: 'item_begun_elsewhere', field: 'code' })

    // Where nothing is on record, just that is asked.
    const stranger = await newcomer({ area: undefined })
    const asked = (await stranger.get('/v1/items/unemployment_registration/form')).body
    expect([asked.known.map((fact: any) => fact.name), asked.ask]).toEqual([['phone'], ['lost_on', 'reason', 'last_employer', 'wants_work', 'able_to_work', 'area']])
  })
})

describe('a case', () => {
  it('that has not changed is not sent again (304); an act on an old version does nothing (412)', async () => {
    const person = await newcomer()
    const made = await person.submit(lost_job)
    const same = await person.call('GET', `/v1/cases/${made.body.number}`, undefined, { 'if-none-match': made.headers.get('etag')! })
    expect([same.status, same.text]).toEqual([304, ''])
    await person.act(made.body, { act: 'evaluate', grade: 5 })
    const old = await person.act(made.body, { act: 'object', note: '我不同意' })
    expect(old.status).toBe(412)
    expect(old.body.current.evaluation.grade).toBe(5)
    const none = await person.post(`/v1/cases/${made.body.number}/actions`, { act: 'object' })
    expect(none.body.code).toBe('if_match_missing')
  })

  it('of somebody else is told as one that does not exist', async () => {
    const made = await (await newcomer()).submit(lost_job)
    const stranger = await (await newcomer()).get(`/v1/cases/${made.body.number}`)
    const nothing = await (await newcomer()).get('/v1/cases/2026112300000646')
    expect(stranger.body.code).toBe('case_unknown')
    expect(nothing.body.code).toBe(stranger.body.code)
  })
})

describe('two files of one person', () => {
  it('become one, whose cases and readings stand together, and two again (row 1.1)', async () => {
    const kept = await newcomer(), dropped = await newcomer({ document_type: 'hm_travel_permit', document_number: 'H87654321', name: '周平' })
    const case_of_dropped = await dropped.submit(lost_job)
    const keep = (await kept.get('/v1/me')).body.id, drop = (await dropped.get('/v1/me')).body.id
    const officer = await new Caller(program).officer('merge')
    expect((await officer.post('/v1/desk/people/merge', { keep, drop, reason: '同' })).body.code).toBe('merge_reason_missing')
    const merged = await officer.post('/v1/desk/people/merge', { keep, drop, reason: '同一人的两份档案' })
    expect(merged.status, merged.text).toBeLessThan(300)
    expect((await kept.get('/v1/me/cases')).body.rows.map((row: any) => row.number)).toContain(case_of_dropped.body.number)
    expect((await dropped.get('/v1/me')).body.documents).toHaveLength(2)
    await officer.get(`/v1/desk/people/${drop}?reason=${encodeURIComponent('核对合并')}`)
    expect((await kept.get('/v1/me/reads')).body.rows[0].purpose).toBe('核对合并')
    const page = await officer.get(`/v1/desk/people/${keep}?reason=${encodeURIComponent('核对合并')}`)
    const undone = await officer.post(`/v1/desk/merges/${page.body.merges[0].id}/undo`, { reason: '核对后不是同一人' })
    expect(undone.status, undone.text).toBe(204)
    expect((await kept.get('/v1/me/cases')).body.rows).toHaveLength(0)
  })
})

describe('a session', () => {
  it('of staff is locked after five wrong passwords, also with the right one, and does not tell who exists', async () => {
    const caller = new Caller(program)
    const tries = []
    for (let i = 0; i < 6; i++) tries.push(await caller.post('/v1/session/staff', { user: 'adviser', password: 'wrong', totp: '000000' }))
    const nobody = await caller.post('/v1/session/staff', { user: 'nobody.here', password: 'wrong', totp: '000000' })
    expect(tries[0]!.body.code).toBe('sign_in_failed')
    expect(nobody.body.code).toBe('sign_in_failed')
    expect(tries[5]!.body.code).toBe('sign_in_locked')
    expect(tries[5]!.body.next.zh).not.toBe('')
  })

  it('that was signed out says so, and one that never was asks to sign in', async () => {
    const person = await newcomer()
    const other_window = Object.assign(new Caller(program), person)
    await person.call('DELETE', '/v1/session')
    const ended = await other_window.call('GET', '/v1/me')
    expect([ended.status, ended.body.code]).toEqual([401, 'signed_out'])
    const never = await new Caller(program).get('/v1/me')
    expect([never.status, never.body.code]).toEqual([401, 'sign_in_needed'])
  })

  it('sends a second code only after a minute, and says when', async () => {
    const caller = new Caller(program)
    expect((await caller.post('/v1/session/code', { phone: '12900008888' })).status).toBe(202)
    const soon = await caller.post('/v1/session/code', { phone: '12900008888' })
    expect([soon.status, soon.body.code]).toEqual([429, 'code_too_soon'])
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('the program', () => {
  it('is ready, counts, and describes itself', async () => {
    const caller = new Caller(program)
    expect((await caller.get('/readyz')).status).toBe(200)
    const metrics = await caller.get('/metrics')
    for (const line of metrics.text.trim().split('\n')) expect(line).toMatch(/^(#|[a-z_]+(\{.*\})? [-+0-9.eEinfa]+$)/)
    const { paths, openapi } = (await caller.get('/openapi.json')).body
    expect(openapi).toBe('3.1.0')
    for (const path of ['/v1/cases', '/v1/cases/{number}/actions', '/v1/me/status', '/v1/employers/{id}/sheets']) expect(paths).toHaveProperty([path])
  })
})
