// The invented province tells a true story: officers work by day, people are reminded when it was due, nothing waits by mistake.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day } from './caller'

let program: Program
let began: number
beforeAll(async () => {
  began = Date.now()
  program = await start_program()
})
afterAll(async () => { await program.stop() })

/** Day and hour in China, as a fraction: 9.5 is half past nine. */
const in_china = (at: string) => {
  const there = new Date(Date.parse(at) + 8 * 3_600_000)
  return { day: there.toISOString().slice(0, 10), weekday: there.getUTCDay(), hour: there.getUTCHours() + there.getUTCMinutes() / 60 }
}
async function all_rows(officer: Caller, path: string): Promise<any[]> {
  const rows: any[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: any = await officer.get(`${path}${path.includes('?') ? '&' : '?'}limit=200&cursor=${encodeURIComponent(cursor)}`)
    expect(page.status, page.text).toBe(200)
    rows.push(...page.body.rows)
    cursor = page.body.next_cursor
  }
  return rows
}

describe('the demo province', () => {
  it('was handed its cases, and acted on them, between 9 and 17 on working days that are past', async () => {
    const officer = await new Caller(program).officer('window')
    const queue = await all_rows(officer, '/v1/desk/queue')
    expect(queue.length).toBeGreaterThan(30)
    const acts: any[] = []
    for (const row of queue) {
      const one = await officer.get(`/v1/cases/${row.number}`)
      expect(one.status, one.text).toBe(200)
      acts.push(...one.body.actions)
    }
    expect(acts.length).toBeGreaterThan(queue.length)
    for (const act of acts) {
      const at = in_china(act.at)
      expect(at.hour, act.at).toBeGreaterThanOrEqual(9)
      expect(at.hour, act.at).toBeLessThan(17)
      expect(at.weekday % 7 === 0 ? 'Sunday' : '', act.at).toBe('')
      expect(Date.parse(act.at)).toBeLessThan(began)
    }
    expect(new Set(acts.map((act) => in_china(act.at).day)).size).toBeGreaterThan(5)
  })

  it('reminded people on the mornings when it was due, not at the first start', async () => {
    const admin = await new Caller(program).officer('admin')
    const messages = await all_rows(admin, '/v1/admin/outbox')
    const reminders = messages.filter((one) => /还等您补一步|会核查/.test(one.text))
    expect(reminders.length).toBeGreaterThan(5)
    for (const one of reminders) {
      expect(in_china(one.at).hour, one.text).toBe(8)
      expect(Date.parse(one.at), one.text).toBeLessThan(began)
    }
    expect(new Set(reminders.map((one) => in_china(one.at).day)).size).toBeGreaterThan(3)
    // What is told today is what fell due today: the rest was told on the days before.
    expect(reminders.filter((one) => in_china(one.at).day === day(0)).length).toBeLessThan(reminders.length / 2)
  })

  it('has commitments to check, and few cases that wait for the applicant', async () => {
    const checks = await all_rows(await new Caller(program).officer('check'), '/v1/desk/checks?state=open')
    expect(checks.length).toBeGreaterThan(0)
    const officer = await new Caller(program).officer('street')
    const queue = await all_rows(officer, '/v1/desk/queue')
    const waiting = queue.filter((row) => row.state === 'awaiting_correction')
    expect(waiting.length).toBeGreaterThan(0)
    expect(waiting.length).toBeLessThan(queue.length / 2)
  })

  it('has people to get in touch with, few of them late, and people who ask to act for units', async () => {
    const officer = await new Caller(program).officer('window')
    const contacts = await all_rows(officer, '/v1/desk/contacts')
    expect(contacts.length).toBeGreaterThan(1)
    const late = contacts.filter((row) => row.due_on < day(0))
    expect(late.length).toBeLessThan(contacts.length)
    const waiting = await all_rows(await new Caller(program).officer('city'), '/v1/desk/handlers')
    expect(new Set(waiting.map((row: any) => row.standing))).toEqual(new Set(['asked', 'unchecked']))
    for (const row of waiting) expect(row.since_at < new Date(began).toISOString(), row.since_at).toBe(true)
  })
})
