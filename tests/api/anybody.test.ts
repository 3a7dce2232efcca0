// Anybody asks about policy, without an account: one case, a number and a query code that open it, limits around both.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Caller, identity_number } from './caller'
import { start_program, type Program } from '../journey/program'

const behind_proxy = ['--requests-per-minute', '0', '--trusted-proxies', '127.0.0.1']
let program: Program
beforeAll(async () => { program = await start_program(100, behind_proxy) }, 180_000)
afterAll(() => program?.stop())

const question = (words: string, more: Record<string, unknown> = {}) => ({ item: 'policy_advice', values: { topic: 'startup', question: words, ...more } })
const open = (number: string, code: string) => new Caller(program).call('GET', `/v1/cases/${number}`, undefined, { 'query-code': code })
const listed = async (caller: Caller, state: string) => (await caller.get(`/v1/desk/advice?state=${state}&limit=200`)).body.rows.map((row: any) => row.number)
const found = async (word: string) => (await new Caller(program).get(`/v1/advice?q=${encodeURIComponent(word)}`)).body.rows.length
/** From an address of its own, as the proxy in front of the program reports it. */
const from = (address: string, at: Program) => {
  const caller = new Caller(at)
  return (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => caller.call(method, path, body, { 'x-forwarded-for': address, ...headers })
}

describe('somebody without an account (row A1)', () => {
  it('asks, is answered at the desk like everybody, told by message, and reads, rates and finds the answer published', async () => {
    const asker = new Caller(program)
    const form = await asker.get('/v1/items/policy_advice/form')
    expect(form.status, form.text).toBe(200)
    expect(form.body.ask).toEqual(['topic', 'question', 'publish_ok', 'area', 'phone'])
    const asked = await asker.submit(question('摆摊卖早点能办创业担保贷款吗？', { area: '370102', phone: '13953119001', publish_ok: true }))
    expect(asked.status, asked.text).toBe(201)
    const { number, query_code: code } = asked.body
    expect(number).toMatch(/^\d{16}$/)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(asked.body.actions[0].by_kind).toBe('nobody')

    const adviser = await new Caller(program).officer('adviser')
    expect(await listed(adviser, 'open')).toContain(number)
    const seen = await adviser.get(`/v1/cases/${number}`)
    expect(seen.body.query_code).toBeUndefined()
    const done = await adviser.act(seen.body, { act: 'answer', values: { answer: `能，最高30万元。${number}`, topic: '创业', publish: true } })
    expect(done.status, done.text).toBe(200)
    expect((await new Caller(program).get('/v1/outbox/latest?phone=13953119001')).body.text).toContain(number)
    expect(await found(number)).toBe(1)

    const read = await open(number, code.toLowerCase().replace('-', ''))
    expect(read.status, read.text).toBe(200)
    expect(read.text).toContain(`能，最高30万元。${number}`)
    expect(read.body.query_code).toBeUndefined()
    expect(read.body.next).toEqual(['evaluate'])
    const rate = { act: 'evaluate', grade: 5 }
    expect((await asker.act(read.body, rate)).status).toBe(401)
    const rated = await asker.call('POST', `/v1/cases/${number}/actions`, rate, { 'if-match': read.body.etag, 'query-code': code })
    expect(rated.status, rated.text).toBe(200)
    expect(rated.body.evaluation.grade).toBe(5)
  }, 60_000)

  it('keeps the answer unpublished where publishing was not agreed, and may withdraw what is still open', async () => {
    const asker = new Caller(program)
    const kept = (await asker.submit(question('我的社保断缴了三个月怎么办呢？'))).body
    const adviser = await new Caller(program).officer('adviser')
    const seen = await adviser.get(`/v1/cases/${kept.number}`)
    expect((await adviser.act(seen.body, { act: 'answer', values: { answer: `按月补缴。${kept.number}`, topic: '社保', publish: true } })).status).toBe(200)
    expect(await found(kept.number)).toBe(0)
    expect((await open(kept.number, kept.query_code)).text).toContain('按月补缴')
    const second = (await asker.submit(question('问错了，想撤回的这个问题'))).body
    const withdrawn = await asker.call('POST', `/v1/cases/${second.number}/actions`, { act: 'withdraw' }, { 'if-match': second.etag, 'query-code': second.query_code })
    expect(withdrawn.body.state, withdrawn.text).toBe('withdrawn')
    expect(await listed(adviser, 'open')).not.toContain(second.number)
  }, 60_000)

  it('asks once however often it is sent with one key, and each time is told the same number and code', async () => {
    const key = randomUUID()
    const body = question('双击提交会不会问两次呢？')
    const answers = await Promise.all([1, 2, 3].map(() => new Caller(program).submit(body, key)))
    for (const each of answers) expect(each.status, each.text).toBe(201)
    expect(new Set(answers.map((each) => each.body.number + each.body.query_code)).size).toBe(1)
    expect((await open(answers[0]!.body.number, answers[2]!.body.query_code)).status).toBe(200)
    expect(answers.filter((each) => each.headers.get('idempotency-replayed') === 'true').length).toBe(2)
    expect((await new Caller(program).submit(question('另一个问题，同一个键可不行'), key)).body.code).toBe('idempotency_conflict')
  })

  it('with an account but no document asks the same way', async () => {
    const account = await new Caller(program).person('13953119002')
    const asked = await account.submit(question('还没登记身份，能先问一句吗？'))
    expect(asked.status, asked.text).toBe(201)
    expect(asked.body.query_code).toBeTruthy()
    expect((await account.submit({ item: 'needs_opening', values: {} })).body.code).toBe('identity_needed')
  })
})

it('a page that still believes to be signed in is told that it is not, and asks for nobody only then', async () => {
  const account = await new Caller(program).person('13953119004')
  const other_tab = Object.assign(new Caller(program), account)
  expect((await other_tab.call('DELETE', '/v1/session')).status).toBe(204)
  expect((await account.submit(question('我以为自己还登录着呢'))).body.code).toBe('signed_out')
  account.csrf = ''
  expect((await account.submit(question('现在知道没有登录了'))).body.query_code).toBeTruthy()
})

describe('what is wrong is told and nothing is kept (row A1)', () => {
  it('an empty question, 10,000 characters, a bad phone, an unknown topic, a file of many megabytes', async () => {
    const limited = await start_program(100)
    try {
      const asker = new Caller(limited)
      const faults: [Record<string, unknown>, number, string][] = [
        [{ question: '' }, 422, 'values.question'], [{ question: '贷'.repeat(10_000) }, 422, 'values.question'], [{ phone: '12345' }, 422, 'values.phone'], [{ topic: 'weather' }, 422, 'values.topic'],
      ]
      for (const [values, status, field] of faults) {
        const answer = await asker.submit(question('这个问题本身没有错', values))
        expect(answer.status, answer.text).toBe(status)
        expect(answer.body.field ?? answer.body.errors[0].field).toBe(field)
      }
      expect((await asker.post('/v1/cases', question('没有带键的问题行不行'))).body.code).toBe('idempotency_missing')
      expect((await asker.submit(question('太大', { question: 'x'.repeat(20_000_000) }))).status).toBe(413)
      expect((await asker.submit({ item: 'unemployment_registration', values: {} })).body.code).toBe('sign_in_needed')
      const adviser = await new Caller(limited).officer('adviser')
      const rows = (await adviser.get('/v1/desk/advice?state=open&limit=200')).body.rows
      expect(rows.filter((row: any) => row.question.startsWith('这个问题') || row.question.startsWith('没有带键')).length).toBe(0)
    } finally {
      await limited.stop()
    }
  }, 120_000)

  it('a wrong code, a code of another case and a number that does not exist are told alike; nobody opens a person\'s case by a code', async () => {
    const asker = new Caller(program)
    const ask = async (words: string) => {
      const asked = await from('203.0.113.20', program)('POST', '/v1/cases', question(words), { 'idempotency-key': randomUUID() })
      expect(asked.status, asked.text).toBe(201)
      return asked.body
    }
    const [one, two] = [await ask('第一个人的问题在这里'), await ask('第二个人的问题在这里')]
    const owner = await new Caller(program).person('13953119003', { name: '秦问', document_type: 'resident_id', document_number: identity_number(903) })
    const own = (await owner.submit(question('登录后问的，不凭查询码看'))).body
    expect(own.query_code).toBeUndefined()
    const refusals = await Promise.all([open(one.number, two.query_code), open(one.number, 'AAAA-AAAA'), open(own.number, one.query_code), open(own.number, ''), open('2001010100000013', one.query_code)])
    for (const each of refusals) expect([each.status, each.body.code]).toEqual([404, 'query_code_wrong'])
    expect(new Set(refusals.map((each) => JSON.stringify({ ...each.body, instance: 0 }))).size).toBe(1)
    expect((await asker.get(`/v1/cases/${one.number}`)).status).toBe(401)
    expect((await owner.get(`/v1/cases/${one.number}`)).body.code).toBe('case_unknown')
  }, 60_000)
})

it('questions and tries of codes are limited for each address (row A1)', async () => {
  const limited = await start_program(100, behind_proxy)
  try {
    const here = from('203.0.113.7', limited), elsewhere = from('203.0.113.8', limited)
    const ask = (send: typeof here, n: number) => send('POST', '/v1/cases', question(`一个地址问了第${n}次了`), { 'idempotency-key': randomUUID() })
    let last = await ask(here, 0)
    const { number, query_code: code } = last.body
    for (let n = 1; n < 12 && last.status === 201; n++) last = await ask(here, n)
    expect(last.status, last.text).toBe(429)
    expect(last.body.code).toBe('rate_limited')
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask(elsewhere, 1)).status).toBe(201)

    const read = (send: typeof here, typed: string) => send('GET', `/v1/cases/${number}`, undefined, { 'query-code': typed })
    let tried = await read(here, 'AAAA-0000')
    for (let n = 1; n < 40 && tried.status === 404; n++) tried = await read(here, `AAAA-00${String(n).padStart(2, '0')}`)
    expect(tried.status).toBe(429)
    expect((await read(here, code)).status).toBe(429)
    expect((await read(elsewhere, code)).status).toBe(200)
  } finally {
    await limited.stop()
  }
}, 120_000)
