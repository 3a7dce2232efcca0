// Files of other departments at the desk: looked through, imported with progress, told line by line, taken back; and the watched folder.
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, identity_number, type Answer } from './caller'

let program: Program
let data: Caller, window: Caller, manager: Caller
let inbox: string
const number = (i: number) => identity_number(80_000 + i)
const unit = '91370100MA3C0000XH'
const titles = '身份证号,费款所属期,参保身份,统一社会信用代码,缴费基数'
const row = (i: number, month: string, base = '4500') => `${number(i)},${month},职工,${unit},${base}`
const csv = (...rows: string[]) => [titles, ...rows].join('\r\n')
const enlist = async (i: number) => expect((await window.post('/v1/desk/people', { name: '杜来源', document_type: 'resident_id', document_number: number(i), area: '370102001' })).status).toBe(201)
const look = (content: string | Uint8Array, source = 'social_insurance', who = data, name = '缴费.csv') =>
  who.post('/v1/desk/fact-files?source=' + source, content, { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) })
const ended = async (answer: Answer): Promise<any> => {
  expect(answer.status, answer.text).toBe(202)
  let task: any
  await expect.poll(async () => (task = (await data.get('/v1/desk/fact-files/' + answer.body.id)).body).state, { timeout: 30_000, interval: 20 }).toMatch(/done|refused|failed/)
  return task
}
const take = async (content: string | Uint8Array, more: object = {}) => ended(await data.post(`/v1/desk/fact-files/${(await look(content)).body.id}/import`, more))
const batch = async (n: number) => (await data.get('/v1/desk/fact-batches/' + n)).body
const undo = (n: number, reason = '对方给错了文件') => data.post(`/v1/desk/fact-batches/${n}/undo`, { reason })

beforeAll(async () => {
  inbox = await mkdtemp(join(tmpdir(), 'leye-inbox-'))
  program = await start_program(100, ['--requests-per-minute', '0', '--facts-inbox', inbox])
  data = await new Caller(program).officer('data')
  window = await new Caller(program).officer('window')
  manager = await new Caller(program).officer('manager')
  for (let i = 0; i < 4; i++) await enlist(i)
})
afterAll(async () => {
  await program.stop()
  await rm(inbox, { recursive: true, force: true })
})

describe('a file of another department (rows 15.3, 18.3)', () => {
  it('is looked through first: columns, rows with masked numbers, what is wrong; nothing is taken yet', async () => {
    const answer = await look(csv(row(0, '202609'), row(1, '202613'), row(99, '202609')))
    expect(answer.status, answer.text).toBe(202)
    expect(answer.body).toMatchObject({ kind: 'import', state: 'looked', source: 'social_insurance', file_name: '缴费.csv', preview: { form: 'csv', encoding: 'UTF-8', lines: 4, checked: 3 } })
    expect(answer.body.preview.said).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'good', rows: 1 }), expect.objectContaining({ code: 'person_unknown', rows: 1, detail: { zh: '系统里还没有这个人', en: expect.any(String) } })]))
    expect(answer.text).not.toContain(number(0))
    expect((await data.get('/v1/desk/fact-batches')).body.rows).toEqual([])
    expect((await data.post(`/v1/desk/fact-files/${answer.body.id}/drop`, {})).status).toBe(204)
    expect((await data.get('/v1/desk/fact-files/' + answer.body.id)).status).toBe(404)
  })

  it('is imported once, with a result for each line that names nobody', async () => {
    const content = csv(row(0, '202609'), row(1, '202609'), row(2, '202613'), row(98, '202609'))
    const done = await take(gzipSync(content), { given_by: '济南市社保中心' })
    expect(done).toMatchObject({ state: 'done', known_before: false, counts: { rows: 4, taken: 2, refused: 2 } })
    expect(await batch(done.batch)).toMatchObject({ state: 'done', given_by: '济南市社保中心', received_by: expect.stringContaining('马超·'), source_name: { zh: '社会保险缴费' }, from_month: '2026-09-01', until_month: '2026-10-01' })
    const result = await data.download(`/v1/desk/fact-batches/${done.batch}/result`)
    expect(result.toString()).toMatch(/^\ufeff行号,结果,代码,列,原因,下一步\r\n2,已写入,taken/)
    expect(result.toString()).not.toContain(number(0))
    expect((await data.download(`/v1/desk/fact-batches/${done.batch}/result?rows=refused&language=en`)).toString().split('\r\n')).toHaveLength(4)
    expect(await take(content)).toMatchObject({ state: 'done', known_before: true, batch: done.batch })
    const sources = (await manager.get('/v1/desk/fact-sources')).body.rows
    expect(sources.find((one: any) => one.code === 'social_insurance')).toMatchObject({ month: '2026-09-01', late: false, newest: { number: done.batch } })
    expect(sources.length).toBeGreaterThanOrEqual(19)
  })

  it('keeps lines of unknown people, to be done again once they have a file', async () => {
    const [newest] = (await data.get('/v1/desk/fact-batches')).body.rows
    await enlist(98)
    const done = await ended(await data.post(`/v1/desk/fact-batches/${newest.number}/redo`, {}))
    expect(done).toMatchObject({ state: 'done', kind: 'redo', counts: { rows: 1, taken: 1 } })
    expect(await ended(await data.post(`/v1/desk/fact-batches/${done.batch}/redo`, {}))).toMatchObject({ state: 'refused', refusal: { code: 'fact_nothing_to_redo' } })
  })

  it('is taken back with a reason; what it had replaced holds again, and the file may come again', async () => {
    const content = csv(row(0, '202609', '9999'), row(1, '202608'))
    const wrong = await take(content)
    expect(wrong.counts).toMatchObject({ replaced: 1, taken: 1 })
    expect((await undo(wrong.batch, '错')).body.code).toBe('fact_reason_missing')
    const undone = await ended(await undo(wrong.batch))
    expect(undone).toMatchObject({ state: 'done', kind: 'undo', of_batch: wrong.batch })
    expect(await batch(undone.batch)).toMatchObject({ undoes: wrong.batch, reason: '对方给错了文件', counts: { retracted: 2, taken: 1 } })
    expect(await batch(wrong.batch)).toMatchObject({ undone_by: undone.batch })
    expect((await undo(wrong.batch)).body.code).toBe('fact_batch_undone')
    expect((await undo(undone.batch)).body.code).toBe('fact_batch_is_undo')
    expect(await take(content)).toMatchObject({ known_before: false, counts: { replaced: 1, taken: 1 } })
  })

  it('that sends the past again, out of order, doubled and with retracted rows, comes out right', async () => {
    const done = await take([titles + ',操作', `${row(3, '202607')},新增`, `${row(3, '202605')},新增`, `${row(3, '202606')},新增`, `${row(3, '202606')},新增`, `${row(1, '202609')},新增`, `${row(2, '202601')},撤销`].join('\n'))
    expect(done.counts).toEqual({ rows: 6, taken: 3, replaced: 0, known: 1, retracted: 0, refused: 2 })
    const again = await take([titles + ',操作', `${row(3, '202606')},撤销`].join('\n'))
    expect(again.counts).toMatchObject({ retracted: 1 })
  })
})

