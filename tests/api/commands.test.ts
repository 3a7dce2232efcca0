// Every command as an operator meets it: help, JSON, status, and what stands on a terminal meanwhile.
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { free_port, make_demo } from '../../bench/stand.mjs'
import { identity_number } from './caller'
import { leye, leye_on_terminal, sqlite, type Ran } from './program'

let folder: string
let data: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leye-commands-'))
  data = join(folder, 'data')
  await make_demo(data, await free_port(), 300)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let copies = 0
/** A data folder of a test's own, with the same database and keys. */
async function copy_of_data(): Promise<string> {
  const out = join(folder, `copy-${++copies}`)
  await cp(data, out, { recursive: true })
  return out
}
const at = (place: string) => ['--data', place]
const entries = async (place: string) => (await leye(['journal', 'verify', '--json', ...at(place)])).json.entries as number
const shows_share_and_time = (ran: Ran) => {
  expect(ran.status, ran.out).toBe(0)
  expect(ran.out).toMatch(/\d+\/\d+ \(\d+ %\), about \d+ s left/)
}

const commands = [
  ['serve'], ['demo'], ['check'], ['decide'], ['migrate'], ['import'], ['journal'], ['journal', 'verify'], ['journal', 'seal'], ['backup'], ['restore'],
  ['account'], ['account', 'add'], ['account', 'list'], ['account', 'reset'], ['key'], ['key', 'add'], ['key', 'reseal'], ['key', 'retire'], ['config'], ['config', 'check'], ['openapi'], ['facts'],
  ...['sources', 'preview', 'import', 'list', 'rows', 'redo', 'undo'].map((word) => ['facts', word]),
]

describe('help', () => {
  it.each(commands.map((words) => [words.join(' '), words] as const))('of leye %s says what it does and ends with 0', async (_, words) => {
    const ran = await leye([...words, '--help'])
    expect(ran.status).toBe(0)
    expect(ran.out).toContain('Usage: leye ')
    expect(ran.out).toContain(words.join(' '))
    expect(ran.err).toBe('')
  })

  it('of the program names every command', async () => {
    const ran = await leye(['--help'])
    expect(ran.status).toBe(0)
    for (const [word] of commands) expect(ran.out).toContain(word)
    expect((await leye(['--version'])).out).toMatch(/^leye \d/)
  })
})

describe('bad usage', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['serv']],
    ['an unknown flag', ['migrate', '--dta', 'x']],
    ['a journal without a verb', ['journal']],
    ['an import of no kind', ['import', 'cats', 'package.json']],
    ['an import of an absent file', ['import', 'people', '/nowhere/people.csv']],
    ['a backup without a file', ['backup']],
    ['a key that is no number', ['key', 'retire', 'one']],
    ['a day that is none', ['journal', 'verify', '--since', '2026-02-30', '--data', '.']],
  ])('(%s) ends with 2 and a sentence', async (_, words) => {
    const ran = await leye(words)
    expect(ran.status).toBe(2)
    expect(ran.err + ran.out).not.toBe('')
  })
})

describe('a mistyped data folder', () => {
  it.each([
    ['journal verify', ['journal', 'verify']], ['journal seal', ['journal', 'seal']], ['backup', ['backup', 'FILE']], ['import', ['import', 'people', 'SHEET']],
    ['account add', ['account', 'add', 'new', '--name', '新人', '--area', '370102', '--duties', 'window']], ['account list', ['account', 'list']],
    ['account reset', ['account', 'reset', 'window']], ['key add', ['key', 'add']], ['key reseal', ['key', 'reseal']], ['key retire', ['key', 'retire', '1']],
  ])('is refused by leye %s with a sentence and 2, and nothing is made there', async (_, words) => {
    const wrong = join(folder, 'dta')
    const sheet = join(folder, 'empty.csv')
    await writeFile(sheet, 'name\n')
    const ran = await leye([...words.map((word) => word.replace('FILE', join(folder, 'never')).replace('SHEET', sheet)), ...at(wrong)])
    expect([ran.status, ran.out]).toEqual([2, ''])
    expect(ran.err).toMatch(/^leye: there is no .*(--data|leye migrate)/)
    expect(existsSync(wrong)).toBe(false)
    expect(existsSync(join(folder, 'never'))).toBe(false)
  })

  it('that is a file, or a database that is none, ends with 3 and a sentence, never with an abort', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, 'x'.repeat(5000))
    for (const words of [['migrate', '--data', join(file, 'below')], ['journal', 'verify', '--database', `sqlite:${file}`], ['account', 'list', '--database', 'postgresql://nobody@127.0.0.1:1/none'],
      ['backup', join(folder, 'no', 'such', 'folder'), ...at(data)]]) {
      const ran = await leye(words)
      expect([ran.status, words[0]], ran.err).toEqual([3, words[0]])
      expect(ran.err).toMatch(/^leye: ./)
    }
  })
})

