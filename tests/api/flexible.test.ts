// Flexible work is registered through several channels, on commitment, and checked afterwards. row 3.1
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let officer: Caller
let sequence = 300
beforeAll(async () => {
  program = await start_program(100)
  officer = await new Caller(program).officer('window')
})
afterAll(async () => { await program.stop() })

const newcomer = async () => {
  const n = ++sequence
  return new Caller(program).person(`1290000${String(n).padStart(4, '0')}`, { name: '林骑手', document_type: 'resident_id', document_number: identity_number(n), area: '370102001' })
}
const order = (more: Record<string, unknown> = {}, values: Record<string, unknown> = {}) => ({
  item: 'flexible_employment_registration', ...more,
  values: { flexible_kind: 'platform_delivery', started_on: day(-3), work: '送外卖', area: '370102001', phone: '12900000300', ...values },
})
const status = async (person: Caller) => (await person.get('/v1/me/status')).body

describe('flexible work', () => {
  it.each(['web', 'phone', 'kiosk'])('is registered by the person through %s, waits for the commitment, and is settled by it with a day for the check (row 3.1)', async (channel) => {
    const person = await newcomer()
    const waiting = await person.submit(order({ channel }))
    expect([waiting.status, waiting.body.state, waiting.body.reason.reason_code], waiting.text).toEqual([201, 'awaiting_correction', 'commitment_wanted'])
    expect(waiting.body.reason.clause).toMatch(/6号文/)
    expect(JSON.stringify(waiting.body.commitment_offer)).toContain('事后抽查')
    expect((await status(person)).now.kind).toBe('none')
    const settled = await person.act(waiting.body, { act: 'commit' })
    expect([settled.body.state, settled.body.channel, settled.body.actions[0].channel]).toEqual(['settled', channel, channel])
    expect(settled.body.commitment).toMatchObject({ state: 'open', check_due_on: day(60) })
    const now = await status(person)
    expect(now.now).toMatchObject({ kind: 'flexible', since: day(-3) })
    expect(now.spells[0]).toMatchObject({ kind: 'flexible', from: day(-3), case_number: settled.body.number })
    expect((await new Caller(program).get(`/v1/certificates/${settled.body.certificate.code}`)).body.valid).toBe(true)
  })

  it.each(['window', 'hotline'])('is registered by an officer for somebody at the %s, who reads who did it (row 3.1)', async (channel) => {
    const person = await newcomer()
    const id = (await person.get('/v1/me')).body.id
    const done = await officer.submit(order({ person: id, channel, commitment: true, on_behalf_note: '本人说明情况，已读承诺' }))
    expect([done.status, done.body.state, done.body.channel], done.text).toEqual([201, 'settled', channel])
    expect(done.body.actions[0]).toMatchObject({ act: 'submit', by_kind: 'staff', channel, note: '本人说明情况，已读承诺' })
    const seen = (await person.get('/v1/me/cases')).body.rows[0]
    expect([seen.number, seen.channel]).toEqual([done.body.number, channel])
    expect((await status(person)).now.kind).toBe('flexible')
  })

  it('is the same rule whatever the channel, and a channel says the truth: nobody hands in at a window from home (row 3.1)', async () => {
    const person = await newcomer()
    for (const channel of ['window', 'hotline', 'import']) {
      const answer = await person.submit(order({ channel, commitment: true }))
      expect([answer.status, answer.body.code, answer.body.field]).toEqual([422, 'channel_not_yours', 'channel'])
    }
    const id = (await person.get('/v1/me')).body.id
    expect((await officer.submit(order({ person: id, channel: 'web', commitment: true }))).body.code).toBe('channel_not_yours')
    expect((await person.submit(order({ channel: 'pigeon' }))).body.code).toBe('channel_unknown')
    expect((await person.get('/v1/me/cases')).body.rows).toEqual([])
    const handler = await new Caller(program).person('12000000004')
    const employer = (await handler.get('/v1/session')).body.acts_for[0].employer_id
    const kiosk = await handler.submit({ item: 'employment_registration', employer, channel: 'kiosk', values: { worker_name: '林工', document_type: 'resident_id', document_number: identity_number(399), started_on: day(-5), contract_kind: 'open_ended' } })
    expect([kiosk.status, kiosk.body.code]).toEqual([422, 'channel_not_offered'])
  })

  it('is checked afterwards by whoever has that duty; the person reads what was found and may object (row 3.1)', async () => {
    const checker = await new Caller(program).officer('check')
    for (const result of ['kept', 'broken']) {
      const person = await newcomer()
      const settled = (await person.submit(order({ commitment: true }))).body
      expect(settled.state).toBe('settled')
      const listed = (await checker.get('/v1/desk/checks?state=open&limit=200')).body.rows
      expect(listed.map((row: any) => row.case_number)).toContain(settled.number)
      const seen = (await checker.get(`/v1/cases/${settled.number}`)).body
      expect(seen.next).toContain('check')
      expect((await person.act(settled, { act: 'check', result, note: '自己查自己' })).status).toBe(403)
      const checked = await checker.act(seen, { act: 'check', result, note: '与平台记录比对' })
      expect([checked.status, checked.body.commitment.state], checked.text.slice(0, 300)).toEqual([200, result])
      expect(checked.body.actions.at(-1)).toMatchObject({ act: 'check', by_kind: 'staff', note: '与平台记录比对' })
      expect((await checker.get('/v1/desk/checks?state=open&limit=200')).body.rows.map((row: any) => row.case_number)).not.toContain(settled.number)
      const own = (await person.get(`/v1/cases/${settled.number}`)).body
      expect(own.commitment.state).toBe(result)
      expect(own.next).toContain('object')
      // No machine takes back what was decided: the registration stands until somebody decides otherwise.
      expect((await status(person)).now.kind).toBe('flexible')
      const told = (await person.get('/v1/me/messages')).body.rows.map((one: any) => one.text)
      expect(told.filter((text: string) => text.includes(settled.number) && text.includes(result === 'kept' ? '已核实' : '与核查不符'))).toHaveLength(1)
      const timeline = (await person.get('/v1/me/timeline?limit=200')).body.rows
      expect(timeline.filter((row: any) => row.case_number === settled.number).length).toBeGreaterThan(1)
    }
  })

  it('ends an unemployment registration by itself, on its own first day', async () => {
    const person = await newcomer()
    expect((await person.submit({ item: 'unemployment_registration', commitment: true, values: { lost_on: day(-20), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000300' } })).body.state).toBe('settled')
    expect((await person.submit(order({ commitment: true }))).body.state).toBe('settled')
    const { spells, now } = await status(person)
    expect(now.kind).toBe('flexible')
    expect(spells.find((spell: any) => spell.kind === 'unemployed')).toMatchObject({ from: day(-20), until: day(-3) })
    const twice = await person.submit(order({ commitment: true }))
    expect([twice.body.state, twice.body.reason.reason_code]).toEqual(['refused', 'already_flexible'])
  })
})
