// Files of other departments on the command line: preview, import, result, redo, undo, and a batch that breaks off.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program_path } from '../../bench/stand.mjs'
import { identity_number } from './caller'
import { leye, sqlite } from './program'

let folder: string
let data: string
const people = 40
const number = (i: number) => identity_number(70_000 + i)
const unit = '91370100MA3C0000XH'
const titles = '社会保障号码,姓名,费款所属期,参保身份,统一社会信用代码,缴费基数（元）'
const row = (i: number, month: string, base = '4500') => `${number(i)},杜数据,${month},职工,${unit},${base}`
const facts = (...words: string[]) => leye(['facts', ...words, '--data', data])
const file = async (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}
const enlist = async (from: number, until: number) => {
  const rows = Array.from({ length: until - from }, (_, i) => `杜数据,resident_id,${number(from + i)},370102001,`)
  const ran = await leye(['import', 'people', await file('people.csv', ['name,document_type,document_number,area,phone', ...rows].join('\n')), '--data', data])
  expect(ran.status, ran.err).toBe(0)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leye-facts-'))
  data = join(folder, 'data')
  expect((await leye(['migrate', '--data', data])).status).toBe(0)
  await enlist(0, people)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a month of insurance (rows 15.3, 18.3)', () => {
  it('is previewed without being taken: columns, rows with masked numbers, and what is wrong', async () => {
    const path = await file('month.csv', [titles, row(0, '202609'), row(1, '202613'), row(900, '202609')].join('\r\n'))
    const seen = (await facts('preview', 'social_insurance', path, '--json')).json
    expect(seen).toMatchObject({ form: 'csv', encoding: 'UTF-8', packing: 'none', lines: 4, known_batch: null, checked: 3, said: { good: 1, fact_day_invalid: 1, person_unknown: 1 } })
    expect(seen.columns.map((c: any) => c.column)).toEqual(['document_number', null, 'month', 'insured_as', 'unit', 'base'])
    expect(seen.rows[0].cells[0]).toBe(`${number(0).slice(0, 6)}********${number(0).slice(14)}`)
    expect(seen.rows[0].cells[1]).toBe('')
    expect((await facts('list', '--json')).json).toEqual([])
  })

  it('is taken packed, told line by line in a file that Excel opens, and once only', async () => {
    const lines = [titles, ...Array.from({ length: people }, (_, i) => row(i, '202609')), row(0, '202613'), row(901, '202609')]
    const path = await file('packed.csv.gz', gzipSync(lines.join('\n')))
    const result = join(folder, 'result.csv')
    const ran = await facts('import', 'social_insurance', path, '--given-by', '济南市社保中心', '--result', result, '--json')
    expect(ran.status, ran.err).toBe(1)
    expect(ran.json).toMatchObject({ known_before: false, packing: 'gz', counts: { rows: people + 2, taken: people, refused: 2 } })
    const said = (await readFile(result, 'utf8')).split('\r\n')
    expect(said[0]).toBe('\ufeff行号,结果,代码,列,原因,下一步')
    expect(said[1]).toBe('2,已写入,taken,,,')
    expect(said[people + 1]).toMatch(/^42,未写入,fact_day_invalid,费款所属期,.+,.+/)
    expect(said[people + 2]).toMatch(/^43,未写入,person_unknown,,系统里还没有这个人,/)
    expect(said.join()).not.toContain(number(0))
    const again = await facts('import', 'social_insurance', path, '--json')
    expect([again.status, again.json.known_before, again.json.batch]).toEqual([0, true, ran.json.batch])
    const plain = await facts('import', 'social_insurance', await file('plain.csv', lines.join('\n')), '--json')
    expect(plain.json.known_before).toBe(true)
  })

  it('waits for who is not known yet, and is done again once they are', async () => {
    await enlist(901, 902)
    const [last] = (await facts('list', '--json')).json
    const again = await facts('redo', String(last.batch), '--json')
    expect(again.status, again.err).toBe(0)
    expect(again.json.counts).toMatchObject({ rows: 1, taken: 1 })
    const none = await facts('redo', String(again.json.batch))
    expect([none.status, none.out]).toEqual([2, ''])
  })

  it('can be taken back with a reason, and the ledger says who gave what for which purpose', async () => {
    const wrong = await facts('import', 'social_insurance', await file('wrong.csv', [titles, row(0, '202609', '9999'), row(1, '202608')].join('\n')), '--json')
    expect(wrong.json.counts).toMatchObject({ replaced: 1, taken: 1 })
    expect((await facts('undo', String(wrong.json.batch), '--reason', '错')).status).toBe(2)
    const undone = await facts('undo', String(wrong.json.batch), '--reason', '基数给错了', '--json')
    expect(undone.status, undone.err).toBe(0)
    expect(undone.json).toMatchObject({ undoes: wrong.json.batch, reason: '基数给错了', counts: { retracted: 2, taken: 1 } })
    expect((await facts('undo', String(wrong.json.batch), '--reason', '基数给错了')).status).toBe(2)
    const list = (await facts('list', '--json')).json
    expect(list.find((b: any) => b.batch === wrong.json.batch)).toMatchObject({ undone_by: undone.json.batch, given_by: '社会保险经办机构' })
    expect(list.at(-1)).toMatchObject({ given_by: '济南市社保中心', file_name: 'packed.csv.gz', received_by: 'system', from_month: '2026-09-01', until_month: '2026-10-01' })
    expect(list.at(-1).purpose).toContain('认定就业')
    const sources = (await facts('sources', '--json')).json
    expect(sources.find((s: any) => s.source === 'social_insurance')).toMatchObject({ month: '2026-09-01', late: false })
  })

  it('of the wrong encoding, cut off or another kind is refused with the place, and nothing is taken', async () => {
    const before = (await facts('list', '--json')).json.length
    const good = Buffer.from([titles, row(0, '202607')].join('\n') + '\n')
    for (const [name, content, said] of [
      ['encoding', Buffer.concat([good, Buffer.from([0xce, 0xd2, 0x2c])]), 'Line 3, byte 1 is not UTF-8'],
      ['cut', gzipSync(good).subarray(0, 60), 'cut off'],
      ['quote', Buffer.concat([good, Buffer.from('"1,2\n3,4')]), 'opens in line 3'],
      ['workbook', Buffer.from('PK\x03\x04xxxx'), 'no text file'],
      ['empty', Buffer.from(''), 'empty'],
      ['columns', Buffer.from('a,b\n1,2\n'), 'no column'],
    ] as const) {
      const ran = await facts('import', 'social_insurance', await file(name, content))
      expect([ran.status, ran.err], name).toEqual([2, expect.stringContaining(said)])
    }
    expect((await facts('import', 'no_such_source', await file('x', good))).status).toBe(2)
    expect((await facts('list', '--json')).json).toHaveLength(before)
  })
})

