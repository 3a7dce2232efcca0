// Hires and ends of employment, one by one and by sheet, over HTTP, and what is wrong with them. row A6
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number, type Answer } from './caller'

let program: Program
let handler: Caller
let unit: string
let sequence = 100
beforeAll(async () => {
  program = await start_program()
  handler = await new Caller(program).person('12900009001', { name: '陈会计', document_type: 'resident_id', document_number: identity_number(90), area: '370102001' })
  const joined = await handler.post('/v1/account/employers', { uscc: uscc('91370102MA3ABCDE1'), name: '济南历下晨光服装店', area: '370102', kind: 'sole_trader', commitment: true })
  expect(joined.status, joined.text).toBe(200)
  unit = joined.body.acts_for[0].employer_id
})
afterAll(async () => { await program.stop() })

/** GB 32100-2015: the check character of a 统一社会信用代码. */
function uscc(head: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const sum = [...head].reduce((all, c, i) => all + alphabet.indexOf(c) * weights[i]!, 0)
  return head + alphabet[(31 - sum % 31) % 31]
}
const hire = (more: Record<string, unknown> = {}) => handler.submit({
  item: 'employment_registration', employer: unit,
  values: { worker_name: '林工', document_type: 'resident_id', document_number: identity_number(++sequence), started_on: day(-5), contract_kind: 'open_ended', ...more },
})
/** How many the unit has registered, workers and cases: a refused request leaves both as they are. */
const held = async () => [(await handler.get(`/v1/employers/${unit}/employments?state=all&limit=200`)).body.rows.length, (await handler.get(`/v1/employers/${unit}/cases?limit=200`)).body.rows.length]
const refused = (answer: Answer, code: string, field: string) => {
  expect(answer.status, answer.text).toBe(422)
  expect(answer.body.code).toBe(code)
  expect(answer.body.field).toContain(field)
  expect(answer.body.next.zh).not.toBe('')
  expect(answer.body.next.en).not.toBe('')
}

describe('one hire', () => {
  it('is settled at once, whatever the name: one character, with a dot, beyond the basic plane (row A6)', async () => {
    for (const name of ['李', '买买提·艾力', '𠮷野']) {
      const done = await hire({ worker_name: name })
      expect(done.status, done.text).toBe(201)
      expect(done.body.state).toBe('settled')
    }
    const roll = await handler.get(`/v1/employers/${unit}/employments`)
    expect(roll.status).toBe(200)
    expect(roll.body.rows).toHaveLength(3)
  })

  it('with a wrong check character, a day that does not exist or 15 digits is refused at its field, and nothing is recorded', async () => {
    const before = await held()
    refused(await hire({ document_number: '379901198501010011' }), 'document_check_digit', 'document_number')
    refused(await hire({ document_number: '379901198502300015' }), 'document_birth_date', 'document_number')
    refused(await hire({ document_number: '379901850101001' }), 'document_15_digits', 'document_number')
    const days = await hire({ started_on: '2026-02-30' })
    expect(days.status).toBe(422)
    expect(days.body.field).toContain('started_on')
    expect(await held()).toEqual(before)
  })

  it('of somebody under 16, or next month, says what the rule says', async () => {
    const [workers, cases] = await held()
    const child = await hire({ document_number: identity_number(++sequence, '20151231') })
    expect([child.status, child.body.state]).toEqual([201, 'refused'])
    expect(child.body.reason.reason_code).toMatch(/under_16/)
    expect(child.body.reason.sentence.zh).toMatch(/16/)
    expect(child.body.reason.clause).not.toBe('')
    const late = await hire({ started_on: day(40) })
    expect(late.status, late.text).toBe(422)
    expect(late.body.field).toContain('started_on')
    expect(late.body.next.zh).not.toBe('')
    // The refused one stands as a case with its reason, the impossible one nowhere; neither is a worker.
    expect(await held()).toEqual([workers, cases! + 1])
    expect((await handler.get(`/v1/cases/${child.body.number}`)).body).toMatchObject({ state: 'refused', reason: { reason_code: child.body.reason.reason_code } })
  })

  it('of somebody who is registered here already is refused with the reason', async () => {
    const number = identity_number(++sequence)
    expect((await hire({ document_number: number, worker_name: '赵同' })).body.state).toBe('settled')
    const [workers] = await held()
    const again = await hire({ document_number: number, worker_name: '赵同' })
    expect([again.body.state, again.body.reason.reason_code]).toEqual(['refused', expect.stringMatching(/already|open|registered/)])
    expect((await held())[0]).toBe(workers)
    expect((await handler.get(`/v1/employers/${unit}/employments?limit=200`)).body.rows.filter((row: any) => row.person_name === '赵同')).toHaveLength(1)
  })

  it('with somebody else’s name on a known number is refused at the name (row A6)', async () => {
    const known = identity_number(++sequence)
    await new Caller(program).person('12900009003', { name: '钱真名', document_type: 'resident_id', document_number: known })
    const other = await hire({ document_number: known, worker_name: '钱假名' })
    expect([other.status, other.body.code, other.body.field]).toEqual([409, 'person_name_differs', 'values.worker_name'])
    expect((await hire({ document_number: known, worker_name: '钱真名' })).body.state).toBe('settled')
  })

  it('ends on a day that is not before its first', async () => {
    const number = identity_number(++sequence)
    await hire({ document_number: number, worker_name: '孙结束' })
    const end = (ended_on: string) => handler.submit({ item: 'employment_end', employer: unit, values: { worker_name: '孙结束', document_type: 'resident_id', document_number: number, ended_on, end_reason: 'agreed' } })
    refused(await end(day(-30)), 'decision_correct', 'ended_on')
    const done = await end(day(-1))
    expect(done.status, done.text).toBe(201)
    expect(done.body.state).toBe('settled')
    const gone = (await handler.get(`/v1/employers/${unit}/employments?state=ended&limit=200`)).body.rows
    expect(gone.filter((row: any) => row.person_name === '孙结束')).toMatchObject([{ from: day(-5), until: day(0) }])
  })

  it('is not anybody else’s to register', async () => {
    const stranger = await new Caller(program).person('12900009002', { name: '外人', document_type: 'resident_id', document_number: identity_number(91) })
    const answer = await stranger.submit({ item: 'employment_registration', employer: unit, values: {} })
    expect(answer.status).toBe(403)
  })
})

