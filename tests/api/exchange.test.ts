// Signed messages of other departments' systems: Ed25519 and SM2, receipts, replays, wrong signatures, totals.
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createRequire } from 'node:module'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'
import { leye } from './program'

const folder = mkdtempSync(join(tmpdir(), 'leye-exchange-'))
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const other = generateKeyPairSync('ed25519'), finance = generateKeyPairSync('ed25519')
const sm2_private = join(folder, 'sm2.pem')
execFileSync('openssl', ['genpkey', '-algorithm', 'SM2', '-out', sm2_private], { stdio: 'pipe' })
const sm2_public = execFileSync('openssl', ['pkey', '-in', sm2_private, '-pubout'], { encoding: 'utf8' })
const indented = (pem: string) => pem.trim().split('\n').map((line) => '      ' + line).join('\n')
const senders = join(folder, 'senders.yaml')
writeFileSync(senders, `- sender: jinan_insurance
  name: {zh: 济南市社会保险事业中心, en: Jinan social insurance}
  sources: [social_insurance]
  keys:
    - |
${indented(publicKey.export({ type: 'spki', format: 'pem' }) as string)}
- sender: finance
  name: {zh: 省财政厅, en: Finance}
  shares: [hardship_recognition, unemployment_benefit]
  purpose: 核对就业补助资金（鲁财社〔2024〕56号）
  keys:
    - |
${indented(finance.publicKey.export({ type: 'spki', format: 'pem' }) as string)}
- sender: police
  name: {zh: 省公安厅, en: Police}
  sources: [deaths, household_register]
  keys:
    - |
${indented(sm2_public)}
`)

type Signer = (bytes: Buffer) => Buffer
const ed25519: Signer = (bytes) => sign(null, bytes, privateKey)
let files = 0
const sm2: Signer = (bytes) => {
  const path = join(folder, `bytes-${++files}`)
  writeFileSync(path, bytes)
  execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', sm2_private, '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', '-in', path, '-out', path + '.sig'], { stdio: 'pipe' })
  return readFileSync(path + '.sig')
}

let program: Program
let people: Caller
const number = (i: number) => identity_number(88_000 + i)
const months = (...rows: [number, string][]) => Buffer.from(['document_number,month,insured_as,unit,base', ...rows.map(([i, month]) => `${number(i)},${month},employee,91370100MA3C0000XH,4500`)].join('\n'))
interface Message { sender?: string; id?: string; path?: string; method?: string; body?: Buffer; signer?: Signer; headers?: Record<string, string>; signed_path?: string }
async function send({ sender = 'jinan_insurance', id = randomUUID(), path = '/v1/exchange/facts/social_insurance', method = 'POST', body = Buffer.alloc(0), signer = ed25519, headers = {}, signed_path = path }: Message) {
  const signature = signer(Buffer.concat([Buffer.from(`leye-exchange-1\n${method}\n${signed_path}\n${sender}\n${id}\n`), body])).toString('base64')
  const response = await fetch(program.url + path, { method, body: method === 'POST' ? new Uint8Array(body) : undefined, headers: { 'x-leye-sender': sender, 'x-leye-message': id, 'x-leye-signature': signature, ...headers } })
  const text = await response.text()
  if (response.ok) expect([path, faults_of(method, path, JSON.parse(text))]).toEqual([path, []])
  return { status: response.status, text, body: JSON.parse(text) }
}

const described = JSON.parse(execFileSync(process.env.LEYE_PROGRAM ?? 'build/default/src/leye', ['openapi'], { encoding: 'utf8' }))
for (const schema of Object.values<any>(described.components.schemas)) if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false
const Ajv = createRequire(new URL('../../web/package.json', import.meta.url))('ajv/dist/2020').default
const ajv = new Ajv({ strict: false, formats: { date: true, 'date-time': true } })
ajv.addSchema(described, 'leye')
/** What of an answer is not as the description says. */
function faults_of(method: string, path: string, answer: unknown): string[] {
  const pattern = Object.keys(described.paths).find((one) => new RegExp('^' + one.replace(/\{\w+\}/, '[^/]+') + '$').test(path))!
  const escaped = pattern.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
  const validate = ajv.getSchema(`leye#/paths/${escaped}/${method.toLowerCase()}/responses/200/content/application~1json/schema`)
  return validate(answer) ? [] : validate.errors.map((one: any) => `${one.instancePath} ${one.message}`)
}

