// `leye openapi` describes what the program does: the description is valid, whole, and real answers are as it says.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number, type Answer } from './caller'
import { workbook } from './xlsx'

// The validators belong to the pages' packages, which stand in web/.
const from_web = createRequire(new URL('../../web/package.json', import.meta.url))
const Ajv = from_web('ajv/dist/2020').default
const { Validator } = await import(from_web.resolve('@seriousme/openapi-schema-validator'))

const described = JSON.parse(execFileSync(process.env.LEYE_PROGRAM ?? 'build/default/src/leye', ['openapi'], { encoding: 'utf8' }))
const operations: { method: string; path: string; operation: any }[] = Object.entries<any>(described.paths).flatMap(([path, of]) =>
  Object.entries<any>(of).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })))

/** Every value under `key`, however deep. */
function every(key: string, value: any, found: any[] = []): any[] {
  if (value && typeof value === 'object')
    for (const [name, inner] of Object.entries(value)) {
      if (name === key) found.push(inner)
      every(key, inner, found)
    }
  return found
}
const at_pointer = (pointer: string) => pointer.slice(2).split('/').reduce((value: any, part) => value?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], described)

describe('the description', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    expect(await validator.validate(structuredClone(described))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    const broken = structuredClone(described)
    delete broken.paths['/v1/cases'].post.requestBody.content
    expect((await new Validator().validate(broken)).valid).toBe(false)
  })

  it('refers only to what is there, names each operation once, and names every part of its paths', () => {
    const references = every('$ref', described)
    expect(references.length).toBeGreaterThan(100)
    for (const reference of references) expect([reference, typeof at_pointer(reference)]).toEqual([reference, 'object'])
    const ids = operations.map((one) => one.operation.operationId)
    expect(ids.length).toBeGreaterThan(50)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    for (const { method, path, operation } of operations) {
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map((part) => part[1])
      const named = (operation.parameters ?? []).filter((one: any) => one.in === 'path')
      expect([`${method} ${path}`, named.map((one: any) => one.name)]).toEqual([`${method} ${path}`, parts])
      expect(named.every((one: any) => one.required)).toBe(true)
      expect(operation.summary).not.toBe('')
      expect(operation.responses.default).toEqual({ $ref: '#/components/responses/Problem' })
    }
    const used = new Set(references)
    expect(Object.keys(described.components.schemas).filter((name) => !used.has(`#/components/schemas/${name}`))).toEqual([])
  })
})

