// Nobody takes over a person's file or a unit by knowing its number. rows 1.1 11.1 A6
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let addresses = 0
/** Somebody at an address of their own, as behind a proxy: sign-ins are limited for each. */
const caller = () => new Caller(program, `10.8.${Math.floor(++addresses / 200)}.${1 + addresses % 200}`)
const officers = new Map<string, Promise<Caller>>()
/** Signed in once: a second factor's step works once. */
const officer_at = (user: string) => officers.get(user) ?? (officers.set(user, caller().officer(user)), officers.get(user)!)
beforeAll(async () => { program = await start_program(300, ['--requests-per-minute', '0', '--trusted-proxies', '127.0.0.1']) })
afterAll(async () => { await program?.stop() })

let sequence = 900
const phone = (n: number) => `1290000${String(n).padStart(4, '0')}`
const identity = (n: number, name = '孔本人') => ({ name, document_type: 'resident_id', document_number: identity_number(n), area: '370102001' })
const newest = async (to: string) => (await caller().get(`/v1/outbox/latest?phone=${to}`)).body?.text ?? ''

describe('a file that has an account', () => {
  it('is not joined by who knows name and number; with the code from its phone it is, and the owner is told', async () => {
    const n = ++sequence, owner = await caller().person(phone(n), identity(n)), file = (await owner.get('/v1/me')).body.id
    const other = await caller().person(phone(n + 1000))
    const refused = await other.post('/v1/account/identity', identity(n))
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([409, 'identity_proof_needed', 'code'])
    expect(refused.body.next.zh).toContain(`尾号${phone(n).slice(-4)}`)
    expect((await other.get('/v1/me')).body.code).toBe('identity_needed')
    expect((await owner.get('/v1/me')).body.phone_masked).toContain(phone(n).slice(-4))

    const sent = await other.post('/v1/account/identity/code', identity(n))
    expect([sent.status, sent.body.phone_tail]).toEqual([202, phone(n).slice(-4)])
    const code = /验证码(\d{6})/.exec(await newest(phone(n)))![1]!
    const joined = await other.post('/v1/account/identity', { ...identity(n), code })
    expect([joined.status, joined.body.person.id], joined.text).toEqual([200, file])
    expect(await newest(phone(n))).toMatch(new RegExp(`尾号${phone(n + 1000).slice(-4)}的手机使用`))
    expect((await owner.get('/v1/me')).body.code).toBe('identity_needed')
  })

  it('is told of like a wrong name: same answer, a phone’s last digits, no message', async () => {
    const n = ++sequence
    await caller().person(phone(n), identity(n))
    const other = await caller().person(phone(n + 1000))
    const before = await newest(phone(n))
    const right = await other.post('/v1/account/identity', identity(n)), wrong = await other.post('/v1/account/identity', identity(n, '孔错名'))
    const shape = (body: any) => JSON.stringify(body).replace(/尾号\d{4}/, '尾号').replace(/ending in \d{4}/, 'ending in')
    expect([wrong.status, shape(wrong.body)]).toEqual([right.status, shape(right.body)])
    expect(wrong.body.next.zh).not.toContain(`尾号${phone(n).slice(-4)}`)
    expect((await other.post('/v1/account/identity/code', identity(n, '孔错名'))).status).toBe(202)
    expect(await newest(phone(n))).toBe(before)
  })

  it('goes to a new phone when a window has the person there, with a reason', async () => {
    const n = ++sequence, owner = await caller().person(phone(n), identity(n)), file = (await owner.get('/v1/me')).body.id
    const officer = await officer_at('window')
    const grant = (reason: string, by = officer) => by.post(`/v1/desk/people/${file}/join-grants`, { phone: phone(n + 1000), reason })
    expect((await grant('是')).body.code).toBe('read_needs_reason')
    expect((await grant('本人持身份证到窗口', await officer_at('manager'))).body.code).toBe('duty_missing')
    expect((await grant('本人持身份证到窗口')).status).toBe(204)
    expect(await newest(phone(n))).toContain('窗口已核对身份')
    const renewed = await caller().person(phone(n + 1000), identity(n))
    expect((await renewed.get('/v1/me')).body.id).toBe(file)
  })

  it('lets an account try five times, whatever it tries', async () => {
    const other = await caller().person(phone(++sequence + 1000))
    const target = ++sequence
    await caller().person(phone(target), identity(target))
    const codes: string[] = []
    for (let i = 0; i < 7; i++) codes.push((await other.post('/v1/account/identity', identity(target, `孔猜${'一二三四五六七'[i]}`))).body.code)
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('identity_proof_needed'))
    expect(codes[6]).toMatch(/identity_locked|rate_limited/)
  })
})