const columns = ['姓名', '证件类型', '证件号码', '用工日期', '劳动合同类型']
const row = (name: string, number: string) => [name, '居民身份证', number, day(-4), '无固定期限'].join(',')
const upload = (bytes: Uint8Array, name: string) => handler.call('POST', `/v1/employers/${unit}/sheets?item=employment_registration&name=${encodeURIComponent(name)}`, bytes, { 'content-type': 'text/csv', 'x-file-name': encodeURIComponent(name) })
async function finished(id: string): Promise<any> {
  for (;;) {
    const sheet = (await handler.get(`/v1/sheets/${id}`)).body
    if (sheet.state !== 'running') return sheet
    await new Promise((on) => setTimeout(on, 100))
  }
}

describe('a sheet', () => {
  it('whose name is not UTF-8 is refused, and the same sheet under a plain name is taken', async () => {
    const sheet = new TextEncoder().encode([columns.join(','), row('赵一', identity_number(1900))].join('\r\n'))
    const send = (name: string) => handler.call('POST', `/v1/employers/${unit}/sheets?item=employment_registration`, sheet, { 'content-type': 'text/csv', 'x-file-name': name })
    for (const name of ['%B9%A4%C8%CB.csv', '%zz.csv', 'a%00.csv']) {
      const refused = await send(name)
      expect([refused.status, refused.body.code, refused.body.field], name).toEqual([422, 'file_name_encoding', 'X-File-Name'])
    }
    expect((await send('plain.csv')).status).toBe(201)
  })

  it('of many rows with one fault in a hundred registers the good ones, loses none, and takes the failures again (row A6)', async () => {
    const rows = Number(process.env.LEYE_SHEET_ROWS ?? 1000)
    const lines = Array.from({ length: rows }, (_, i) => row(`工人${String.fromCodePoint(0x4e00 + i % 5000)}`, i % 100 === 7 ? '379901198501010011' : identity_number(2000 + i, `19${70 + Math.floor(i / 80_000)}0302`)))
    const sent = await upload(new TextEncoder().encode('\uFEFF' + [columns.join(','), ...lines].join('\r\n')), '11月.csv')
    expect(sent.status, sent.text.slice(0, 500)).toBe(201)
    const bad = Math.ceil((rows - 7) / 100)
    expect([sent.body.rows, sent.body.bad, sent.body.good]).toEqual([rows, bad, rows - bad])
    const fault = (await handler.get(`/v1/sheets/${sent.body.id}/rows?state=bad`)).body.rows[0]
    expect(fault.problems[0].code).toBe('document_check_digit')
    expect(fault.values.document_number).toBe('379901198501010011')
    expect((await handler.post(`/v1/sheets/${sent.body.id}/run`, {})).status).toBe(200)
    const done = await finished(sent.body.id)
    expect([done.settled, done.failed, done.bad]).toEqual([rows - bad, 0, bad])
    const failures = await handler.get(`/v1/sheets/${sent.body.id}/failures.csv`)
    expect(failures.text.trim().split('\r\n').length - 1).toBeGreaterThanOrEqual(bad)
    // One of the failures comes back mended, with its number in the sheet as the file of failures gives it.
    const lines_back = failures.text.replace(/^\uFEFF/, '').trim().split('\r\n')
    const head = lines_back.find((line) => line.includes('证件号码'))!
    const failed = lines_back.find((line) => line.includes('379901198501010011'))!
    const mended = [head, failed.replace('379901198501010011', identity_number(990, '19880808'))].join('\r\n')
    const redo = await handler.call('POST', `/v1/sheets/${sent.body.id}/redo`, new TextEncoder().encode('\uFEFF' + mended), { 'content-type': 'text/csv' })
    expect(redo.status, redo.text.slice(0, 300)).toBe(200)
    await handler.post(`/v1/sheets/${sent.body.id}/run`, {})
    const after = await finished(sent.body.id)
    expect([after.settled, after.bad + after.failed]).toEqual([rows - bad + 1, bad - 1])
  }, 600_000)

  it('in GB18030, with a name of four bytes, is read as it was written', async () => {
    const file = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: [columns.join(','), row('𠮷野·阿明', identity_number(++sequence))].join('\r\n') })
    const sent = await upload(file, 'gb.csv')
    expect([sent.status, sent.body.encoding, sent.body.good], sent.text.slice(0, 300)).toEqual([201, expect.stringMatching(/gb/i), 1])
    expect(sent.body.preview[0].values.worker_name).toBe('𠮷野·阿明')
  })

  it('that is empty, of another kind, or without the columns says so', async () => {
    for (const bytes of [new Uint8Array(), new TextEncoder().encode('随便\r\n写点'), new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0])]) {
      const answer = await upload(bytes, '错.csv')
      expect(answer.status, answer.text).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(answer.body.next.zh).not.toBe('')
    }
  })
})