describe('a batch cut off in the middle (row 18.3)', () => {
  it('is seen by nobody, is taken away, and the same file is then taken whole', { timeout: 120_000 }, async () => {
    const lines = [titles]
    for (let month = 0; month < 240; month++) for (let i = 0; i < people; i++) for (let u = 0; u < 30; u++) lines.push(`${number(i)},杜,${2000 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, '0')},职工,91370100MA3C0000${10 + u},4500`)
    const path = await file('big.csv', lines.join('\n'))
    const count = (what: string) => Number(sqlite(join(data, 'leye.db'), what))
    const before = count('select count(*) from fact')
    const child = spawn(program_path, ['facts', 'import', 'social_insurance', path, '--data', data])
    const gone = new Promise((done) => child.once('exit', done))
    await expect.poll(() => count('select count(*) from fact'), { timeout: 60_000, interval: 5 }).toBeGreaterThan(before)
    child.kill('SIGKILL')
    await gone
    const [broken] = (await facts('list', '--json')).json
    expect(broken.state).toBe('loading')
    expect((await facts('sources', '--json')).json.find((s: any) => s.source === 'social_insurance').newest.batch).toBeLessThan(broken.batch)
    // Nobody can tell a dead writer from a slow one before its lease ends.
    const refused = await facts('import', 'social_insurance', path)
    expect(refused.err).toContain(`Batch ${broken.batch} is being written`)
    await expect.poll(async () => (await facts('import', 'social_insurance', path)).status, { timeout: 60_000, interval: 1000 }).toBe(0)
    const [whole, was] = (await facts('list', '--json')).json
    expect([was.batch, was.state]).toEqual([broken.batch, 'broken'])
    expect(whole).toMatchObject({ state: 'done', counts: { rows: lines.length - 1, taken: lines.length - 1 } })
    expect(count(`select count(*) from fact where batch = ${broken.batch} or gone_batch = ${broken.batch}`)).toBe(0)
    expect(count('select count(*) from fact')).toBe(before + lines.length - 1)
  })
})