describe('family members who share a phone', () => {
  it('read only the messages about themselves', async () => {
    const parent = ++sequence, child = ++sequence
    const one = await caller().person(phone(parent), identity(parent, '孔父'))
    const lost = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: phone(parent) } }
    const done = await one.submit(lost)
    expect(JSON.stringify((await one.get('/v1/me/messages')).body)).toContain(done.body.number)
    // The child's file is opened at a window with the same phone, and later has an account of its own.
    const officer = await officer_at('window')
    const made = await officer.post('/v1/desk/people', { ...identity(child, '孔子'), phone: phone(parent) })
    expect(made.status, made.text).toBe(201)
    await officer.post(`/v1/desk/people/${made.body.id}/join-grants`, { phone: phone(child), reason: '本人持身份证到窗口' })
    const two = await caller().person(phone(child), identity(child, '孔子'))
    expect(JSON.stringify((await two.get('/v1/me/messages')).body)).not.toContain(done.body.number)
    expect(JSON.stringify((await two.get('/v1/me/timeline')).body)).not.toContain(done.body.number)
  })
})

describe('a unit', () => {
  const uscc = (head: string) => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY', weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    const sum = [...head].reduce((all, c, i) => all + alphabet.indexOf(c) * weights[i]!, 0)
    return head + alphabet[(31 - sum % 31) % 31]
  }
  const unit = (code: string) => ({ uscc: code, name: '济南历下晨光商店', area: '370102', kind: 'sole_trader', commitment: true })

  it('has a first handler on commitment, to be checked; the next sees nothing until one who is known, or a window, says yes', async () => {
    const code = uscc('91370102MA3ABCDF1')
    const n = ++sequence, first = await caller().person(phone(n), identity(n, '孔会计'))
    const joined = (await first.post('/v1/account/employers', unit(code))).body
    expect(joined.acts_for).toMatchObject([{ uscc: code, standing: 'unchecked' }])
    const id = joined.acts_for[0].employer_id
    const m = ++sequence, second = await caller().person(phone(m), identity(m, '孔生人'))
    const asked = (await second.post('/v1/account/employers', unit(code))).body
    expect([asked.acts_for, asked.asked_for]).toEqual([[], [expect.objectContaining({ employer_id: id, standing: 'asked' })]])
    expect(await newest(phone(n))).toContain('申请做')
    for (const path of ['', '/employments', '/cases', '/sheets', '/handlers', '/reads']) expect([path, (await second.get(`/v1/employers/${id}${path}`)).body.code]).toEqual([path, 'handler_waiting'])
    const rows = (await first.get(`/v1/employers/${id}/handlers`)).body.rows
    const [own, stranger] = [rows.find((row: any) => row.own), rows.find((row: any) => !row.own)]
    expect(own.check_due_on > day(9)).toBe(true)
    expect(stranger.name).not.toContain('生人')
    // An unchecked handler lets nobody in; the window checks it, and then it does.
    const confirm = (by: Caller, account: string, body = {}) => by.post(`/v1/employers/${id}/handlers/${account}/confirm`, body)
    expect((await confirm(first, stranger.account)).body.code).toBe('handler_not_confirmed')
    const officer = await officer_at('window')
    expect((await officer.get('/v1/desk/handlers?limit=200')).body.rows.map((row: any) => row.account)).toEqual(expect.arrayContaining([own.account, stranger.account]))
    expect((await confirm(officer, own.account)).body.code).toBe('read_needs_reason')
    expect((await confirm(officer, own.account, { reason: '营业执照已核对' })).status).toBe(204)
    expect((await confirm(first, stranger.account)).status).toBe(204)
    expect((await second.get(`/v1/employers/${id}`)).status).toBe(200)
    // Ended by the other; it is seen at once.
    expect((await first.post(`/v1/employers/${id}/handlers/${stranger.account}/end`, {})).status).toBe(204)
    expect((await second.get(`/v1/employers/${id}`)).body.code).toBe('employer_not_yours')
  })

  it('that had people before shows its first handler no names and no cases of then', async () => {
    const known = await caller().person('12000000004')
    const id = (await known.get('/v1/session')).body.acts_for[0].employer_id, own = (await known.get('/v1/session')).body.acts_for[0]
    const w = ++sequence
    const hired = (await known.submit({ item: 'employment_registration', employer: id, values: { worker_name: '孔工友', document_type: 'resident_id', document_number: identity_number(w), started_on: day(-4), contract_kind: 'open_ended' } })).body
    expect(hired.state).toBe('settled')
    const account = (await known.get(`/v1/employers/${id}/handlers`)).body.rows.find((row: any) => row.own).account
    expect((await known.post(`/v1/employers/${id}/handlers/${account}/end`, {})).status).toBe(204)
    const n = ++sequence, stranger = await caller().person(phone(n), identity(n, '孔生人'))
    const joined = (await stranger.post('/v1/account/employers', { ...unit(own.uscc), name: own.name })).body
    expect(joined.acts_for).toMatchObject([{ employer_id: id, standing: 'unchecked' }])
    const roll = await stranger.get(`/v1/employers/${id}/employments?limit=200`)
    expect(roll.body.rows.length).toBeGreaterThan(0)
    for (const row of roll.body.rows) expect(row.person_name).toContain('*')
    expect((await stranger.get(`/v1/cases/${hired.number}`)).body.code).toBe('case_unknown')
  })
})

