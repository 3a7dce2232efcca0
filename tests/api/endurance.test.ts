// What was acknowledged stays, whatever happens to the program or the list meanwhile. row 16.4
import { execFile, execFileSync, type ChildProcess } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database_of, drop_databases } from '../../bench/database.mjs'
import { end, free_port, make_demo, officer, program_path, start } from '../../bench/stand.mjs'
import { day, identity_number } from './caller'

let folder: string
let port: number
let headers: Record<string, string>
let leye: ChildProcess
let entered = 0
const data = () => join(folder, 'data')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leye-endurance-'))
  port = await free_port()
  await make_demo(data(), port, 300)
  leye = await start('serve', data(), port)
  headers = await officer(data(), port)
})
afterAll(async () => {
  await end(leye)
  drop_databases()
  await rm(folder, { recursive: true, force: true })
})

const run = promisify(execFile)
const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).json() as any
const post = async (path: string, body: unknown, key = '') => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers, ...(key ? { 'idempotency-key': key } : {}) }, body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as any }
}
const verified = (at: string) => JSON.parse(execFileSync(program_path, ['journal', 'verify', '--json', '--data', at, ...database_of(at)], { encoding: 'utf8' }))

/** Enters a person and hands in a lost job: settled at once, or with nothing on record waiting for an officer. */
async function submit(item = 'unemployment_registration'): Promise<any> {
  const n = 40_000 + entered++
  const person = await post('/v1/desk/people', { name: '耿久', document_type: 'resident_id', document_number: identity_number(n), area: '370102001' })
  expect(person.status, JSON.stringify(person.body)).toBe(201)
  const values = item === 'policy_advice' ? { topic: 'startup', question: '社保补贴怎么领？', publish_ok: false } : { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000009' }
  return post('/v1/cases', { item, person: person.body.id, channel: 'window', commitment: true, values }, `endurance-${n}`)
}

/** Eight clients that submit until `stop` or the program's end; gives the numbers that were acknowledged. */
function load(): { acknowledged: Set<string>; refused: any[]; stop: () => Promise<void> } {
  const acknowledged = new Set<string>(), refused: any[] = []
  let going = true
  const client = async () => {
    while (going) {
      try {
        const answer = await submit()
        if (answer.status === 201) acknowledged.add(answer.body.number)
        else refused.push(answer.body)
      } catch (error) {
        if ((error as Error).cause === undefined) throw error // answered, and wrongly
        return
      }
    }
  }
  const clients = Promise.all(Array.from({ length: 8 }, client))
  return { acknowledged, refused, stop: async () => { going = false; await clients } }
}
async function until(met: () => boolean) {
  while (!met()) await new Promise((done) => setTimeout(done, 5))
}
/** Each of these stands whole. */
async function expect_whole(numbers: Iterable<string>) {
  for (const number of numbers) {
    const kase = await get(`/v1/cases/${number}`)
    expect([kase.number, kase.state, kase.actions?.length]).toEqual([number, 'settled', kase.version])
  }
}

describe('a list that grows while it is read', () => {
  it('shows each case that was there once in the queue of the desk (row 16.4)', async () => {
    const before = new Set<string>()
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: any = await get(`/v1/desk/queue?limit=200&cursor=${encodeURIComponent(cursor)}`)
      for (const row of page.rows) before.add(row.number)
      cursor = page.next_cursor
    }
    const seen: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: any = await get(`/v1/desk/queue?limit=20&cursor=${encodeURIComponent(cursor)}`)
      seen.push(...page.rows.map((row: any) => row.number))
      expect((await submit('policy_advice')).body.state).toBe('accepted')
      cursor = page.next_cursor
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect([...before].filter((number) => !seen.includes(number))).toEqual([])
  })
})

describe('under load', () => {
  it('a backup holds every case acknowledged before it began, and restored it verifies and serves', async () => {
    const busy = load()
    await until(() => busy.acknowledged.size > 20)
    const before = [...busy.acknowledged]
    const file = join(folder, 'kept.backup')
    await run(program_path, ['backup', '--data', data(), ...database_of(data()), file])
    await busy.stop()
    expect(busy.refused).toEqual([])
    expect(busy.acknowledged.size).toBeGreaterThan(before.length)
    const other = join(folder, 'restored')
    await run(program_path, ['restore', '--data', other, ...database_of(other), file])
    await end(leye)
    await expect(start('serve', other, port)).rejects.toThrow(/keys\.txt is missing, .* put its copy back/)
    await mkdir(other, { recursive: true }) // PostgreSQL's data stands elsewhere
    await copyFile(join(data(), 'keys.txt'), join(other, 'keys.txt'))
    expect(verified(other)).toMatchObject({ seals: true, damages: [] })
    leye = await start('serve', other, port)
    await expect_whole(before)
    await end(leye)
    leye = await start('serve', data(), port)
    await expect_whole(busy.acknowledged)
  })

  it('told to end, the program answers what it took on, ends with 0, and nothing acknowledged is lost', async () => {
    const busy = load()
    await until(() => busy.acknowledged.size > 20)
    const gone = new Promise((done) => leye.once('exit', done))
    leye.kill('SIGTERM')
    expect(await gone).toBe(0)
    await busy.stop()
    expect(busy.refused.filter((refusal) => refusal.code !== 'shutting_down')).toEqual([])
    expect(verified(data())).toMatchObject({ seals: true, damages: [] })
    leye = await start('serve', data(), port)
    await expect_whole(busy.acknowledged)
  })

  it('killed at any moment (LEYE_KILLS times), it loses nothing acknowledged and keeps nothing by half', async () => {
    const out = join(folder, 'kill')
    await mkdir(out)
    const { stdout } = await run('node', ['bench/kill.mjs', out, process.env.LEYE_KILLS ?? '3'])
    expect(stdout).toMatch(/0 lost or half, target 0: met/)
  })
})
