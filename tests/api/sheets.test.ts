// Files as employers' programs write them, over HTTP: workbooks, templates, three encodings, and what is no sheet at all. row A6
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number, type Answer } from './caller'
import { rows_of, unzip, workbook } from './xlsx'

let program: Program
let handler: Caller
let unit: string
let sequence = 700
beforeAll(async () => {
  program = await start_program(100)
  handler = await new Caller(program).person('12000000004')
  unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
})
afterAll(async () => { await program.stop() })

const titles = ['姓名', '证件类型', '证件号码', '用工日期', '劳动合同类型']
const worker = (name: string) => [name, '居民身份证', identity_number(++sequence), day(-4), '无固定期限']
const csv = (rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')
const upload = (bytes: Uint8Array, name: string) =>
  handler.call('POST', `/v1/employers/${unit}/sheets?item=employment_registration`, bytes, { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) })
const fetched = async (path: string) => {
  const answer = await fetch(program.url + path)
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
}
/** Runs a sheet to its end and gives the names that stand on the unit's roll for it. */
async function run(sheet: any): Promise<any> {
  expect((await handler.post(`/v1/sheets/${sheet.id}/run`, {})).status).toBe(200)
  await expect.poll(async () => (await handler.get(`/v1/sheets/${sheet.id}`)).body.state, { timeout: 30_000 }).toBe('done')
  return (await handler.get(`/v1/sheets/${sheet.id}`)).body
}
const roll = async () => {
  const names: string[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: Answer = await handler.get(`/v1/employers/${unit}/employments?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
    names.push(...page.body.rows.map((row: any) => row.person_name))
    cursor = page.body.next_cursor
  }
  return names
}
function refused(answer: Answer, code: string): Answer {
  expect([answer.status, answer.body?.code, answer.body?.field], answer.text.slice(0, 300)).toEqual([422, code, 'file'])
  expect([answer.body.detail.zh, answer.body.detail.en, answer.body.next.zh, answer.body.next.en]).not.toContain('')
  return answer
}

describe('a template', () => {
  it('is a workbook named after its item, whose first row is accepted back with people under it', async () => {
    for (const [item, name] of [['employment_registration', '就业登记'], ['employment_end', '终止']] as const) {
      const { answer, bytes } = await fetched(`/v1/sheets/templates/${item}.xlsx`)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      expect(decodeURIComponent(answer.headers.get('content-disposition')!)).toMatch(new RegExp(`filename\\*=UTF-8''[^;]*${name}[^;]*-模板\\.xlsx`))
      const parts = unzip(bytes)
      for (const part of ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml']) expect(Object.keys(parts)).toContain(part)
      expect(rows_of(bytes)).toHaveLength(1)
    }
    const [head] = rows_of((await fetched('/v1/sheets/templates/employment_registration.xlsx')).bytes)
    expect(head!.slice(0, 5)).toEqual(titles)
    const sent = await upload(workbook([head!, [...worker('吴模板'), '', '电工', '12900007001']]), '模板.xlsx')
    expect([sent.status, sent.body.format, sent.body.rows, sent.body.good], sent.text.slice(0, 500)).toEqual([201, 'xlsx', 1, 1])
    expect(sent.body.columns.map((one: any) => one.field)).not.toContain(undefined)
    expect(sent.body.preview[0].values).toMatchObject({ worker_name: '吴模板', started_on: day(-4) })
    expect((await run(sent.body)).settled).toBe(1)
    expect(await roll()).toContain('吴模板')
  })

  it('sent back with nobody in it says so, as workbook and as CSV', async () => {
    for (const format of ['xlsx', 'csv']) refused(await upload((await fetched(`/v1/sheets/templates/employment_registration.${format}`)).bytes, `空.${format}`), 'sheet_no_rows')
  })

  it('there is none for an item that has no sheet', async () => {
    expect((await handler.get('/v1/sheets/templates/policy_advice.xlsx')).body.code).toBe('sheet_item_unfit')
    expect((await handler.get('/v1/sheets/templates/no_such_item.xlsx')).body.code).toBe('item_unknown')
    expect((await handler.get('/v1/sheets/templates/employment_registration.pdf')).status).toBe(404)
  })
})

describe('a workbook', () => {
  it('registers whom it names; its failures come back as a workbook that is taken again when mended', async () => {
    const bad = worker('郑改错')
    const good_number = bad[2]!
    bad[2] = '379901198501010011'
    const sent = await upload(workbook([titles, worker('钱工作簿'), bad, worker('阿依古丽·买买提')]), '11月.xlsx')
    expect([sent.status, sent.body.rows, sent.body.good, sent.body.bad], sent.text.slice(0, 500)).toEqual([201, 3, 2, 1])
    expect(sent.body.preview[1]).toMatchObject({ row: 3, state: 'bad', problems: [{ field: 'document_number', code: 'document_check_digit' }] })
    expect((await run(sent.body)).settled).toBe(2)
    const failures = rows_of(await handler.download(`/v1/sheets/${sent.body.id}/failures.xlsx`))
    expect(failures).toHaveLength(2)
    expect(failures[1]).toContain('郑改错')
    const mended = failures.map((cells) => cells.map((cell) => (cell === '379901198501010011' ? good_number : cell)))
    const again = await handler.call('POST', `/v1/sheets/${sent.body.id}/redo`, workbook(mended), { 'content-type': 'application/octet-stream' })
    expect(again.status, again.text.slice(0, 300)).toBe(200)
    expect(await run(sent.body)).toMatchObject({ settled: 3, bad: 0, failed: 0 })
    const names = await roll()
    for (const name of ['钱工作簿', '郑改错', '阿依古丽·买买提']) expect(names.filter((one) => one === name)).toHaveLength(1)
  })

  it('that unpacks to hundreds of megabytes is refused by its limit, and the program goes on', async () => {
    const bomb = workbook('<row><c t="inlineStr"><is><t>姓名</t></is></c></row>'.repeat(3_000_000))
    expect(bomb.length).toBeLessThan(2_000_000)
    const answer = refused(await upload(bomb, '大.xlsx'), 'sheet_too_large')
    expect(answer.body.detail.zh).toMatch(/\d+ ?MB/)
    // Many at once neither stop it nor leave anything behind.
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(bomb, '大.xlsx')))
    for (const one of answers) refused(one, 'sheet_too_large')
    expect((await handler.get('/readyz')).status).toBe(200)
    expect((await upload(workbook([titles, worker('孙照常')]), '小.xlsx')).status).toBe(201)
    expect((await handler.get(`/v1/employers/${unit}/sheets`)).body.rows.map((sheet: any) => sheet.file_name)).not.toContain('大.xlsx')
  })

  it('whose one cell is two hundred million characters, or that is cut off, is refused', async () => {
    const cell = workbook(`<row r="1"><c r="A1" t="inlineStr"><is><t>${'a'.repeat(200_000_000)}</t></is></c></row>`)
    expect((await upload(cell, '长.xlsx')).status).toBe(422)
    const whole = workbook([titles, worker('李半截')])
    refused(await upload(whole.subarray(0, whole.length - 30), '半截.xlsx'), 'sheet_damaged')
    expect((await handler.get('/readyz')).status).toBe(200)
  })
})

describe('a CSV', () => {
  const encoded = (text: string, encoding: string) => execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: text })

  it.each([
    ['UTF-8', 'UTF-8', '𠮷田·甲', (text: string) => Buffer.from(text)],
    ['UTF-8 with a mark', 'UTF-8', '𠮷田·乙', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with a mark', 'UTF-16', '𠮷田·丙', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['GB18030', 'GB18030', '𠮷田·丁', (text: string) => encoded(text, 'GB18030')],
  ])('in %s is read as it was written, a name of four bytes too', async (as, encoding, name, bytes) => {
    const row = worker(name)
    const file = bytes(csv([titles, row]))
    if (encoding === 'GB18030') expect(file.includes(Buffer.from([0x95, 0x34, 0xb2, 0x35]))).toBe(true) // 𠮷 in four bytes, two of them digits of ASCII
    const sent = await upload(file, `${as}.csv`)
    expect([sent.status, sent.body.format, sent.body.good], sent.text.slice(0, 300)).toEqual([201, 'csv', 1])
    expect(sent.body.encoding.replace(/LE$/, '')).toBe(encoding)
    expect(sent.body.preview[0].values).toMatchObject({ worker_name: name, document_number: row[2], contract_kind: '无固定期限' })
    expect((await run(sent.body)).settled).toBe(1)
    expect(await roll()).toContain(name)
  })

  it('in another encoding is refused: what it was read as, or where it cannot be read', async () => {
    const text = csv([['姓名', '證件類型', '證件號碼', '用工日期', '勞動合同類型'], ['陳大文', '居民身份證', identity_number(999), day(-4), '無固定期限']])
    const big5 = refused(await upload(encoded(text, 'BIG5'), '繁體.csv'), 'sheet_encoding_doubtful')
    expect(big5.body.detail.zh).toContain('GB18030')
    expect(big5.body.next.zh).toContain('UTF-8')
    const mixed = Buffer.concat([Buffer.from(`\uFEFF${csv([titles, worker('周好'), ['王']])}`), Buffer.from([0xff, 0xfe, 0x81, 0x2c]), Buffer.from('居民身份证')])
    const bad = refused(await upload(mixed, '混.csv'), 'sheet_bad_bytes')
    expect(bad.body.detail.zh).toContain('第3行第1列')
    expect(bad.body.next.zh).toContain('UTF-8')
    refused(await upload(encoded(text, 'UTF-16BE'), '无标记.csv'), 'sheet_kind_unknown')
  })
})