describe('a question that an officer wrote down', () => {
  const question = (more = {}) => ({ item: 'policy_advice', channel: 'window', values: { topic: 'startup', question: '返乡创业有没有补贴可以领？', publish_ok: false, ...more } })
  it('sends its query code to the asker’s phone and not over the desk; without a phone the code rates nothing', async () => {
    const officer = await officer_at('window'), adviser = await officer_at('adviser')
    const to = phone(++sequence), sent = await officer.submit(question({ phone: to }))
    expect([sent.status, sent.body.query_code], sent.text).toEqual([201, undefined])
    const code = /查询码(\S+?)。/.exec(await newest(to))![1]!
    const shown = await officer.submit(question())
    expect(shown.body.query_code).toBeTruthy()
    for (const one of [sent, shown]) {
      const seen = (await adviser.get(`/v1/cases/${one.body.number}`)).body
      expect((await adviser.act(seen, { act: 'answer', values: { answer: '可以，凭创业登记申请。', topic: '创业', publish: false } })).status).toBe(200)
    }
    const rate = async (number: string, query: string) => {
      const anybody = caller()
      const seen = await anybody.call('GET', `/v1/cases/${number}`, undefined, { 'query-code': query })
      return [seen.body.next.includes('evaluate'), await anybody.call('POST', `/v1/cases/${number}/actions`, { act: 'evaluate', grade: 5 }, { 'if-match': seen.body.etag, 'query-code': query })] as const
    }
    const [offered, rated] = await rate(sent.body.number, code)
    expect([offered, rated.status], rated.text).toEqual([true, 200])
    const [offers, refused] = await rate(shown.body.number, shown.body.query_code)
    expect([offers, refused.body.code]).toEqual([false, 'evaluation_code_seen'])
  })
})
