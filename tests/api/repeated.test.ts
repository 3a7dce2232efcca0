// A request sent again under its Idempotency-Key is carried out once, whatever it makes; the description says which take one. rows 16.4 18.4
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { end, free_port, program_path, start } from '../../bench/stand.mjs'
import { Caller, day, identity_number } from './caller'
import { sqlite } from './program'

const { paths } = JSON.parse(execFileSync(program_path, ['openapi'], { encoding: 'utf8' }))
const posts = Object.keys(paths).filter((path) => paths[path].post)
const header = (path: string, name: string) => (paths[path].post.parameters ?? []).some((one: any) => one.in === 'header' && one.name === name)

/** Those that need no key, and why a repeat does no harm. */
const without: Record<string, string> = {
  '/v1/session/code': 'one code a minute',
  '/v1/session/person': 'a code works once',
  '/v1/session/staff': 'a second factor works once',
  '/v1/account/identity/code': 'one code a minute',
  '/v1/sheets/{id}/run': 'running already, nothing happens',
  '/v1/sheets/{id}/cancel': 'stopped already, nothing happens',
  '/v1/desk/fact-files': 'the same content is imported once',
  '/v1/desk/fact-files/{id}/import': 'asked before, nothing happens',
  '/v1/desk/fact-files/{id}/drop': 'what is dropped stays so',
  '/v1/desk/fact-batches/{n}/undo': 'a batch is taken back once',
  '/v1/desk/fact-batches/{n}/redo': 'what is known by then stays as it is',
  '/v1/exchange/facts/{source}': 'a message has an id of its own',
  '/v1/exchange/shares/{determination}/totals': 'a message sent again gets the first answer',
  '/v1/policy/check': 'keeps nothing',
  '/v1/entitlements': 'keeps nothing',
  '/v1/me/entitlements': 'keeps nothing',
  '/v1/desk/trials': 'keeps nothing beyond memory',
  '/v1/desk/trials/{id}/stop': 'stopped already, nothing happens',
  '/v1/me/findings/{id}/accept': 'an offer is answered once',
  '/v1/me/findings/{id}/decline': 'an offer is answered once',
  '/v1/me/findings/{id}/object': 'it is objected to once',
  '/v1/desk/findings/{id}/object': 'it is objected to once',
  '/v1/desk/findings/{id}/decision': 'it is decided once',
  '/v1/desk/sweeps': 'one sweep is under way at a time',
  '/v1/desk/sweeps/{n}/pause': 'paused already, nothing happens',
  '/v1/desk/sweeps/{n}/resume': 'running already, nothing happens',
  '/v1/desk/sweeps/{n}/give_up': 'it is given up once',
  '/v1/policy/drafts/{id}/cases': 'one is tried at a time, and keeps nothing beyond memory',
  '/v1/policy/drafts/{id}/cases/stop': 'stopped already, nothing happens',
  '/v1/policy/drafts/{id}/return': 'a draft is given back once',
  '/v1/policy/drafts/{id}/withdraw': 'a draft is given up once',
  '/v1/policy/tables/{item}/versions/{n}/withdraw': 'a version is asked back once',
  '/v1/policy/tables/{item}/versions/{n}/withdraw/confirm': 'a version is taken back once',
}

