// A lost job from submission to evaluation, over HTTP. rows 1.1 1.3 12.1 16.1 16.4 18.1 18.2 18.4 23.1 11.1 15.4
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let sequence = 0
beforeAll(async () => { program = await start_program() })
afterAll(async () => { await program.stop() })

const newcomer = async (born = '19850101', name = '王小明') => {
  const n = ++sequence
  return new Caller(program).person(`1290000${String(n).padStart(4, '0')}`, { name, document_type: 'resident_id', document_number: identity_number(n, born), area: '370102001' })
}
/** What the person's file holds: every spell, every case by number and state. */
const recorded = async (person: Caller) => ({
  spells: (await person.get('/v1/me/status')).body.spells.map((spell: any) => [spell.kind, spell.from, spell.until, spell.case_number]),
  cases: (await person.get('/v1/me/cases')).body.rows.map((row: any) => [row.number, row.state]).reverse(),
})
const lost_job = (more: Record<string, unknown> = {}) => ({ item: 'unemployment_registration', values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000001', ...more } })

describe('unemployment registration', () => {
  it('is settled in the same request with reason, clause and a certificate that verifies (rows 18.1 18.4)', async () => {
    const person = await newcomer()
    const done = await person.submit({ ...lost_job(), commitment: true })
    expect(done.status).toBe(201)
    expect(done.body.state).toBe('settled')
    expect(done.body.reason.clause).toMatch(/6号文/)
    expect(done.body.reason.rule).toBeGreaterThan(0)
    expect((await person.get(done.body.certificate.pdf_url)).text.startsWith('%PDF')).toBe(true)
    expect((await new Caller(program).get(done.body.certificate.pdf_url)).status).toBe(401)
    const check = await person.get(`/v1/certificates/${done.body.certificate.code}`)
    expect(check.body.valid).toBe(true)
    expect(check.body.holder).not.toContain('小明')
    expect((await person.get('/v1/me/status')).body.now.kind).toBe('unemployed')
    const again = await person.submit(lost_job())
    expect([again.body.state, again.body.reason.reason_code]).toEqual(['refused', 'already_unemployed'])
    expect(again.body.certificate).toBeUndefined()
    // The second one is kept with its reason; status and certificate are those of the first.
    expect(await recorded(person)).toEqual({
      spells: [['unemployed', day(-3), undefined, done.body.number]],
      cases: [[done.body.number, 'settled'], [again.body.number, 'refused']],
    })
    expect((await person.get(`/v1/certificates/${done.body.certificate.code}`)).body.valid).toBe(true)
    expect((await person.get('/v1/me/messages')).body.rows.filter((one: any) => one.text.includes(done.body.number))).toHaveLength(1)
  })

  it('without a recorded end asks for the commitment, which settles it; a check follows (row 18.2)', async () => {
    const person = await newcomer()
    const first = await person.submit(lost_job())
    expect(first.body.state).toBe('awaiting_correction')
    expect(first.body.next).toContain('commit')
    expect(await recorded(person)).toEqual({ spells: [], cases: [[first.body.number, 'awaiting_correction']] })
    const settled = await person.act(first.body, { act: 'commit' })
    expect(settled.body.state).toBe('settled')
    expect(settled.body.commitment.state).toBe('open')
    expect(settled.body.actions.map((act: any) => [act.act, act.by_kind])).toEqual([['submit', 'person'], ['decide', 'system'], ['commit', 'person'], ['decide', 'system']])
    expect(await recorded(person)).toEqual({ spells: [['unemployed', day(-3), undefined, first.body.number]], cases: [[first.body.number, 'settled']] })
  })

  it('refuses people under 16 and past retirement, with the law (row 1.3)', async () => {
    const child = await newcomer('20151231')
    const refused = (await child.submit(lost_job())).body
    expect([refused.state, refused.reason.reason_code, refused.reason.clause]).toEqual(['refused', 'under_16', '劳动法15'])
    expect(await recorded(child)).toEqual({ spells: [], cases: [[refused.number, 'refused']] })
    const old = (await (await newcomer('19500101')).submit(lost_job())).body
    expect([old.state, old.reason.reason_code]).toEqual(['refused', 'past_retirement'])
    expect(old.reason.clause).not.toBe('')
  })

  it('takes retired area codes and refuses a day that has not come, storing nothing', async () => {
    const person = await newcomer()
    const future = await person.submit(lost_job({ lost_on: day(2) }))
    expect(future.status).toBe(422)
    expect(future.body.field).toContain('lost_on')
    expect((await person.get('/v1/me/cases')).body.rows).toHaveLength(0)
    expect(await recorded(person)).toEqual({ spells: [], cases: [] })
    expect((await person.get('/v1/me/messages')).body.rows).toEqual([])
    const retired = await person.submit({ ...lost_job({ area: '371202' }), commitment: true })
    expect([retired.status, retired.body.state, retired.body.area]).toEqual([201, 'settled', '370116'])
    expect(retired.body.values.area).toBe('371202')
    expect(retired.body.area_name).toContain('莱芜')
  })

  it('is evaluated once, by the person only (row 23.1)', async () => {
    const person = await newcomer()
    const done = await person.submit({ ...lost_job(), commitment: true })
    const officer = await new Caller(program).officer('window')
    const seen = await officer.get(`/v1/cases/${done.body.number}`)
    expect((await officer.act(seen.body, { act: 'evaluate', grade: 5 })).status).toBe(403)
    expect((await person.get(`/v1/cases/${done.body.number}`)).body.evaluation).toBeUndefined()
    const rated = await person.act(done.body, { act: 'evaluate', grade: 4 })
    expect(rated.body.evaluation.grade).toBe(4)
    expect((await person.act(rated.body, { act: 'evaluate', grade: 1 })).status).toBe(409)
    expect((await person.get(`/v1/cases/${done.body.number}`)).body.evaluation.grade).toBe(4)
    const reads = await person.get('/v1/me/reads')
    expect(reads.body.rows[0].case_number).toBe(done.body.number)
  })
})

describe('the desk', () => {
  it('continues a case begun online in another city; of two officers one wins and the other sees why (rows 12.1 16.4)', async () => {
    const n = ++sequence
    const person = await new Caller(program).person(`1290000${String(n).padStart(4, '0')}`, { name: '陈大文', document_type: 'hm_travel_permit', document_number: `H6${String(1000000 + n)}`, area: '371302001' })
    const begun = await person.submit(lost_job())
    expect(begun.body.state).toBe('accepted')
    const first = await new Caller(program).officer('linyi')
    const second = await new Caller(program).officer('street')
    const seen = (await first.get(`/v1/cases/${begun.body.number}`)).body
    const order = { act: 'decide', outcome: 'settle', note: '核对了通行证' }
    const [a, b] = await Promise.all([first.act(seen, order), second.act(seen, order)])
    expect([a.status, b.status].sort()).toEqual([200, 412])
    expect((a.status === 412 ? a : b).body.current.state).toBe('settled')
    // One decision is recorded, by the one who won; the person is told once.
    const winner = a.status === 200 ? '临沂' : '解放路'
    const after = (await person.get(`/v1/cases/${begun.body.number}`)).body
    expect(after.actions.filter((act: any) => act.act === 'decide' && act.by_kind === 'staff')).toMatchObject([{ agency: expect.stringContaining(winner), note: '核对了通行证' }])
    expect((await recorded(person)).spells).toEqual([['unemployed', day(-3), undefined, begun.body.number]])
    expect((await person.get('/v1/me/messages')).body.rows.filter((one: any) => /已办结|办结/.test(one.text))).toHaveLength(1)
  })

  it('opens a file only with a reason, which the person can read (rows 11.1 15.4)', async () => {
    const person = await newcomer('19850101', '𠮷野·阿明')
    const me = (await person.get('/v1/me')).body
    const officer = await new Caller(program).officer('merge')
    expect((await officer.get(`/v1/desk/people/${me.id}`)).body.code).toBe('read_needs_reason')
    expect((await officer.get(`/v1/desk/people/${me.id}?reason=${encodeURIComponent('核对重复档案')}`)).status).toBe(200)
    expect((await person.get('/v1/me/reads')).body.rows[0].purpose).toBe('核对重复档案')
  })
})

describe('identity documents (row 1.1)', () => {
  it.each([
    ['379901198501010011', 'document_check_digit'], ['379901198502300015', 'document_birth_date'], ['379901850101001', 'document_15_digits'], ['37990119850101001', 'document_length'],
  ])('%s is refused as %s', async (number, code) => {
    const caller = await new Caller(program).person(`1290000${String(++sequence).padStart(4, '0')}`)
    const answer = await caller.post('/v1/account/identity', { name: '王小明', document_type: 'resident_id', document_number: number })
    expect(answer.status).toBe(422)
    expect(answer.body.code).toBe(code)
    expect(answer.body.next.zh).not.toBe('')
    // No file came of it, and the account is free for the right number.
    expect((await caller.get('/v1/me')).body.code).toBe('identity_needed')
    expect((await caller.post('/v1/account/identity', { name: '王小明', document_type: 'resident_id', document_number: identity_number(sequence) })).status).toBe(200)
  })

  it('a second document joins the same file; 10,000 characters are no name', async () => {
    const person = await newcomer()
    const card = await person.post('/v1/account/identity', { name: '王小明', document_type: 'hm_travel_permit', document_number: 'H12345678' })
    expect(card.status).toBe(200)
    expect((await person.get('/v1/me')).body.documents).toHaveLength(2)
    const caller = await new Caller(program).person(`1290000${String(++sequence).padStart(4, '0')}`)
    const long = await caller.post('/v1/account/identity', { name: '王'.repeat(10_000), document_type: 'resident_id', document_number: identity_number(900) })
    expect(long.body.code).toBe('name_length')
    expect((await caller.get('/v1/me')).body.code).toBe('identity_needed')
  })
})

describe('the transport', () => {
  it('answers hostile and broken requests with what is wrong', async () => {
    const person = await newcomer()
    const broken = await person.call('POST', '/v1/cases', '{\n "item": }', { 'idempotency-key': 'k1-12345678' })
    expect(broken.body.code).toBe('json_malformed')
    expect([broken.body.detail.zh, broken.body.next.zh, broken.body.next.en]).not.toContain('')
    const latin = await person.call('POST', '/v1/cases', new Uint8Array([...Buffer.from('{"item":"'), 0xb4, 0xf3, ...Buffer.from('"}')]), { 'idempotency-key': 'k6-12345678' })
    expect(latin.body.code).toBe('json_malformed')
    expect((await person.call('POST', '/v1/cases', '['.repeat(100), { 'idempotency-key': 'k2-12345678' })).body.code).toBe('json_too_deep')
    expect((await person.submit({ ...lost_job(), surprise: 1 })).body.code).toBe('field_unknown')
    expect((await person.call('POST', '/v1/cases', 'x'.repeat(10_000_000), { 'idempotency-key': 'k3-12345678' })).status).toBe(413)
    expect((await person.call('POST', '/v1/cases', lost_job(), { 'idempotency-key': 'k4-12345678', 'x-csrf-token': 'wrong' })).status).toBe(403)
    expect((await person.call('POST', '/v1/cases', lost_job(), { 'idempotency-key': 'k5-12345678', origin: 'https://elsewhere.example' })).status).toBe(403)
  })

  it('makes one case of a hundred equal requests at once', async () => {
    const person = await newcomer()
    const answers = await Promise.all(Array.from({ length: 100 }, () => person.submit({ ...lost_job(), commitment: true }, 'one-key-for-all')))
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([201]))
    expect(new Set(answers.map((a) => a.text)).size).toBe(1)
    expect(answers.filter((a) => a.headers.get('idempotency-replayed') === 'true')).toHaveLength(99)
    expect((await person.get('/v1/me/cases')).body.rows).toHaveLength(1)
  })

  it('describes itself', async () => {
    const described = await new Caller(program).get('/openapi.json')
    expect(described.body.openapi).toMatch(/^3\.1/)
    expect(Object.keys(described.body.paths)).toContain('/v1/cases/{number}/actions')
    expect((await new Caller(program).get('/metrics')).text).toContain('leye_http_requests_total')
  })
})