beforeAll(async () => {
  program = await start_program(100, ['--requests-per-minute', '0', '--exchange-senders', senders])
  people = await new Caller(program).officer('window')
  for (let i = 0; i < 3; i++) await people.post('/v1/desk/people', { name: '杜交换', document_type: 'resident_id', document_number: number(i), area: '370102001' })
})
afterAll(async () => {
  await program?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a signed message (row 20.2)', () => {
  it('becomes a batch with a receipt; sent again it gets the first receipt, byte for byte, and nothing is done twice', async () => {
    const message = { id: 'jinan-2026-09', body: months([0, '2026-09'], [1, '2026-09'], [9, '2026-09'], [1, '2026-13']), headers: { 'x-leye-rows': '5' } }
    const first = await send(message)
    expect(first.status, first.text).toBe(200)
    expect(first.body).toMatchObject({ message: 'jinan-2026-09', sender: 'jinan_insurance', source: 'social_insurance', known_before: false, rows: 4, taken: 2, refused: 2, rows_said: 5, rows_agree: false,
      refused_lines: [{ line: 4, code: 'person_unknown' }, { line: 5, code: 'fact_day_invalid', column: 'month' }] })
    const again = await send(message)
    expect(again.text).toBe(first.text)
    expect((await send({ method: 'GET', path: '/v1/exchange/receipts/jinan-2026-09' })).text).toBe(first.text)
    const data = await new Caller(program).officer('data')
    expect((await data.get('/v1/desk/fact-batches')).body.rows).toMatchObject([{ number: first.body.batch, given_by: '济南市社会保险事业中心', file_name: 'jinan_insurance/jinan-2026-09' }])
    // The same content under another id is told so.
    expect((await send({ ...message, id: 'jinan-2026-09-again' })).body).toMatchObject({ known_before: true, batch: first.body.batch })
  })

  it('of many rows may be packed, and be larger than what strangers may send', async () => {
    const body = months(...Array.from({ length: 60_000 }, (_, i) => [i % 3, `${2000 + (i % 20)}-${String(1 + (i % 12)).padStart(2, '0')}`] as [number, string]))
    expect(body.length).toBeGreaterThan(2 << 20)
    const big = await send({ body })
    expect([big.status, big.body.rows], big.text).toEqual([200, 60_000])
    expect((await send({ body: gzipSync(body) })).body).toMatchObject({ known_before: true, batch: big.body.batch })
  })

  it('is signed with SM2 as well', async () => {
    const told = await send({ sender: 'police', path: '/v1/exchange/facts/deaths', signer: sm2, body: Buffer.from(`身份证号,死亡日期\n${number(2)},2026-11-01\n`) })
    expect(told.body, told.text).toMatchObject({ sender: 'police', taken: 1, refused: 0 })
  })

  it('is answered with totals that both sides can compare', async () => {
    const totals = await send({ method: 'GET', path: '/v1/exchange/totals/social_insurance' })
    expect(totals.body.kinds[0]).toMatchObject({ kind: 'insured_employee', month: '2026-09-01', cities: [{ city: '370100', people: 2, people_before: 0 }] })
    expect(totals.body.batches.at(-1)).toMatchObject({ given_by: '济南市社会保险事业中心', rows: 4, taken: 2, undone: false })
  })
})