let folder: string, child: any, program: any
let window: Caller, admin: Caller, policy: Caller, merge: Caller, handler: Caller
let unit: string, sequence = 500, addresses = 0
const caller = () => new Caller(program, `10.9.0.${++addresses}`)
const identity = (n: number, name = '孔重发') => ({ name, document_type: 'resident_id', document_number: identity_number(n), area: '370102001' })
const phone = (n: number) => `1290010${String(n).padStart(4, '0')}`
const seeker = async (n = ++sequence) => caller().person(phone(n), identity(n))
const file = async () => (await window.post('/v1/desk/people', identity(++sequence))).body.id as string
const csv = (...numbers: string[]) => ['姓名,证件类型,证件号码,用工日期,劳动合同类型', ...numbers.map((one) => `孔工友,居民身份证,${one},${day(-4)},无固定期限`)].join('\r\n')
const uscc = (head: string) => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY', weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const sum = [...head].reduce((all, c, i) => all + alphabet.indexOf(c) * weights[i]!, 0)
  return head + alphabet[(31 - sum % 31) % 31]
}
const shop = (n: number) => ({ uscc: uscc(`91370102MA3ABCD${n}1`), name: '济南历下晨光商店', area: '370102', kind: 'sole_trader', commitment: true })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leye-repeated-'))
  const port = await free_port()
  child = await start('demo', folder, port, ['--people', '100', '--trusted-proxies', '127.0.0.1'])
  program = { url: `http://127.0.0.1:${port}`, printed: () => readFileSync(join(folder, 'demo-accounts.txt'), 'utf8'), stop: async () => undefined }
  window = await caller().officer('window')
  admin = await caller().officer('admin')
  policy = await caller().officer('policy')
  merge = await caller().officer('merge')
  handler = await caller().person('12000000004')
  unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
})
afterAll(async () => {
  await end(child)
  await rm(folder, { recursive: true, force: true })
})

