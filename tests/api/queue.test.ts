// The desk's queue, however it is narrowed, is what picking from the whole list by hand would give. row 16.4
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day } from './caller'

let program: Program
let officer: Caller
let all: any[]

const read = async (query: string, limit = 200, as = officer) => {
  const rows: any[] = []
  let total = 0
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: any = (await as.get(`/v1/desk/queue?limit=${limit}&${query}&cursor=${encodeURIComponent(cursor)}`)).body
    rows.push(...page.rows)
    total = page.total
    cursor = page.next_cursor
  }
  return { rows, total }
}
const numbers = (rows: any[]) => rows.map((row) => row.number)
/** Questions are with the advisers: a window sees one only where it asks for that item or number. */
const seen = (query: string) => all.filter((row) => row.item !== 'policy_advice' || /item=|q=/.test(query))

beforeAll(async () => {
  program = await start_program()
  officer = await new Caller(program).officer('window')
  all = (await read('', 200, await new Caller(program).officer('manager'))).rows
})
afterAll(async () => { await program.stop() })

describe('the queue', () => {
  it('is ordered by day due and number, in pages that neither repeat nor drop a case', async () => {
    expect(all.length).toBeGreaterThan(30)
    const keys = all.map((row) => `${row.clock.due_on}/${row.number}`)
    expect(keys).toEqual([...keys].sort())
    const paged = await read('', 7)
    expect(numbers(paged.rows)).toEqual(numbers(seen('')))
    expect(paged.total).toBe(seen('').length)
    expect(seen('').length).toBeLessThan(all.length)
  })

  it('narrowed by state, item, area, officer, day and number, and by any two of them, gives and counts the same cases as picking by hand (row 16.4)', async () => {
    const area = all.find((row) => row.area.length >= 9).area
    const me = (await officer.get('/v1/session')).body.staff.name
    const clock_runs = (row: any) => row.clock.state === 'running'
    const narrowings: [string, (row: any) => boolean][] = [
      ...['accepted', 'awaiting_correction', 'objected'].map((state): [string, (row: any) => boolean] => [`state=${state}`, (row) => row.state === state]),
      ...['policy_advice', 'unemployment_registration', 'flexible_registration'].map((item): [string, (row: any) => boolean] => [`item=${item}`, (row) => row.item === item]),
      ...[area, area.slice(0, 6), `${area.slice(0, 4)}00`, '370000'].map((code): [string, (row: any) => boolean] => [`area=${code}`, (row) => row.area.startsWith(code.replace(/^(\d\d)0000$|^(\d{4})00$/, '$1$2'))]),
      ['mine=1', (row) => row.assigned_to === me],
      ['due_today=1', (row) => clock_runs(row) && row.clock.due_on === day(0)],
      ['overdue=1', (row) => clock_runs(row) && row.clock.due_on < day(0)],
      [`q=${all[3].number}`, (row) => row.number === all[3].number],
      [`q=${all[5].number.slice(0, 8)}`, (row) => row.number.startsWith(all[5].number.slice(0, 8))],
      ['q=20', (row) => row.number.startsWith('20')],
    ]
    let met = 0
    for (const [one, picks_one] of narrowings)
      for (const [other, picks_other] of narrowings) {
        if (one !== other && one.split('=')[0] === other.split('=')[0]) continue
        if ([one, other].sort().join() === 'due_today=1,overdue=1') continue // the later one stands
        const query = one === other ? one : `${one}&${other}`
        const expected = numbers(seen(query).filter((row) => picks_one(row) && picks_other(row)))
        const got = await read(query)
        expect(numbers(got.rows), query).toEqual(expected)
        expect(got.total, query).toBe(expected.length)
        if (expected.length > 0) ++met
      }
    expect(met).toBeGreaterThan(40)
  })

  it('refuses a place in the list that it never gave, instead of beginning anew', async () => {
    for (const cursor of ['yesterday', '2026-13-40/1', '%E6%98%A8', '9'.repeat(300)]) {
      const answer = await officer.get(`/v1/desk/queue?cursor=${cursor}`)
      expect([answer.status, answer.body.code, answer.body.field], cursor).toEqual([422, 'cursor_invalid', 'cursor'])
    }
    for (const query of ['cursor=%00', 'cursor=%zz', 'q=%B2%E2', '%ff=1'])
      expect((await officer.get(`/v1/desk/queue?${query}`)).body.code, query).toBe('query_encoding')
  })

  it('sums up what there is to do from the same cases', async () => {
    const summary = (await officer.get('/v1/desk/summary')).body
    const running = seen('').filter((row) => row.clock.state === 'running')
    expect(summary).toMatchObject({
      open: seen('').length,
      due_today: running.filter((row) => row.clock.due_on === day(0)).length,
      overdue: running.filter((row) => row.clock.due_on < day(0)).length,
      awaiting_correction: all.filter((row) => row.state === 'awaiting_correction').length,
      objections: all.filter((row) => row.state === 'objected').length,
      advice_open: all.filter((row) => row.item === 'policy_advice').length,
    })
    expect(summary.overdue).toBeGreaterThan(0)
  })
})
