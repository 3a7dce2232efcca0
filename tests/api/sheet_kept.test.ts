// A list of 100,000 people while it is kept and corrected: others are served, and a program killed in the middle leaves no half. row A6
import { execFile, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database_of, drop_databases, on_postgres } from '../../bench/database.mjs'
import { end, free_port, start } from '../../bench/stand.mjs'
import { Caller, day, identity_number, type Answer } from './caller'
import { leye } from './program'

let data: string, port: number, child: ChildProcess
let handler: Caller, unit: string
const serve = async () => { child = await start('demo', data, port, ['--people', '100']) }
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'leye-sheet-'))
  port = await free_port()
  await serve()
  handler = await new Caller({ url: `http://127.0.0.1:${port}`, printed: () => '', stop: async () => undefined }).person('12000000004')
  unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
})
afterAll(async () => {
  await end(child)
  drop_databases()
  await rm(data, { recursive: true, force: true })
})

const all = 100_000, bad = 1_000
const hired_on = day(-4)  // one day for the whole run: the same list is sent again
const number = (n: number) => identity_number(n % 80_000, n < 80_000 ? '19850101' : '19850102')
/** Everybody; every hundredth with a wrong last character where the list is not yet corrected. */
const list = (corrected: boolean) => ['姓名,证件类型,证件号码,用工日期,劳动合同类型', ...Array.from({ length: all }, (_, n) => {
  const right = number(n), wrong = right.slice(0, -1) + (right.endsWith('1') ? '2' : '1')
  return `王万,居民身份证,${corrected || n % 100 !== 99 ? right : wrong},${hired_on},无固定期限`
})].join('\r\n')
const send = (path: string, text: string, key: string) =>
  handler.call('POST', path, text, { 'content-type': 'application/octet-stream', 'x-file-name': 'all.csv', 'idempotency-key': key })
const run = promisify(execFile)
const sql = async (text: string) => {
  const { stdout } = await (on_postgres ? run('psql', ['-qAt', '-d', database_of(data)[1]!, '-c', text]) : run('sqlite3', ['-cmd', '.timeout 10000', join(data, 'leye.db'), text]))
  return Number(stdout)
}
const count = (what: string) => sql(`select count(*) from ${what}`)
const sheets = async () => (await handler.get(`/v1/employers/${unit}/sheets`)).body.rows

/** Sends it and kills the program once some of its rows are written, not all of them; then starts it again. */
async function killed(path: string, text: string, key: string) {
  // The rows of the newest set that no sheet has.
  const written = async () => ((await count('loose_row_set')) > cut_off ? sql('select coalesce(max(number), 0) from sheet_row where row_set = (select id from loose_row_set order by id desc limit 1)') : 0)
  let answered: Answer | undefined
  const sent = send(path, text, key).then((answer) => { answered = answer }, () => undefined)
  while ((await written()) < 5_000) expect(answered?.text).toBeUndefined()
  child.kill('SIGKILL')
  await sent
  expect(answered).toBeUndefined()
  await end(child)
  cut_off++
  expect([await count('loose_row_set'), (await sql('select max(number) from sheet_row where row_set = (select id from loose_row_set order by id desc limit 1)')) < all]).toEqual([cut_off, true])
  await serve()
}
let cut_off = 0

/** Sends it while the same handler registers people one by one; gives its answer and how many were registered before it came. */
let single = 90_000
async function beside_others(path: string, text: string, key: string): Promise<{ answer: Answer; registered: number }> {
  let answer: Answer | undefined
  const sent = send(path, text, key).then((one) => { answer = one })
  let registered = 0
  while (!answer) {
    const values = { worker_name: '赵单办', document_type: 'resident_id', document_number: identity_number(single++, '19860101'), started_on: day(-4), contract_kind: 'open_ended' }
    const made = await handler.submit({ item: 'employment_registration', employer: unit, values })
    expect([made.status, made.body.state], made.text.slice(0, 300)).toEqual([201, 'settled'])
    if (!answer) registered++
  }
  await sent
  return { answer: answer!, registered }
}

describe('a list of 100,000 people', () => {
  const path = () => `/v1/employers/${unit}/sheets?item=employment_registration`
  const key = randomUUID()
  let id: string

  it('that was cut off by kill -9 is no sheet, and sent again under its key it is one, while others are served', async () => {
    await killed(path(), list(false), key)
    expect(await sheets()).toEqual([])
    const { answer, registered } = await beside_others(path(), list(false), key)
    expect([answer.status, answer.body.rows, answer.body.bad, answer.headers.get('idempotency-replayed')], answer.text.slice(0, 300)).toEqual([201, all, bad, null])
    expect(registered).toBeGreaterThan(2)
    id = answer.body.id
    // Once more, and many at once: the one sheet.
    for (const again of await Promise.all(Array.from({ length: 4 }, () => send(path(), list(false), key))))
      expect([again.status, again.body.id, again.headers.get('idempotency-replayed')]).toEqual([201, id, 'true'])
    expect((await sheets()).map((sheet: any) => sheet.id)).toEqual([id])
    const other = await send(path(), list(true), key)
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_conflict'])
    const elsewhere = await send(path().replace('registration', 'end'), list(false), key)
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'idempotency_conflict'])
  })

  it('is corrected all at once or not at all', async () => {
    const redo = `/v1/sheets/${id}/redo`, again = randomUUID()
    await killed(redo, list(true), again)
    const before = (await handler.get(`/v1/sheets/${id}`)).body
    expect([before.state, before.rows, before.bad]).toEqual(['read', all, bad])
    expect((await handler.get(`/v1/sheets/${id}/rows?state=bad&limit=1`)).body.rows[0]).toMatchObject({ row: 101, state: 'bad' })
    const { answer, registered } = await beside_others(redo, list(true), again)
    expect([answer.status, answer.body.rows, answer.body.bad], answer.text.slice(0, 300)).toEqual([200, all, 0])
    expect(registered).toBeGreaterThan(2)
    const repeated = await send(redo, list(true), again)
    expect([repeated.status, repeated.body.bad, repeated.headers.get('idempotency-replayed')]).toEqual([200, 0, 'true'])
    expect((await handler.get(`/v1/sheets/${id}/rows?state=bad`)).body.rows).toEqual([])
  })

  it('leaves no row twice, and what was cut off is swept after an hour', async () => {
    await end(child)
    await run(on_postgres ? 'psql' : 'sqlite3', on_postgres ? ['-q', '-d', database_of(data)[1]!, '-c', 'update loose_row_set set since_at = since_at - 3600001'] : [join(data, 'leye.db'), 'update loose_row_set set since_at = since_at - 3600001'])
    await serve()
    await expect.poll(() => count('loose_row_set'), { timeout: 60_000 }).toBe(0)
    expect(await count('sheet_row')).toBe(all)
    expect(await count('sheet s join sheet_row r on r.row_set = s.row_set')).toBe(all)
    await end(child)
    const verified = await leye(['journal', 'verify', '--json', '--data', data, ...database_of(data)])
    expect([verified.status, verified.json.damages]).toEqual([0, []])
  })
})
