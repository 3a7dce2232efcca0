// What is put right later, withdrawn after a check, dated ahead or promised, over HTTP. rows 1.3 3.1 12.1 15.4 16.1 16.2 18.2 18.5
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let handler: Caller, window: Caller, checker: Caller
let unit: string
let sequence = 700
beforeAll(async () => {
  program = await start_program(200)
  handler = await new Caller(program).person('12900007001', { name: '陈会计', document_type: 'resident_id', document_number: identity_number(699), area: '370102001' })
  unit = (await handler.post('/v1/account/employers', { uscc: '91370102MA3ABCDE1D', name: '济南历下晨光服装店', area: '370102', kind: 'sole_trader', commitment: true })).body.acts_for?.[0]?.employer_id
  window = await new Caller(program).officer('window')
  checker = await new Caller(program).officer('check')
})
afterAll(async () => { await program.stop() })

const newcomer = async (more: Record<string, unknown> = {}) => {
  const n = ++sequence
  const number = (more.document_number as string | undefined) ?? identity_number(n)
  const caller = await new Caller(program).person(`1290007${String(n).padStart(4, '0')}`, { name: '周平', document_type: 'resident_id', document_number: number, area: '370102001', ...more })
  return Object.assign(caller, { number })
}
const lost_job = (values: Record<string, unknown> = {}) => ({ item: 'unemployment_registration', commitment: true, channel: 'phone', values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000001', ...values } })
const worker = (who: { number: string }) => ({ worker_name: '周平', document_type: 'resident_id', document_number: who.number })
const hire = (who: { number: string }, started_on: string) => handler.submit({ item: 'employment_registration', employer: unit, values: { ...worker(who), started_on, contract_kind: 'open_ended' } })
const status = async (who: Caller, query = '') => (await who.get('/v1/me/status' + query)).body
const pause = () => new Promise((done) => setTimeout(done, 5))

describe('a settled case', () => {
  it('is put right by the person, and a past time asked still answers what was known then (row 15.4)', async () => {
    const person = await newcomer()
    const made = await person.submit(lost_job())
    expect([made.status, made.body.state], made.text).toEqual([201, 'settled'])
    expect(made.body.next).toContain('correct')
    const then = new Date().toISOString()
    await pause()
    const without = await person.act(made.body, { act: 'correct', values: { lost_on: day(-2) } })
    expect([without.status, without.body.code]).toEqual([422, 'note_missing'])
    const done = await person.act(made.body, { act: 'correct', channel: 'phone', values: { lost_on: day(-2) }, note: '日期填错了' })
    expect([done.status, done.body.state, done.body.values.lost_on], done.text).toEqual([200, 'settled', day(-2)])
    expect(done.body.certificate.code).not.toBe(made.body.certificate.code)
    expect((await person.get(`/v1/certificates/${made.body.certificate.code}`)).body.valid).toBe(false)
    expect((await person.get(`/v1/certificates/${done.body.certificate.code}`)).body.valid).toBe(true)
    expect((await status(person)).now.since).toBe(day(-2))
    expect((await status(person, `?known_at=${then}`)).now.since).toBe(day(-3))
    expect((await status(person, `?known_at=${then}`)).spells.map((s: any) => [s.from, s.current])).toEqual([[day(-3), true]])
    expect((await status(person, `?known_at=${then}&on=${day(-3)}`)).now.kind).toBe('unemployed')
    expect((await status(person, `?on=${day(-3)}`)).now.kind).toBe('none')
    // An officer asks any past day of the file: what was known at its end, and what is known of it now.
    const file = `/v1/desk/people/${(await person.get('/v1/me')).body.id}?reason=${encodeURIComponent('本人来问前天的状态')}`
    const { asked_day } = (await window.get(`${file}&day=${day(-2)}`)).body
    expect([asked_day.known_then.kind, asked_day.known_now.kind, asked_day.known_now.since, asked_day.spells]).toEqual(['none', 'unemployed', day(-2), []])
    expect((await window.get(file)).body.asked_day).toBeUndefined()
    for (const no of ['2099-01-01', '0', '']) expect((await window.get(`${file}&day=${no}`)).body.code).toBe('date_invalid')
    const corrected = (await person.get('/v1/me/timeline')).body.rows.find((row: any) => row.title.zh === '更正失业登记')
    expect(corrected.case_number).toBe(made.body.number)
    expect(corrected.detail.zh).toMatch(/原记.*更正为/)
  })

  it('that the rule would not settle with the new values is left as it is, and the way on is said', async () => {
    const person = await newcomer()
    const made = await person.submit(lost_job())
    const no = await person.act(made.body, { act: 'correct', values: { wants_work: false }, note: '不想找工作了' })
    expect([no.status, no.body.code]).toEqual([409, 'correction_not_settled'])
    expect(no.body.next.zh).toContain('异议')
    expect((await person.get(`/v1/cases/${made.body.number}`)).body.etag).toBe(made.body.etag)
  })

  it('resting on a broken promise is withdrawn by the checker: the certificate says so, and the person objects (row 16.2)', async () => {
    const person = await newcomer()
    const made = await person.submit(lost_job())
    expect(made.body.commitment.state).toBe('open')
    let seen = (await checker.get(`/v1/cases/${made.body.number}`)).body
    seen = (await checker.act(seen, { act: 'check', result: 'broken', note: '单位称仍在岗' })).body
    expect(seen.next).toContain('decide')
    const done = await checker.act(seen, { act: 'decide', outcome: 'refuse', reason_code: 'officer_commitment_broken', note: '单位称仍在岗' })
    expect([done.status, done.body.state], done.text).toEqual([200, 'refused'])
    expect((await status(person)).now.kind).toBe('none')
    const verified = (await new Caller(program).get(`/v1/certificates/${made.body.certificate.code}`)).body
    expect([verified.valid, verified.revoked_on]).toEqual([false, day(0)])
    expect((await person.get('/v1/me/messages')).body.rows[0].text).toContain('撤销')
    const mine = (await person.get(`/v1/cases/${made.body.number}`)).body
    expect(mine.next).toContain('object')
    expect(mine.commitment.state).toBe('broken')
  })
})

describe('a hire dated ahead', () => {
  it('in 20 days is accepted, leaves today as it is, and then begins; in 40 days it is refused', async () => {
    const person = await newcomer()
    expect((await person.submit(lost_job())).body.state).toBe('settled')
    const ahead = await hire(person, day(20))
    expect([ahead.status, ahead.body.reason?.reason_code], ahead.text).toEqual([201, 'settled_ahead'])
    expect((await status(person)).now.kind).toBe('unemployed')
    expect((await status(person, `?on=${day(19)}`)).now.kind).toBe('unemployed')
    expect((await status(person, `?on=${day(20)}`)).now.kind).toBe('employed')
    const other = await newcomer()
    const far = await hire(other, day(40))
    expect([far.status, far.body.code, far.body.field]).toEqual([422, 'decision_correct', 'values.started_on'])
    expect((await status(other)).spells).toEqual([])
  })

  it('does not stand in the way of registering as unemployed until it begins', async () => {
    const person = await newcomer()
    expect((await hire(person, day(20))).body.state).toBe('settled')
    const made = await person.submit(lost_job())
    expect([made.status, made.body.state], made.text).toEqual([201, 'settled'])
    expect((await status(person)).now.kind).toBe('unemployed')
    expect((await status(person, `?on=${day(20)}`)).now.kind).toBe('employed')
  })
})

describe('what the employer recorded', () => {
  it('is not asked of the worker again: day, reason and unit, and the worker reads who registered what (row 16.1)', async () => {
    const person = await newcomer()
    await hire(person, day(-20))
    const end = await handler.submit({ item: 'employment_end', employer: unit, values: { ...worker(person), ended_on: day(-4), end_reason: 'worker_resigned' } })
    expect(end.body.state, end.text).toBe('settled')
    const form = (await person.get('/v1/items/unemployment_registration/form')).body
    expect(form.ask).toEqual(['wants_work', 'able_to_work'])
    expect(form.known.find((fact: any) => fact.name === 'reason')).toMatchObject({ value: 'resigned', shown: '本人辞职', source: { zh: '就业登记记录' } })
    const letters = (await person.get('/v1/me/messages')).body.rows.map((m: any) => m.text).join('\n')
    expect(letters).toContain('为您办了就业登记')
    expect(letters).toContain('登记了您的就业终止')
  })

  it('names the worker of an end: from the roll nobody types name and number again', async () => {
    const person = await newcomer()
    await hire(person, day(-10))
    const row = (await handler.get(`/v1/employers/${unit}/employments?q=${person.number}`)).body.rows[0]
    const form = (await handler.get(`/v1/items/employment_end/form?employer=${unit}&spell=${row.spell_id}`)).body
    expect(form.ask).toEqual(['ended_on', 'end_reason'])
    expect(JSON.stringify(form)).not.toContain(person.number)
    const stranger = await newcomer()
    expect((await stranger.get(`/v1/items/employment_end/form?employer=${unit}&spell=${row.spell_id}`)).status).toBeGreaterThanOrEqual(400)
    const done = await handler.submit({ item: 'employment_end', employer: unit, spell: row.spell_id, values: { ended_on: day(-1), end_reason: 'agreed' } })
    expect([done.status, done.body.state], done.text).toEqual([201, 'settled'])
    expect((await status(person)).now.kind).toBe('none')
  })
})

describe('a woman between the two statutory ages', () => {
  const born = `${Number(day(0).slice(0, 4)) - 52}0101`
  // The order digits, one more than the sequence, are even: a woman's number.
  const woman = () => newcomer({ document_number: identity_number(((sequence += 2) - 600) * 2 + 1, born) })
  it('is asked for her post, and nobody else is (row 1.3)', async () => {
    const she = await woman()
    expect((await she.get('/v1/items/unemployment_registration/form')).body.ask).toContain('post_kind')
    expect((await (await newcomer()).get('/v1/items/unemployment_registration/form')).body.ask).not.toContain('post_kind')
    const asked = await she.submit(lost_job())
    expect([asked.status, asked.body.code, asked.body.field], asked.text).toEqual([422, 'decision_correct', 'values.post_kind'])
    expect((await she.submit(lost_job({ post_kind: 'management' }))).body.state).toBe('settled')
    const worker = await (await woman()).submit(lost_job({ post_kind: 'worker' }))
    expect([worker.body.state, worker.body.reason?.reason_code]).toEqual(['refused', 'past_retirement_as_worker'])
  })
})

describe('needs that were said', () => {
  it('make a first contact of the area with its day, which an officer makes and notes (row 18.5)', async () => {
    const person = await newcomer()
    await person.submit(lost_job())
    const said = await person.submit({ item: 'needs_opening', channel: 'phone', values: { wants_training: true, training_note: '电工' } })
    expect(said.body.state, said.text).toBe('settled')
    expect(said.body.what_next.sentence.zh).toContain('前会有人联系您')
    const before = (await window.get('/v1/desk/summary')).body
    const due = (await window.get('/v1/desk/contacts?limit=200')).body.rows.find((row: any) => row.case_number === said.body.number)
    expect(due).toMatchObject({ overdue: false, needs: ['training'] })
    expect(before.contacts_due).toBeGreaterThanOrEqual(0)
    const seen = (await window.get(`/v1/cases/${said.body.number}`)).body
    expect((await window.act(seen, { act: 'contact', channel: 'hotline' })).body.code).toBe('note_missing')
    const done = await window.act(seen, { act: 'contact', channel: 'hotline', note: '已电话联系，下周来报名' })
    expect([done.status, done.body.actions.at(-1).channel, done.body.state], done.text).toEqual([200, 'hotline', 'settled'])
    expect((await window.get('/v1/desk/contacts?limit=200')).body.rows.map((row: any) => row.case_number)).not.toContain(said.body.number)
    const none = await (await newcomer()).submit({ item: 'needs_opening', channel: 'phone', values: { wants_training: false } })
    expect(none.body.what_next.sentence.zh).not.toContain('联系')
  })
})

describe('an act', () => {
  it('says how it came in, and only what its sender can use (row 12.1)', async () => {
    const person = await newcomer()
    const made = (await person.submit(lost_job())).body
    expect((await person.act(made, { act: 'evaluate', grade: 5, channel: 'window' })).body.code).toBe('channel_not_yours')
    expect((await person.act(made, { act: 'evaluate', grade: 5, channel: 'smoke' })).status).toBe(422)
    const done = await person.act(made, { act: 'evaluate', grade: 5, channel: 'kiosk' })
    expect(done.body.actions.at(-1).channel, done.text).toBe('kiosk')
  })
})