interface Request { by: Caller; at: string; body: unknown; other: unknown; headers?: Record<string, string> }
const bytes = { 'content-type': 'application/octet-stream', 'x-file-name': 'a.csv' }
/** A unit with a first handler, and another who asked. */
async function asked(n: number) {
  const first = await seeker(), second = await seeker()
  const id = (await first.post('/v1/account/employers', shop(n))).body.acts_for[0].employer_id
  await second.post('/v1/account/employers', shop(n))
  const rows = (await first.get(`/v1/employers/${id}/handlers`)).body.rows
  return { id, account: rows.find((row: any) => !row.own).account as string }
}
/** For each request that takes a key: one to send, and another under the same key. */
const requests: Record<string, () => Promise<Request>> = {
  '/v1/cases': async () => {
    const body = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000001' } }
    return { by: await seeker(), at: '', body, other: { ...body, commitment: false } }
  },
  '/v1/account/identity': async () => {
    const n = ++sequence
    return { by: await caller().person(phone(n)), at: '', body: identity(n), other: identity(n, '孔另名') }
  },
  '/v1/account/employers': async () => ({ by: await seeker(), at: '', body: shop(1), other: { ...shop(1), address: '另一处' } }),
  '/v1/employers/{id}/sheets': async () => ({ by: handler, at: `/v1/employers/${unit}/sheets?item=employment_registration`, body: csv(identity_number(++sequence)), other: csv(identity_number(++sequence)), headers: bytes }),
  '/v1/sheets/{id}/redo': async () => {
    const number = identity_number(++sequence), wrong = number.slice(0, -1) + (number.endsWith('1') ? '2' : '1')
    const sheet = (await handler.call('POST', `/v1/employers/${unit}/sheets?item=employment_registration`, csv(wrong), bytes)).body
    return { by: handler, at: `/v1/sheets/${sheet.id}/redo`, body: csv(number), other: csv(identity_number(++sequence)), headers: bytes }
  },
  '/v1/employers/{id}/handlers/{account}/confirm': async () => {
    const { id, account } = await asked(2)
    return { by: window, at: `/v1/employers/${id}/handlers/${account}/confirm`, body: { reason: '授权书已核对' }, other: { reason: '电话核对过了' } }
  },
  '/v1/employers/{id}/handlers/{account}/end': async () => {
    const { id, account } = await asked(3)
    return { by: window, at: `/v1/employers/${id}/handlers/${account}/end`, body: { reason: '单位来函更换' }, other: { reason: '电话核对过了' } }
  },
  '/v1/desk/people': async () => ({ by: window, at: '', body: identity(++sequence), other: identity(sequence, '孔另名') }),
  '/v1/desk/people/{id}/documents': async () => ({ by: window, at: `/v1/desk/people/${await file()}/documents`, body: { document_type: 'hm_travel_permit', document_number: 'H76540001' }, other: { document_type: 'hm_travel_permit', document_number: 'H76540002' } }),
  '/v1/desk/people/{id}/join-grants': async () => ({ by: window, at: `/v1/desk/people/${await file()}/join-grants`, body: { phone: phone(++sequence), reason: '本人持身份证到窗口' }, other: { phone: phone(++sequence), reason: '本人持身份证到窗口' } }),
  '/v1/desk/people/merge': async () => {
    const keep = await file(), drop = (await window.post('/v1/desk/people', { name: '孔重发', document_type: 'hm_travel_permit', document_number: 'H76540004' })).body.id
    return { by: merge, at: '', body: { keep, drop, reason: '同一人的两份档案' }, other: { keep: await file(), drop, reason: '同一人的两份档案' } }
  },
  '/v1/desk/merges/{id}/undo': async () => {
    const keep = await file()
    const drop = (await window.post('/v1/desk/people', { name: '孔重发', document_type: 'hm_travel_permit', document_number: 'H76540005' })).body.id
    expect((await merge.post('/v1/desk/people/merge', { keep, drop, reason: '同一人的两份档案' })).status).toBe(204)
    const id = (await merge.get(`/v1/desk/people/${keep}?reason=${encodeURIComponent('核对合并')}`)).body.merges[0].id
    return { by: merge, at: `/v1/desk/merges/${id}/undo`, body: { reason: '核对后不是同一人' }, other: { reason: '合并错了两个人' } }
  },
  '/v1/desk/people/{id}/household': async () => ({ by: window, at: `/v1/desk/people/${await file()}/household`, body: { person_id: await file(), relation: 'spouse', from: day(-30), reason: '结婚证为证' }, other: { person_id: await file(), relation: 'spouse', from: day(-30), reason: '结婚证为证' } }),
  '/v1/desk/people/{id}/household/leave': async () => {
    const of = await file(), id = await file()
    await window.post(`/v1/desk/people/${of}/household`, { person_id: id, relation: 'spouse', from: day(-30), reason: '结婚证为证' })
    return { by: window, at: `/v1/desk/people/${id}/household/leave`, body: { until: day(-1), reason: '户口已迁出' }, other: { until: day(-2), reason: '户口已迁出' } }
  },
  '/v1/desk/household-changes/{id}/undo': async () => {
    const of = await file()
    await window.post(`/v1/desk/people/${of}/household`, { person_id: await file(), relation: 'spouse', from: day(-30), reason: '结婚证为证' })
    const change = (await window.get(`/v1/desk/people/${of}?reason=${encodeURIComponent('核对家庭成员')}`)).body.household_changes[0]
    return { by: window, at: `/v1/desk/household-changes/${change.id}/undo`, body: { reason: '录错了人' }, other: { reason: '不是这一家' } }
  },
  '/v1/desk/findings/{id}/contacts': async () => {
    const manager = await caller().officer('manager'), check = await caller().officer('check')
    const sweep = (await manager.post('/v1/desk/sweeps', undefined)).body.number
    while ((await manager.get(`/v1/desk/sweeps/${sweep}`)).body.state !== 'done');
    const counts = (await check.get('/v1/desk/findings/counts')).body.rows
    const [finding] = (await check.get(`/v1/desk/findings?determination=${counts[0].determination}`)).body.rows
    return { by: check, at: `/v1/desk/findings/${finding.id}/contacts`, body: { channel: 'hotline', note: '下周来窗口' }, other: { channel: 'hotline', note: '没有人接电话' } }
  },
  '/v1/admin/agencies': async () => {
    const body = { name: '历下区就业服务驿站', area: '370102', level: 'township', address: '', phone: '', hours: '' }
    return { by: admin, at: '', body, other: { ...body, name: '历下区另一驿站' } }
  },
  '/v1/admin/staff': async () => {
    const body = await newcomer()
    return { by: admin, at: '', body, other: { ...body, name: '何另' } }
  },
  '/v1/admin/staff/{id}/secret': async () => ({ by: admin, at: `/v1/admin/staff/${(await admin.post('/v1/admin/staff', await newcomer())).body.staff.id}/secret`, body: undefined, other: {} }),
  '/v1/policy/tables/{item}/draft': async () => ({ by: policy, at: '/v1/policy/tables/policy_advice/draft', body: undefined, other: {} }),
}
let hired = 0
const newcomer = async () => ({ user: `repeated${++hired}`, name: '何新', agency: (await admin.get('/v1/admin/agencies?area=370102')).body.rows[0].id, duties: ['window'] })

