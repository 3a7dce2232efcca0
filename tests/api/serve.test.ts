// How the program starts and how long it keeps somebody signed in: settings that an operator meets.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program } from '../journey/program'
import { end, free_port, make_demo, officer, start } from '../../bench/stand.mjs'
import { Caller, day, identity_number } from './caller'
import { leye as run, sqlite } from './program'

const path = process.env.LEYE_PROGRAM ?? 'build/default/src/leye'
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'leye-serve-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs `leye serve` with these flags until it answers or ends, asks it, ends it; what it wrote to standard error. */
async function serve(flags: string[], ask: (url: string) => Promise<void> = async () => undefined) {
  const port = await free_port()
  const child = spawn(path, ['serve', '--data', join(folder, `data-${port}`), '--listen', `127.0.0.1:${port}`, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => { said += text.toString() })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  try {
    const ready = new Promise<boolean>((done) => { child.stdout.once('data', () => done(true)); void ended.then(() => done(false)) })
    if (await ready) await ask(`http://127.0.0.1:${port}`)
  } finally {
    child.kill('SIGTERM')
  }
  return { status: await ended, said }
}

describe('without pages', () => {
  it.each([['an absent', 'nowhere'], ['an empty', 'empty']])('%s folder is told in one sentence, and the API answers', async (_, name) => {
    const pages = join(folder, name)
    if (name === 'empty') await mkdir(pages)
    const { status, said } = await serve(['--web', pages], async (url) => {
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      expect((await fetch(`${url}/v1/services`)).status).toBe(200)
      expect((await fetch(`${url}/`)).status).toBe(404)
    })
    expect(status).toBe(0)
    const lines = said.trim().split('\n').filter((line) => line.includes(pages))
    expect(lines).toEqual([`There are no pages in ${pages}, only the API answers: build them with «./dev build», or name their folder with --web.`])
  })
})

describe('a one-time code', () => {
  it('is read by nobody outside the demo: not by its phone over the API, nor by the administrator of the province', async () => {
    const data = join(folder, 'no-demo'), port = await free_port()
    await make_demo(data, port, 100)
    // What the demo sent stands in the outbox; the program that serves it now is none.
    const child = await start('serve', data, port)
    try {
      const anybody = new Caller({ url: `http://127.0.0.1:${port}`, printed: () => '', stop: async () => undefined })
      const phone = '12900003301'
      expect((await anybody.post('/v1/session/code', { phone })).status).toBe(202)
      const latest = await anybody.get(`/v1/outbox/latest?phone=${phone}`)
      expect([latest.status, latest.body.code]).toEqual([404, 'not_found'])
      const headers = await officer(data, port, 'admin')
      const page = (await (await fetch(`http://127.0.0.1:${port}/v1/admin/outbox?limit=200`, { headers })).json()) as any
      const sent = page.rows[0]
      expect([sent.state, sent.phone_masked]).toEqual(['code', '129****3301'])
      for (const row of page.rows.filter((one: any) => one.state === 'code')) expect(row.text).not.toMatch(/\d{4}/)
      expect(sent.text).not.toBe('')
      // The code is there, under its seal.
      expect(sqlite(join(data, 'leye.db'), "select count(*) from sign_in_code").trim()).not.toBe('0')
    } finally {
      await end(child)
    }
  })
})

describe('the idle end of a session', () => {
  it('is a setting in minutes, which says what it takes', async () => {
    for (const [flag, most] of [['staff_idle_minutes', 720], ['person_idle_minutes', 1440]] as const)
      for (const wrong of ['0', String(most + 1), '1.5', 'soon']) {
        const { status, said } = await serve([`--${flag.replaceAll('_', '-')}`, wrong])
        expect(status, said).toBe(2)
        expect(said).toContain(`--${flag}: must be a whole number from 1 to ${most}`)
      }
  })

  it('comes to staff who do nothing, not to those who work nor to people, whose time is their own', async () => {
    const program = await start_program(100, ['--requests-per-minute', '0', '--staff-idle-minutes', '1'])
    try {
      const idle = await new Caller(program).officer('window')
      const signed_in = await idle.get('/v1/session')
      expect(signed_in.body.idle_minutes).toBe(1)
      const last = Date.now()
      const busy = await new Caller(program).officer('street')
      const person = await new Caller(program).person('12900005501', { name: '闲人', document_type: 'resident_id', document_number: identity_number(55) })
      expect((await person.get('/v1/session')).body.idle_minutes).toBe(60)
      // The one who works asks for the queue until the other's minute is over.
      await expect.poll(async () => {
        expect((await busy.get('/v1/desk/queue?limit=1')).status).toBe(200)
        return Date.now() - last
      }, { interval: 1_000, timeout: 90_000 }).toBeGreaterThan(61_000)
      const ended = await idle.get('/v1/desk/queue?limit=1')
      expect([ended.status, ended.body.code]).toEqual([401, 'signed_out'])
      expect((await person.get('/v1/me')).status).toBe(200)
      expect((await (await new Caller(program).officer('window')).get('/v1/desk/queue?limit=1')).status).toBe(200)
    } finally {
      await program.stop()
    }
  }, 150_000)
})

describe('a stop', () => {
  it('while the database stalls longer than it waits for requests loses no write it took on, and ends with 0', async () => {
    const data = join(folder, 'stalled')
    const port = await free_port()
    await make_demo(data, port, 100)
    const leye = await start('serve', data, port)
    const headers = await officer(data, port)
    const send = (path: string, body: unknown) => fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'stalled' + path.replaceAll('/', '-'), ...headers }, body: JSON.stringify(body) })
    const person = (await (await send('/v1/desk/people', { name: '慢慢', document_type: 'resident_id', document_number: identity_number(5600), area: '370102001' })).json()) as any
    const cases = () => Number(sqlite(join(data, 'leye.db'), 'select count(*) from case_file'))
    const before = cases()
    // Somebody else holds the database; the case waits for it beyond the ten seconds that a stop waits for answers.
    const holder = spawn('sqlite3', [join(data, 'leye.db')], { stdio: ['pipe', 'pipe', 'inherit'] })
    holder.stdin.write("begin immediate; select 'held';\n")
    await new Promise((done) => holder.stdout.once('data', done))
    const values = { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000009' }
    const answered = send('/v1/cases', { item: 'unemployment_registration', person: person.id, channel: 'window', commitment: true, values }).then((answer) => answer.status, () => 'no answer')
    for (let i = 0; i < 10; i++) await fetch(`http://127.0.0.1:${port}/readyz`) // by now a worker has it
    const ended = new Promise<number | null>((done) => leye.once('exit', done))
    leye.kill('SIGTERM')
    expect(await answered).toBe('no answer')
    holder.stdin.end('rollback;\n')
    expect(await ended).toBe(0)
    expect((await run(['journal', 'verify', '--json', '--data', data])).json.damages).toEqual([])
    expect(cases()).toBe(before + 1)
  }, 60_000)
})