describe('what cannot be taken', () => {
  it.each([
    ['the wrong encoding, with its place', Buffer.concat([Buffer.from(csv(row(0, '202604')) + '\n'), Buffer.from([0xce, 0xd2])]), 'lines_bad_bytes', '第3行第1个字节'],
    ['a packed file that is cut off', gzipSync(csv(row(0, '202604'))).subarray(0, 50), 'lines_cut', ''],
    ['a workbook', Buffer.from('PK\x03\x04'), 'lines_kind_unknown', ''],
    ['an empty file', Buffer.alloc(0), 'lines_empty', ''],
    ['a quote that nobody closes', Buffer.from(csv('"1,2,3')), 'lines_quote_open', '第2行'],
    ['a column that is missing', Buffer.from('身份证号,费款所属期\n1,2\n'), 'fact_column_missing', '参保身份'],
    ['a file without titles', Buffer.from(row(0, '202604')), 'fact_columns_unknown', ''],
  ])('%s is told at once and leaves nothing', async (_, content, code, said) => {
    const before = (await data.get('/v1/desk/fact-batches')).body.rows.length
    const answer = await look(content)
    expect([answer.status, answer.body.code]).toEqual([422, code])
    expect(answer.body.detail.zh).toContain(said)
    expect((await data.get('/v1/desk/fact-batches')).body.rows).toHaveLength(before)
  })

  it('an unknown source, batch or file, and who has not the duty', async () => {
    expect((await look(csv(), 'cats')).body.code).toBe('fact_source_unknown')
    expect((await undo(9999)).body.code).toBe('fact_batch_unknown')
    expect((await data.get('/v1/desk/fact-batches/x')).status).toBe(404)
    expect((await data.post('/v1/desk/fact-files/00000000-0000-7000-8000-000000000000/import', {})).body.code).toBe('fact_task_unknown')
    expect((await look(csv(row(0, '202603')), 'social_insurance', manager)).body.code).toBe('duty_missing')
    expect((await manager.post('/v1/desk/fact-batches/1/undo', { reason: '给错了文件' })).body.code).toBe('duty_missing')
    expect((await window.get('/v1/desk/fact-batches')).body.code).toBe('duty_missing')
    expect((await new Caller(program).get('/v1/desk/fact-sources')).status).toBe(401)
  })
})

describe('the watched folder (row 18.3)', () => {
  it('takes files by their names, packed or plain, and puts beside each what became of it', { timeout: 60_000 }, async () => {
    await writeFile(join(inbox, 'social_insurance-202602.csv.gz'), gzipSync(csv(row(0, '202602'), row(97, '202602'))))
    await writeFile(join(inbox, 'cats-1.csv'), 'a,b\n')
    await writeFile(join(inbox, 'deaths-bad.csv'), Buffer.from([0x50, 0x4b, 3, 4]))
    await writeFile(join(inbox, 'notes.md'), 'stays')
    await expect.poll(async () => (await readdir(inbox)).sort(), { timeout: 40_000, interval: 200 }).toEqual(['done', 'notes.md', 'refused'])
    expect(readFileSync(join(inbox, 'done', 'social_insurance-202602.csv.gz.result.csv'), 'utf8')).toMatch(/2,已写入,taken,,,\r\n3,未写入,person_unknown/)
    expect(readFileSync(join(inbox, 'refused', 'cats-1.csv.why.txt'), 'utf8')).toContain('没有这个数据来源')
    expect(readFileSync(join(inbox, 'refused', 'deaths-bad.csv.why.txt'), 'utf8')).toContain('不是 CSV')
    expect(existsSync(join(inbox, 'refused', 'deaths-bad.csv'))).toBe(true)
    expect((await data.get('/v1/desk/fact-batches?source=social_insurance&limit=1')).body.rows[0]).toMatchObject({ file_name: 'social_insurance-202602.csv.gz', received_by: 'system', counts: { taken: 1, refused: 1 } })
  })
})