describe('every POST', () => {
  it('takes an Idempotency-Key or an If-Match, or is known to do no harm when it comes twice', () => {
    expect(posts.length).toBeGreaterThan(30)
    const kinds = posts.map((path) => [path, Number(header(path, 'Idempotency-Key')) + Number(header(path, 'If-Match')) + Number(path in without)])
    expect(kinds.filter(([, kinds]) => kinds === 0)).toEqual([])
    expect(Object.keys(without).filter((path) => !posts.includes(path) || header(path, 'Idempotency-Key') || header(path, 'If-Match'))).toEqual([])
    for (const path of posts) if (paths[path].post.responses['201']) expect([path, header(path, 'Idempotency-Key')]).toEqual([path, true])
  })

  it('that takes a key stands in the table below', () => {
    const keyed = posts.filter((path) => header(path, 'Idempotency-Key') && !header(path, 'If-Match'))
    expect(Object.keys(requests).sort()).toEqual(keyed.sort())
  })
})

describe('a request sent twice under one key', () => {
  it.each(Object.keys(requests))('POST %s is carried out once, and the key is good for nothing else', async (path) => {
    const { by, at, body, other, headers } = await requests[path]!()
    const key = randomUUID()
    const send = (what: unknown, under: string) => by.call('POST', at || path, what, { ...headers, 'idempotency-key': under })
    const first = await send(body, key)
    expect(first.status, first.text).toBeLessThan(300)
    const entries = () => Number(sqlite(join(folder, 'leye.db'), 'select count(*) from journal_entry'))
    const acts = entries()
    const second = await send(body, key)
    expect([second.status, second.body], second.text.slice(0, 300)).toEqual([first.status, first.body])
    expect(entries(), 'nothing was done again').toBe(acts)
    const another = await send(other, key)
    expect([another.status, another.body?.code], another.text.slice(0, 300)).toEqual([409, 'idempotency_conflict'])
    const long = await send(body, 'k'.repeat(129))
    expect(long.body?.code).toBe('idempotency_missing')
  })
})

describe('secrets that are shown once', () => {
  it('are repeated to the same administrator under the same key for ten minutes, and lie sealed meanwhile', async () => {
    const body = await newcomer(), key = randomUUID()
    const hire = (by: Caller) => by.post('/v1/admin/staff', body, { 'idempotency-key': key })
    const first = await hire(admin)
    expect([first.status, first.body.password.length > 10], first.text).toEqual([201, true])
    expect((await hire(admin)).body).toEqual(first.body)
    // The key is the administrator's own: another one, or nobody, is told that the name is taken, or nothing.
    const county = await caller().officer('county')
    expect((await hire(county)).body.code).toBe('staff_user_taken')
    expect((await hire(caller())).status).toBe(401)
    const kept = sqlite(join(folder, 'leye.db'), `select hex(answer), until_at from idempotency where request_key = '${key}'`).trim().split('|')
    const plain = Buffer.from(kept[0]!, 'hex').toString('latin1')
    for (const secret of [first.body.password, first.body.totp_secret, body.user]) expect(plain).not.toContain(secret)
    expect(Number(kept[1]) - Date.now()).toBeLessThanOrEqual(600_000)
    expect(Number(kept[1]) - Date.now()).toBeGreaterThan(300_000)
    sqlite(join(folder, 'leye.db'), `update idempotency set until_at = until_at - 600001 where request_key = '${key}'`)
    expect((await hire(admin)).body.code).toBe('staff_user_taken')
  })
})