describe('what is refused', () => {
  it('a wrong signature, whoever is named: nothing is learnt and nothing is taken', async () => {
    const body = months([0, '2026-01'])
    const wrong: Message[] = [
      { signer: (bytes) => sign(null, bytes, other.privateKey) }, { signer: () => Buffer.alloc(64) }, { signer: () => Buffer.alloc(0) }, { sender: 'nobody' }, { sender: 'police' },
      { signed_path: '/v1/exchange/facts/deaths' }, { signer: (bytes) => ed25519(Buffer.concat([bytes, Buffer.from('x')])) }, { sender: 'police', signer: (bytes) => sm2(Buffer.concat([bytes, Buffer.from('x')])) },
    ]
    for (const one of wrong) {
      const answer = await send({ body, ...one })
      expect([answer.status, answer.body.code]).toEqual([401, 'exchange_signature_wrong'])
    }
    expect((await fetch(program.url + '/v1/exchange/facts/social_insurance', { method: 'POST', body })).status).toBe(401)
    expect((await send({ body })).body).toMatchObject({ known_before: false, taken: 1 })
  })

  it('an id used for another content, a source of somebody else, a bad id, a file that is none', async () => {
    const id = 'used-once-1'
    await send({ id, body: months([0, '2025-01']) })
    expect((await send({ id, body: months([0, '2025-02']) })).body.code).toBe('exchange_message_other')
    expect((await send({ path: '/v1/exchange/facts/deaths', body: months([0, '2025-01']) })).body.code).toBe('exchange_source_other')
    expect((await send({ path: '/v1/exchange/facts/cats', body: months() })).body.code).toBe('fact_source_unknown')
    expect((await send({ id: 'short', body: months() })).body.code).toBe('exchange_message_invalid')
    expect((await send({ body: Buffer.from([0x50, 0x4b, 3, 4]) })).body.code).toBe('lines_kind_unknown')
    expect((await send({ body: months([0, '2025-03']), headers: { 'x-leye-rows': 'many' } })).body.code).toBe('exchange_rows_invalid')
    expect((await send({ method: 'GET', path: '/v1/exchange/receipts/never-sent-1' })).body.code).toBe('exchange_message_unknown')
    // A message that was refused may be sent again, corrected, under its id.
    const corrected = 'corrected-1'
    expect((await send({ id: corrected, body: Buffer.from('a,b\n1,2\n') })).status).toBe(422)
    expect((await send({ id: corrected, body: months([0, '2025-04']) })).body).toMatchObject({ taken: 1 })
  })

  it('a file of senders with a fault: the program says which line and does not start', async () => {
    const bad = join(folder, 'bad.yaml')
    writeFileSync(bad, '- sender: a\n  name: {zh: 甲, en: A}\n  sources: [cats]\n  keys: [none]\n')
    const ran = await leye(['serve', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--exchange-senders', bad])
    expect(ran.status).toBe(3)
    expect(ran.err).toContain('bad.yaml:3: there is no source cats')
    expect(ran.err).toContain('bad.yaml:4: an Ed25519 or SM2 public key in PEM is wanted')
  })
})

describe('findings are shared with who may have them (row 20.2)', () => {
  const by_finance = (path: string, more: Partial<Message> = {}) => send({ sender: 'finance', method: 'GET', path, signer: (bytes) => sign(null, bytes, finance.privateKey), ...more })
  const shares = '/v1/exchange/shares/hardship_recognition'
  it('page by page with totals that both sides compare, and the person sees who had it and what for', async () => {
    const seeker = await new Caller(program).person('12900008801', { name: '杜共享', document_type: 'resident_id', document_number: identity_number(88_500, '19700101'), area: '370102001' })
    const values = { lost_on: day(-30), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900008801' }
    expect((await seeker.submit({ item: 'unemployment_registration', commitment: true, values })).body.state).toBe('settled')
    const manager = await new Caller(program).officer('manager')
    const sweep = (await manager.post('/v1/desk/sweeps', undefined)).body.number
    while ((await manager.get(`/v1/desk/sweeps/${sweep}`)).body.state !== 'done');

    const page = (await by_finance(shares)).body
    const own = page.rows.find((row: any) => row.document_number === identity_number(88_500, '19700101'))
    expect(own).toMatchObject({ document_type: 'resident_id', outcome: 'entitled', state: 'offered', area: '370102001' })
    const reads = (await seeker.get('/v1/me/reads')).body.rows
    expect(reads[0].purpose).toBe('省财政厅：核对就业补助资金（鲁财社〔2024〕56号）')

    const totals = (await by_finance(shares + '/totals')).body
    expect(totals.people).toBe(page.rows.length)
    const count = (cities: unknown, id?: string) => by_finance(shares + '/totals', { method: 'POST', body: Buffer.from(JSON.stringify({ cities })), ...(id ? { id } : {}) })
    expect((await count(totals.cities)).body).toMatchObject({ agree: true, here: totals.people, there: totals.people, differences: [] })
    const id = randomUUID()
    const wrong = await count([{ city: '370100', people: 1 }, { city: '370200', people: totals.people + 7 }], id)
    expect(wrong.body.agree).toBe(false)
    expect(wrong.body.differences).toEqual(expect.arrayContaining([expect.objectContaining({ city: '370200', there: totals.people + 7 })]))
    expect((await count([{ city: '370100', people: 1 }, { city: '370200', people: totals.people + 7 }], id)).text).toBe(wrong.text)
    expect((await count([], id)).body.code).toBe('exchange_message_other')
  })

  it('not with others, not of what was not agreed, not unsigned', async () => {
    expect((await send({ method: 'GET', path: shares })).body).toMatchObject({ code: 'exchange_share_other', field: 'determination' })
    expect((await by_finance('/v1/exchange/shares/employment_status')).body.code).toBe('exchange_share_other')
    expect((await by_finance('/v1/exchange/shares/hardship_ground')).body.code).toBe('determination_unknown')
    expect((await by_finance(shares, { signer: ed25519 })).body.code).toBe('exchange_signature_wrong')
    expect((await by_finance(shares + '?cursor=x', { signed_path: shares })).body.code).toBe('cursor_invalid')
    expect((await by_finance('/v1/exchange/facts/social_insurance', { method: 'POST' })).body.code).toBe('exchange_source_other')
  })
})