describe('real answers', () => {
  let program: Program
  let ajv: any
  const met = new Set<string>()
  beforeAll(async () => {
    program = await start_program()
    // A member that is not described is a fault as well, so objects take no other unless they say so.
    const strict = structuredClone(described)
    for (const schema of Object.values<any>(strict.components.schemas)) if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false
    ajv = new Ajv({ strict: false, allErrors: true })
    ajv.addFormat('date', (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toISOString().startsWith(text))
    ajv.addFormat('date-time', (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)))
    ajv.addSchema(strict, 'leye')
  })
  afterAll(async () => { await program.stop() })

  const escape = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
  const faults_of = (pointer: string, value: unknown): string[] => {
    const validate = ajv.getSchema(`leye#/${pointer}`)
    return validate(value) ? [] : validate.errors.map((one: any) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`)
  }
  /** The answer is the declared one: its status, its kind and its schema; what was asked fits too. */
  function as_described(method: string, path: string, answer: Answer, asked?: unknown): any {
    const name = `${method} ${path}`
    const operation = described.paths[path]?.[method.toLowerCase()]
    expect(operation, name).toBeDefined()
    const [status] = Object.keys(operation.responses)
    expect([name, answer.status], answer.text.slice(0, 500)).toEqual([name, Number(status)])
    if (asked !== undefined) expect([name, faults_of(`paths/${escape(path)}/${method.toLowerCase()}/requestBody/content/application~1json/schema`, asked)]).toEqual([name, []])
    const content = operation.responses[status!].content
    if (content) {
      expect(answer.headers.get('content-type')).toContain('application/json')
      expect([name, faults_of(`paths/${escape(path)}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`, answer.body)]).toEqual([name, []])
    } else {
      expect([name, answer.text]).toEqual([name, ''])
    }
    met.add(name)
    return answer.body
  }
  function problem(answer: Answer, code: string) {
    expect(answer.body?.code, answer.text).toBe(code)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect([code, faults_of('components/responses/Problem/content/application~1problem+json/schema', answer.body)]).toEqual([code, []])
  }
  const get = async (caller: Caller, path: string, ...filled: string[]) => as_described('GET', path.split('?')[0]!, await caller.get(filled.reduce((all, part) => all.replace(/\{\w+\}/, part), path)))

  it('to anybody are as described', async () => {
    const anybody = new Caller(program)
    expect((await get(anybody, '/v1/services')).length).toBeGreaterThan(5)
    const items = await get(anybody, '/v1/items')
    expect(items.length).toBeGreaterThan(3)
    for (const item of items) await get(anybody, '/v1/items/{code}', item.code)
    expect((await get(anybody, '/v1/areas?parent=370000')).length).toBe(16)
    await get(anybody, '/v1/agencies?area=370102')
    const advice = await get(anybody, '/v1/advice?q=失业')
    expect(advice.rows.length).toBeGreaterThan(0)
    await get(anybody, '/v1/advice/{id}', advice.rows[0].id)
    await get(anybody, '/v1/session')
  })

  it('to a person are as described, from sign-in to the certificate', async () => {
    const person = new Caller(program), phone = '12900004401'
    as_described('POST', '/v1/session/code', await person.post('/v1/session/code', { phone }), { phone })
    const sent = await get(person, `/v1/outbox/latest?phone=${phone}`)
    const sign_in = { phone, code: /\d{6}/.exec(sent.text)![0] }
    person.csrf = as_described('POST', '/v1/session/person', await person.post('/v1/session/person', sign_in), sign_in).csrf
    const identity = { name: '成描述', document_type: 'resident_id', document_number: identity_number(441), area: '370102001' }
    as_described('POST', '/v1/account/identity', await person.post('/v1/account/identity', identity), identity)
    await get(person, '/v1/session')
    await get(person, '/v1/me')
    const form = await get(person, '/v1/items/{code}/form', 'unemployment_registration')
    expect(form.known.length).toBeGreaterThan(0)
    const order = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone } }
    const made = as_described('POST', '/v1/cases', await person.submit(order), order)
    await get(person, '/v1/cases/{number}', made.number)
    const evaluate = { act: 'evaluate', grade: 5, comment: '好' }
    as_described('POST', '/v1/cases/{number}/actions', await person.act(made, evaluate), evaluate)
    expect((await get(person, '/v1/me/status')).now.kind).toBe('unemployed')
    expect((await get(person, '/v1/me/timeline')).rows.length).toBeGreaterThan(2)
    expect((await get(person, '/v1/me/cases')).rows.length).toBeGreaterThan(0)
    await get(person, '/v1/me/messages')
    await get(person, '/v1/me/findings')
    expect((await get(person, '/v1/me/entitlements')).policies.length).toBeGreaterThan(5)
    const told = { facts: { disabled: true } }
    for (const path of ['/v1/me/entitlements', '/v1/entitlements']) as_described('POST', path, await person.post(path, told), told)
    await get(person, '/v1/certificates/{code}', made.certificate.code)
    const reader = await new Caller(program).officer('merge')
    await get(reader, '/v1/desk/people/{id}?reason=' + encodeURIComponent('核对档案'), (await person.get('/v1/me')).body.id)
    expect((await get(person, '/v1/me/reads')).rows.length).toBe(1)
    as_described('DELETE', '/v1/session', await person.call('DELETE', '/v1/session'))
  })

  it('to an employer are as described', async () => {
    const handler = await new Caller(program).person('12000000004')
    const unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
    await get(handler, '/v1/employers/{id}', unit)
    await get(handler, '/v1/employers/{id}/cases', unit)
    const bytes = workbook([['姓名', '证件类型', '证件号码', '用工日期', '劳动合同类型'], ['好人', '居民身份证', identity_number(442), day(-4), '无固定期限'], ['坏号', '居民身份证', '379901198501010011', day(-4), '无固定期限']])
    const sheet = as_described('POST', '/v1/employers/{id}/sheets', await handler.call('POST', `/v1/employers/${unit}/sheets?item=employment_registration`, bytes, { 'content-type': 'application/octet-stream' }))
    await get(handler, '/v1/sheets/{id}', sheet.id)
    expect((await get(handler, '/v1/sheets/{id}/rows', sheet.id)).rows[1].problems).toHaveLength(1)
    as_described('POST', '/v1/sheets/{id}/run', await handler.post(`/v1/sheets/${sheet.id}/run`, {}))
    await expect.poll(async () => (await handler.get(`/v1/sheets/${sheet.id}`)).body.state).toBe('done')
    await get(handler, '/v1/employers/{id}/sheets', unit)
    await get(handler, '/v1/employers/{id}/reads', unit)
    expect((await get(handler, '/v1/employers/{id}/handlers', unit)).rows[0]).toMatchObject({ own: true, standing: 'confirmed' })
    expect((await get(handler, '/v1/employers/{id}/employments', unit)).rows.length).toBeGreaterThan(0)
  })

  it('to staff are as described', async () => {
    const window = await new Caller(program).officer('window')
    const queue = await get(window, '/v1/desk/queue')
    expect(queue.rows.length).toBeGreaterThan(20)
    // Whatever state a case is in, it is told as described.
    const one_of_each = new Map<string, any>(queue.rows.map((row: any) => [`${row.item} ${row.state}`, row]))
    expect(one_of_each.size).toBeGreaterThan(2)
    for (const row of one_of_each.values()) await get(window, '/v1/cases/{number}', row.number)
    await get(window, '/v1/desk/summary')
    await get(window, '/v1/desk/handlers')
    await get(window, '/v1/desk/contacts')
    await get(window, '/v1/desk/employers?q=%E5%85%AC%E5%8F%B8')
    const newcomer = { name: '新来者', document_type: 'resident_id', document_number: identity_number(443), area: '370102001' }
    const person = as_described('POST', '/v1/desk/people', await window.post('/v1/desk/people', newcomer), newcomer)
    await get(window, '/v1/desk/people/{id}?reason=' + encodeURIComponent('本人来窗口'), person.id)
    expect(JSON.stringify(await get(window, `/v1/desk/people?q=${identity_number(443)}`))).toContain(person.id)
    await get(window, `/v1/desk/people/check?name=${encodeURIComponent('新来者')}&document_type=resident_id&document_number=${identity_number(443)}`)
    expect((await get(await new Caller(program).officer('check'), '/v1/desk/checks?state=open')).rows.length).toBeGreaterThan(0)
    expect((await get(await new Caller(program).officer('adviser'), '/v1/desk/advice')).rows.length).toBeGreaterThan(0)
    const manager = await new Caller(program).officer('manager')
    expect((await get(manager, '/v1/desk/evaluations')).total).toBeGreaterThan(0)
    const sweep = as_described('POST', '/v1/desk/sweeps', await manager.post('/v1/desk/sweeps', undefined))
    while ((await get(manager, '/v1/desk/sweeps/{n}', String(sweep.number))).state !== 'done');
    expect((await get(manager, '/v1/desk/sweeps')).rows.length).toBe(1)
    const counts = (await get(manager, '/v1/desk/findings/counts')).rows
    const [finding] = (await get(manager, `/v1/desk/findings?determination=${counts[0].determination}`)).rows
    await get(manager, '/v1/desk/findings/{id}', finding.id)
    await get(manager, '/v1/desk/findings/{id}/contacts', finding.id)
    expect((await get(manager, '/v1/desk/determinations')).rows.length).toBeGreaterThan(10)
    const change = { determination: 'hardship_ground', settings: { age_of_women: 20 } }
    const trial = as_described('POST', '/v1/desk/trials', await manager.post('/v1/desk/trials', change), change)
    while ((await get(manager, '/v1/desk/trials/{id}', trial.id)).state !== 'done');
    await get(manager, '/v1/desk/trials')
    await get(manager, '/v1/desk/trials/{id}/affected', trial.id)
    await get(manager, '/v1/desk/trials/{id}/affected/{n}', trial.id, '1')
    const admin = await new Caller(program).officer('admin')
    const agencies = await get(admin, '/v1/admin/agencies?area=370102')
    expect((await get(admin, '/v1/admin/staff')).rows.length).toBeGreaterThan(5)
    const hired = { user: 'described', name: '何新', agency: agencies.rows[0].id, duties: ['window'] }
    const account = as_described('POST', '/v1/admin/staff', await admin.post('/v1/admin/staff', hired), hired)
    expect(account.password.length).toBeGreaterThan(10)
    await get(admin, '/v1/admin/outbox')
    await get(admin, '/v1/admin/reads')
  })

  it('to policy staff are as described, from a draft to the version it becomes', async () => {
    const first = await new Caller(program).officer('policy'), second = await new Caller(program).officer('policy2')
    expect((await get(first, '/v1/policy/tables')).rows.length).toBeGreaterThan(5)
    const table = await get(first, '/v1/policy/tables/{item}', 'policy_advice')
    const done = async (caller: Caller, method: string, path: string, body: unknown, etag = '', ...filled: string[]) => {
      const answer = await caller.call(method, filled.reduce((all, part) => all.replace(/\{\w+\}/, part), path), body, etag ? { 'if-match': etag } : {})
      return as_described(method, path, answer, body)
    }
    const sheet = { ...table.sheet, rules: table.sheet.rules.map((rule: any, i: number) => (i === 0 ? { ...rule, cells: ['< 4'] } : rule)) }
    const gap = { ...sheet, rules: [sheet.rules[0], { ...sheet.rules[1], cells: ['>= 10'] }] }
    for (const tried of [table.sheet, sheet, gap]) await done(first, 'POST', '/v1/policy/check', { item: 'policy_advice', sheet: tried, cases: table.cases })
    const opened = await done(first, 'POST', '/v1/policy/tables/{item}/draft', undefined, '', 'policy_advice')
    const one = '/v1/policy/drafts/{id}'
    const saved = await done(first, 'PUT', one, { sheet, cases: table.cases, whys: [{ rule_id: sheet.rules[0].id, why: '四个字也能问' }] }, opened.etag, opened.id)
    expect(saved.check.difference.changes.length).toBe(1)
    await done(first, 'POST', `${one}/cases`, undefined, '', opened.id)
    await expect.poll(async () => (await get(first, `${one}/cases`, opened.id)).result?.cases).toBeGreaterThan(0)
    await done(first, 'POST', `${one}/cases/stop`, undefined, '', opened.id)
    const submitted = await done(first, 'POST', `${one}/submit`, { from: saved.earliest, why: '放宽字数要求' }, saved.etag, opened.id)
    const returned = await done(second, 'POST', `${one}/return`, { why: '请再看一遍' }, '', opened.id)
    expect(submitted.etag).not.toBe(returned.etag)
    const again = await done(first, 'POST', `${one}/submit`, { from: saved.earliest, why: '放宽字数要求' }, returned.etag, opened.id)
    await done(second, 'POST', `${one}/approve`, undefined, again.etag, opened.id)
    await get(second, one, opened.id)
    expect((await get(second, '/v1/policy/tables/{item}/versions/{n}', 'policy_advice', '2')).difference.changes.length).toBe(1)
    const back = '/v1/policy/tables/{item}/versions/{n}/withdraw'
    await done(first, 'POST', back, { why: '先不放宽了' }, '', 'policy_advice', '2')
    await done(second, 'POST', `${back}/confirm`, undefined, '', 'policy_advice', '2')
  })

  it('to who keeps the data of other departments are as described', async () => {
    const data = await new Caller(program).officer('data')
    const content = `身份证号,死亡日期\n${identity_number(443)},2026-13-01\n${identity_number(443)},2026-01-01\n`
    const sent = await data.post('/v1/desk/fact-files?source=deaths', content, { 'content-type': 'application/octet-stream', 'x-file-name': 'deaths.csv' })
    const file = as_described('POST', '/v1/desk/fact-files', sent)
    expect(file.preview.rows.length).toBe(2)
    const given = { given_by: '省公安厅' }
    as_described('POST', '/v1/desk/fact-files/{id}/import', await data.post(`/v1/desk/fact-files/${file.id}/import`, given), given)
    await expect.poll(async () => (await get(data, '/v1/desk/fact-files/{id}', file.id)).state).toBe('done')
    expect((await get(data, '/v1/desk/fact-files')).rows.length).toBe(1)
    const [batch] = (await get(data, '/v1/desk/fact-batches')).rows
    await get(data, '/v1/desk/fact-batches/{n}', String(batch.number))
    expect((await get(data, '/v1/desk/fact-sources')).rows.length).toBeGreaterThan(15)
  })

  it('that refuse are problems as described', async () => {
    const person = await new Caller(program).person('12900004402', { name: '问题', document_type: 'resident_id', document_number: identity_number(444), area: '370102001' })
    problem(await new Caller(program).get('/v1/me'), 'sign_in_needed')
    problem(await person.get('/v1/nowhere'), 'not_found')
    const future = await person.submit({ item: 'unemployment_registration', commitment: true, values: { lost_on: day(9), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900004402' } })
    problem(future, future.body.code)
    expect(future.body.field).toContain('lost_on')
    problem(await person.call('POST', '/v1/cases', '{', { 'idempotency-key': 'described-1' }), 'json_malformed')
    problem(await person.submit({ item: 'no_such', values: {} }), 'item_unknown')
    const order = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900004402' } }
    const made = (await person.submit(order)).body
    await person.act(made, { act: 'evaluate', grade: 5 })
    problem(await person.act(made, { act: 'object', note: '不对' }), 'case_changed')
  })

  it('cover most operations, and an answer that is not as described would be seen', async () => {
    // Signed messages are answered, and compared to the description, in exchange.test.ts.
    const gets = operations.filter((one) => one.method === 'GET' && !one.path.startsWith('/v1/exchange/') && one.operation.responses['200']?.content?.['application/json'])
    expect(gets.filter((one) => !met.has(`GET ${one.path}`)).map((one) => one.path)).toEqual([])
    expect(met.size).toBeGreaterThanOrEqual(35)
    const services = (await new Caller(program).get('/v1/services')).body
    const at = 'paths/~1v1~1services/get/responses/200/content/application~1json/schema'
    expect(faults_of(at, services)).toEqual([])
    const [name] = Object.keys(services[0])
    expect(faults_of(at, [{ ...services[0], [name!]: undefined, surprise: 1 }]).length).toBeGreaterThan(0)
    expect((await new Caller(program).get('/openapi.json')).body.components).toEqual(described.components)
  })
})