describe('check', () => {
  it('of the catalogue counts items and cases, names each fault with file and line, and ends with 1 where there is one', async () => {
    const good = await leye(['check', '--json'])
    expect(good.status, good.err).toBe(0)
    expect(good.json.items).toBeGreaterThan(5)
    expect(good.json.determinations).toBeGreaterThan(12)
    expect(good.json.cases).toBeGreaterThan(20)
    expect(good.json.faults).toEqual([])
    const catalog = join(folder, 'catalog')
    await cp('catalog', catalog, { recursive: true })
    await writeFile(join(catalog, 'items', 'unemployment_registration.yaml'), 'code: unemployment_registration\nnonsense: 1\n')
    const bad = await leye(['check', '--json', '--catalog', catalog])
    expect(bad.status).toBe(1)
    expect(bad.json.faults.length).toBeGreaterThan(0)
    expect(bad.json.faults.join('\n')).toMatch(/unemployment_registration\.yaml:\d+: /)
    expect((await leye(['check', '--catalog', catalog])).err).toContain('unemployment_registration.yaml')
    expect((await leye(['serve', '--catalog', catalog, ...at(join(folder, 'unused'))])).status).toBe(3)
  })
})

describe('migrate', () => {
  it('makes the schema once, on a terminal with share and time left, and then has nothing to do', async () => {
    const place = join(folder, 'migrated')
    shows_share_and_time(await leye_on_terminal(['migrate', ...at(place)]))
    const again = await leye(['migrate', '--json', ...at(place)])
    expect([again.status, again.json]).toEqual([0, { applied: 0, searchable: 0 }])
    const other = await leye(['migrate', '--json', ...at(join(folder, 'migrated-too'))])
    expect(other.json.applied).toBeGreaterThan(5)
    expect(other.err).toBe('')
  })
})

describe('import', () => {
  it('takes the good rows, names the others by row, ends with 1, and shows share and time left on a terminal', async () => {
    const place = await copy_of_data()
    const sheet = join(folder, 'people.csv')
    const rows = Array.from({ length: 40 }, (_, i) => `杜导入,resident_id,${i === 7 ? '379901198501010011' : identity_number(60_000 + i)},370102001,`)
    await writeFile(sheet, ['name,document_type,document_number,area,phone', ...rows].join('\n'))
    const ran = await leye(['import', 'people', sheet, '--json', ...at(place)])
    expect(ran.status, ran.err).toBe(1)
    expect(ran.json).toMatchObject({ imported: 39, failed: 1, faults: [{ row: 9 }] })
    expect(ran.json.faults[0].fault).toMatch(/last character/)
    const all_good = join(folder, 'more.csv')
    await writeFile(all_good, ['name,document_type,document_number,area,phone', ...Array.from({ length: 40 }, (_, i) => `杜导入,resident_id,${identity_number(61_000 + i)},370102001,`)].join('\n'))
    shows_share_and_time(await leye_on_terminal(['import', 'people', all_good, ...at(place)]))
    await writeFile(sheet, Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))
    expect((await leye(['import', 'people', sheet, ...at(place)])).status).toBe(2)
  })
})

describe('account', () => {
  it('adds, lists and resets members of staff, prints each secret once, and refuses with 2', async () => {
    const place = await copy_of_data()
    const added = await leye(['account', 'add', 'newcomer', '--name', '新来', '--area', '370102', '--duties', 'window, check', '--json', ...at(place)])
    expect(added.status, added.err).toBe(0)
    expect(added.json).toMatchObject({ user: 'newcomer', password: expect.stringMatching(/.{8,}/), totp_secret: expect.stringMatching(/^[A-Z2-7]{32}$/), totp_uri: expect.stringMatching(/^otpauth:/) })
    const listed = await leye(['account', 'list', '--json', ...at(place)])
    expect(listed.json.find((one: any) => one.user === 'newcomer')).toMatchObject({ name: '新来', active: true })
    expect(listed.out).not.toContain(added.json.password)
    const reset = await leye(['account', 'reset', 'newcomer', '--json', ...at(place)])
    expect(reset.status).toBe(0)
    expect(reset.json.password).not.toBe(added.json.password)
    expect(reset.json.totp_secret).not.toBe(added.json.totp_secret)
    const twice = await leye(['account', 'add', 'newcomer', '--name', '新来', '--area', '370102', '--duties', 'window', ...at(place)])
    const nowhere = await leye(['account', 'add', 'other', '--name', '新来', '--area', '990000', '--duties', 'window', ...at(place)])
    const unknown = await leye(['account', 'reset', 'nobody', ...at(place)])
    for (const refused of [twice, nowhere, unknown]) {
      expect([refused.status, refused.out]).toEqual([2, ''])
      expect(refused.err).not.toBe('')
    }
  })
})

