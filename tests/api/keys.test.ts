// Keys and ciphers under a database that is in use: people stay findable, everything reads, an old key goes. 个人信息保护法51
import { mkdtemp, rm } from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { end, free_port, start } from '../../bench/stand.mjs'
import { Caller, day, identity_number } from './caller'
import { leye, leye_on_terminal, sqlite } from './program'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'leye-keys-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Serves the folder with these settings while `work` runs. */
async function serving<T>(data: string, settings: string[], work: (program: { url: string; printed: () => string; stop: () => Promise<void> }) => Promise<T>): Promise<T> {
  // The minute between two codes to one phone is over, and so is that of the officer's last code.
  if (existsSync(join(data, 'leye.db'))) sqlite(join(data, 'leye.db'), 'update sign_in_code set sent_at = sent_at - 61000; update staff_totp set last_step = 0')
  const port = await free_port()
  const child = await start('demo', data, port, ['--people', '100', ...settings])
  try {
    return await work({ url: `http://127.0.0.1:${port}`, printed: () => readFileSync(join(data, 'demo-accounts.txt'), 'utf8'), stop: async () => undefined })
  } finally {
    await end(child)
  }
}

const lost_job = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000901' } }
const unsealed = { name: '祝长安', document_type: 'resident_id', area: '370102001' }

/** Somebody with a settled case, a draft and a message; what the next reading is held against. */
async function somebody(program: any, n: number) {
  const phone = `1290000${String(n).padStart(4, '0')}`
  const person = await new Caller(program).person(phone, { ...unsealed, document_number: identity_number(n) })
  const made = await person.submit(lost_job)
  expect(made.body.state, made.text).toBe('settled')
  return { phone, number: made.body.number, id: (await person.get('/v1/me')).body.id, document: identity_number(n) }
}

/** The person is found in every way there is, and everything about them reads. */
async function expect_found(program: any, one: Awaited<ReturnType<typeof somebody>>) {
  const person = await new Caller(program).person(one.phone)
  expect((await person.get('/v1/me')).body).toMatchObject({ id: one.id, name: '祝长安' })
  const found = (await person.get(`/v1/cases/${one.number}`)).body
  expect([found.state, found.actions[0].values?.lost_on ?? found.values?.lost_on]).toEqual(['settled', day(-3)])
  expect((await person.get('/v1/me/messages')).body.rows.filter((message: any) => message.text.includes(one.number))).toHaveLength(1)
  const officer = await new Caller(program).officer('window')
  for (const q of ['祝长安', 'zhuchangan', '长安', one.document])
    expect((await officer.get(`/v1/desk/people?q=${encodeURIComponent(q)}`)).body.rows.map((row: any) => row.id), q).toContain(one.id)
  // Entered again, the number leads to the same file.
  expect((await officer.post('/v1/desk/people', { ...unsealed, document_number: one.document })).body.id).toBe(one.id)
}
const begins = (data: string, column: string, table: string) => new Set(sqlite(join(data, 'leye.db'), `select distinct hex(substr(${column}, 1, 2)) from ${table}`).trim().split('\n'))

describe('the cipher', () => {
  it('sm4 seals everything from the first start, and people register, are found and read', async () => {
    const data = join(folder, 'sm4')
    const one = await serving(data, ['--cipher', 'sm4'], (program) => somebody(program, 101))
    expect(begins(data, 'name', 'person')).toEqual(new Set(['0102']))
    expect(begins(data, 'number', 'person_document')).toEqual(new Set(['0102']))
    await serving(data, ['--cipher', 'sm4'], (program) => expect_found(program, one))
    expect((await leye(['journal', 'verify', '--data', data])).status).toBe(0)
  })

  it.each([['aes', 'sm4'], ['sm4', 'aes']])('changed from %s to %s and back on an existing database hides nobody', async (first, second) => {
    const data = join(folder, `from-${first}`)
    const early = await serving(data, ['--cipher', first], (program) => somebody(program, 201))
    const late = await serving(data, ['--cipher', second], async (program) => {
      await expect_found(program, early)
      return somebody(program, 202)
    })
    expect(begins(data, 'name', 'person').size).toBe(2)
    await serving(data, ['--cipher', first], async (program) => {
      await expect_found(program, early)
      await expect_found(program, late)
    })
    expect((await leye(['journal', 'verify', '--data', data])).status).toBe(0)
  })
})

describe('a rotation', () => {
  it('writes everything under the newest key, after which the old one is taken away and everything reads', async () => {
    const data = join(folder, 'rotated')
    const one = await serving(data, [], (program) => somebody(program, 301))
    const key = async (words: string[]) => leye(['key', ...words, '--json', '--data', data])
    // Nothing to retire before there is another key, and nothing that the database still needs.
    expect((await leye(['key', 'retire', '1', '--data', data])).status).toBe(2)
    expect((await key(['add'])).json).toMatchObject({ key: 2 })
    const needed = await key(['retire', '1'])
    expect(needed.status).toBe(1)
    expect(needed.json.retired).toBe(false)
    for (const table of ['person', 'person_document', 'staff', 'account', 'message', 'case_action', 'journal_head'])
      expect(needed.json.uses.map((use: any) => use.table), table).toContain(table)
    expect((await key(['retire', '7'])).status).toBe(2)
    expect((await key(['retire', '2'])).status).toBe(2)
    const shown = await leye_on_terminal(['key', 'reseal', '--data', data])
    expect(shown.status, shown.out).toBe(0)
    expect(shown.out).toMatch(/\d+\/\d+ \(\d+ %\), about \d+ s left/)
    expect((await key(['reseal'])).json).toEqual({ changed: 0 })
    expect((await key(['retire', '1'])).json).toEqual({ retired: true, key: 1 })
    expect(readFileSync(join(data, 'keys.txt'), 'utf8')).not.toMatch(/^key 1 /m)

    const verified = await leye(['journal', 'verify', '--json', '--data', data])
    expect([verified.status, verified.json.damages]).toEqual([0, []])
    await serving(data, [], async (program) => {
      await expect_found(program, one)
      await somebody(program, 302)
    })
  })

  it('to the other cipher is a reseal too', async () => {
    const data = join(folder, 'other-cipher')
    const one = await serving(data, [], (program) => somebody(program, 401))
    expect((await leye(['key', 'reseal', '--json', '--cipher', 'sm4', '--data', data])).json.changed).toBeGreaterThan(100)
    for (const [column, table] of [['name', 'person'], ['text', 'message'], ['sealed_values', 'case_action'], ['phone', 'account']] as const)
      expect([...begins(data, column, table)].filter((begin) => begin !== ''), table).toEqual(['0102'])
    await serving(data, ['--cipher', 'sm4'], (program) => expect_found(program, one))
  })
})