describe('journal verify', () => {
  it('finds nothing in an untouched journal, on a terminal with share and time left, and less to read since a day', async () => {
    shows_share_and_time(await leye_on_terminal(['journal', 'verify', ...at(data)]))
    const ran = await leye(['journal', 'verify', '--json', ...at(data)])
    expect([ran.status, ran.json.damages, ran.json.seals]).toEqual([0, [], true])
    expect(ran.json.entries).toBeGreaterThan(500)
    expect(ran.json.segments).toBeGreaterThan(5)
    const since = await leye(['journal', 'verify', '--json', '--since', new Date().toISOString().slice(0, 10), ...at(data)])
    expect([since.status, since.json.damages]).toEqual([0, []])
    expect(since.json.entries).toBeGreaterThan(0)
    expect(since.json.entries).toBeLessThan(ran.json.entries)
  })

  it.each([
    ['changed', "update journal_entry set detail = '{}' || detail where seq = 41", /^entry 41 of lane 0: changed/],
    ['dropped', 'delete from journal_entry where seq = 41', /^entry 41 of lane 0: missing/],
    ['reordered', 'update journal_entry set seq = -1 where seq = 41; update journal_entry set seq = 41 where seq = 42; update journal_entry set seq = 42 where seq = -1', /^entry 41 of lane 0: changed/],
    ['cut', 'delete from journal_entry where seq > (select max(seq) - 3 from journal_entry)', /^entry \d+ of lane 0: cut/],
    ['cut with its head', 'delete from journal_entry where seq > 41; update journal_head set seq = 41, hash = (select hash from journal_entry where seq = 41)', /^entry \d+ of lane 0: (cut|forged)/],
  ])('names an entry that was %s in the file of the database and ends with 1', async (_, sql, sentence) => {
    const place = await copy_of_data()
    sqlite(join(place, 'leye.db'), sql)
    const ran = await leye(['journal', 'verify', ...at(place)])
    expect(ran.status).toBe(1)
    expect(ran.err).toMatch(sentence)
    const as_json = await leye(['journal', 'verify', '--json', ...at(place)])
    expect(as_json.status).toBe(1)
    expect(as_json.json.damages[0]).toMatchObject({ lane: 0, seq: expect.any(Number), what: expect.any(String) })
    // What is damaged is not sealed, whoever asks.
    expect((await leye(['journal', 'seal', ...at(place)])).status).toBe(1)
  })

  it('seals the heads of an older database once, and only those', async () => {
    const place = await copy_of_data()
    expect((await leye(['journal', 'seal', '--json', ...at(place)])).json).toEqual({ sealed: 0 })
    sqlite(join(place, 'leye.db'), 'update journal_head set sealed = null; update journal_segment set sealed = null where seq = (select max(seq) from journal_segment)')
    expect((await leye(['journal', 'verify', ...at(place)])).status).toBe(1)
    expect((await leye(['journal', 'seal', '--json', ...at(place)])).json).toEqual({ sealed: 2 })
    expect((await leye(['journal', 'verify', ...at(place)])).status).toBe(0)
  })
})

describe('backup and restore', () => {
  it('show share and time left on a terminal; the backup is only read, and what is restored is the same', async () => {
    const file = join(folder, 'kept.backup'), place = join(folder, 'restored')
    shows_share_and_time(await leye_on_terminal(['backup', file, ...at(data)]))
    const before = await stat(file)
    shows_share_and_time(await leye_on_terminal(['restore', file, ...at(place)]))
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs)
    expect((await readdir(folder)).filter((name) => name.startsWith('kept.backup'))).toEqual(['kept.backup'])
    expect(await entries(place)).toBe(await entries(data))
    expect((await leye(['backup', file, ...at(data)])).status).toBe(2)
    const second = join(folder, 'restored-again')
    await mkdir(second)
    await copyFile(join(data, 'keys.txt'), join(second, 'keys.txt'))
    const restored = await leye(['restore', file, '--json', ...at(second)])
    expect([restored.status, restored.json], restored.out).toEqual([0, { restored: file, journal: { ...(await leye(['journal', 'verify', '--json', ...at(second)])).json, seals: true, damages: [], cases: [] } }])
    expect(restored.out.trim().split('\n')).toHaveLength(1)
    const other = await leye(['backup', join(folder, 'other.backup'), '--json', ...at(data)])
    expect([other.status, other.json.bytes > 100_000]).toEqual([0, true])
  })

  it('refuses a database that is there, the log of another one, and what is no backup, with 2', async () => {
    const file = join(folder, 'again.backup')
    await leye(['backup', file, ...at(data)])
    const there = await leye(['restore', file, ...at(data)])
    expect([there.status, there.err]).toEqual([2, expect.stringMatching(/leye\.db exists; move it away first/)])
    const place = join(folder, 'with-log')
    await mkdir(place)
    await copyFile(join(data, 'keys.txt'), join(place, 'keys.txt'))
    await writeFile(join(place, 'leye.db-wal'), 'left of another database')
    const left = await leye(['restore', file, ...at(place)])
    expect([left.status, left.err]).toEqual([2, expect.stringMatching(/leye\.db-wal is left of another database/)])
    expect(existsSync(join(place, 'leye.db'))).toBe(false)
    await rm(join(place, 'leye.db-wal'))
    for (const wrong of ['package.json', join(data, 'keys.txt')]) expect((await leye(['restore', wrong, ...at(place)])).status, wrong).toBe(2)
    expect(existsSync(join(place, 'leye.db'))).toBe(false)
    expect((await leye(['restore', file, ...at(place)])).status).toBe(0)
  })
})
