// What other departments told is compared with everybody: registrations follow, people are told and answer with one tap, officers
// look at what is doubtful, and a number is tried on everybody before it is law. rows 8.2 15.3 18.3 20.1
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database_of, drop_databases } from '../../bench/database.mjs'
import { end, free_port, start } from '../../bench/stand.mjs'
import { Caller, day, identity_number } from './caller'
import { leye } from './program'

let data: string, port: number, child: ChildProcess, uscc: string
const program = () => ({ url: `http://127.0.0.1:${port}`, printed: () => readFileSync(join(data, 'demo-accounts.txt'), 'utf8'), stop: async () => undefined })
const serve = async () => { child = await start('demo', data, port, ['--people', '100', '--sweep-at', 'never']) }
/** A code is taken once, so an officer signs in once. */
const officers = new Map<string, Promise<Caller>>()
function officer(user: string): Promise<Caller> {
  if (!officers.has(user)) officers.set(user, new Caller(program()).officer(user))
  return officers.get(user)!
}
const names = ['卫受聘', '卫停保', '卫灵活', '卫母亲', '卫父亲'] as const
const people = new Map<string, { number: string; phone: string; caller: Caller }>()
const who = (name: (typeof names)[number]) => people.get(name)!

/** The first of the month so many months before this one. */
const month = (back: number) => {
  const [year, now] = day(0).split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, now - 1 - back, 1)).toISOString().slice(0, 7)
}
async function hand_over(source: string, header: string, rows: string[]) {
  const file = join(data, `${source}.csv`)
  await writeFile(file, [header, ...rows].join('\r\n'))
  const ran = await leye(['facts', 'import', source, file, '--json', '--data', data, ...database_of(data)])
  expect([ran.status, ran.err, ran.json?.refused ?? ran.json?.counts?.refused]).toEqual([0, '', 0])
}
const insurance = (name: (typeof names)[number], from: number, until: number, as = '单位职工') =>
  Array.from({ length: from - until + 1 }, (_, n) => `${who(name).number},${month(from - n)},${as},${as === '单位职工' ? uscc : ''},4500`)

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'leye-sweep-'))
  port = await free_port()
  await serve()
  const handler = await new Caller(program()).person('12000000004')
  const unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
  uscc = (await handler.get(`/v1/employers/${unit}`)).body.uscc
  for (const [place, name] of names.entries()) {
    const number = identity_number(100 + place * 2, '19880520'), phone = `1230000${4000 + place}`
    people.set(name, { number, phone, caller: await new Caller(program()).person(phone, { name, document_type: 'resident_id', document_number: number, area: '370102001' }) })
  }
  const hired = await handler.submit({ item: 'employment_registration', employer: unit, values: { worker_name: '卫停保', document_type: 'resident_id', document_number: who('卫停保').number, started_on: day(-400), contract_kind: 'open_ended', phone: who('卫停保').phone } })
  expect(hired.body.state, hired.text).toBe('settled')
  await end(child)
  await hand_over('social_insurance', '公民身份号码,费款所属期,参保身份,统一社会信用代码,缴费基数', [
    ...insurance('卫受聘', 6, 1), ...insurance('卫停保', 12, 6), ...insurance('卫灵活', 3, 1, '灵活就业人员'),
  ])
  await serve()
})
afterAll(async () => {
  await end(child)
  drop_databases()
  await rm(data, { recursive: true, force: true })
})

async function sweep(scope = '') {
  const manager = await officer('manager')
  const begun = await manager.post('/v1/desk/sweeps' + scope, undefined, { 'idempotency-key': crypto.randomUUID() })
  expect(begun.status, begun.text).toBe(200)
  for (;;) {
    const now = (await manager.get(`/v1/desk/sweeps/${begun.body.number}`)).body
    if (now.state === 'done') {
      expect(now.settled).toBe(true)
      return now
    }
    expect(['gathering', 'judging', 'paused']).toContain(now.state)
  }
}
const findings = async (name: (typeof names)[number]) => (await who(name).caller.get('/v1/me/findings')).body.rows
const status = async (name: (typeof names)[number]) => (await who(name).caller.get('/v1/me/status')).body.now.kind

describe('a sweep over everybody', () => {
  it('registers who is insured, ends what is no longer paid, and tells each person why (18.3, 15.3)', async () => {
    const done = await sweep()
    expect(done.people).toBeGreaterThan(100)
    expect(done.snapshot_hash).toMatch(/^[0-9a-f]{64}$/)
    expect(done.rounds).toBeGreaterThan(0)
    expect([await status('卫受聘'), await status('卫停保'), await status('卫灵活')]).toEqual(['employed', 'unemployed', 'flexible'])
    const [hired] = await findings('卫受聘')
    expect(hired).toMatchObject({ determination: 'employment_status', outcome: 'employed', state: 'applied', next: ['object'] })
    expect(hired.sentence.zh).toContain('单位每月为您缴社保')
    expect(hired.facts.find((fact: any) => fact.name === 'insured_employee')).toMatchObject({ value: 'true', label: { zh: expect.any(String) } })
    expect(hired.clause).toBe('6号文(十八)')
    const lost = (await findings('卫停保')).find((one: any) => one.determination === 'employment_status')
    expect(lost.sentence.zh).toMatch(/单位已\d+个月没为您缴社保/)
    const messages = (await who('卫停保').caller.get('/v1/me/messages')).body.rows
    expect(messages.filter((one: any) => one.text.includes('登记已按记录更新')).length).toBe(1)
    const spells = (await who('卫停保').caller.get('/v1/me/status')).body.spells
    expect(spells.map((one: any) => [one.kind, one.from, one.until])).toEqual(expect.arrayContaining([['unemployed', month(5) + '-01', undefined]]))
    expect(spells.find((one: any) => one.kind === 'unemployed')).toMatchObject({ source: { zh: '社会保险记录' } })
    const timeline = (await who('卫停保').caller.get('/v1/me/timeline')).body.rows
    expect([...spells, ...timeline].filter((one: any) => one.case_number?.startsWith('finding'))).toEqual([])
  })

  it('leaves nothing to one of those who changed, nor to a second one over everybody', async () => {
    const after = await sweep('?scope=changed')
    expect([after.whole, after.counts, after.rounds, after.settled]).toEqual([false, [], 0, true])
    expect((await sweep()).counts).toEqual([])
    const again = await sweep('?scope=changed')
    expect([again.whole, again.people, again.counts]).toEqual([false, 0, []])
    expect((await (await officer('manager')).post('/v1/desk/sweeps?scope=half', undefined)).body).toMatchObject({ code: 'option_unknown', field: 'scope' })
  })

  it('«this is wrong» puts the register back at once, once, for its owner only, and begins a case that an officer decides (18.3)', async () => {
    const [hired] = await findings('卫受聘')
    const path = `/v1/me/findings/${hired.id}/object`
    const me = who('卫受聘').caller
    expect((await who('卫灵活').caller.post(path, { reason: '不是我' })).body.code).toBe('finding_not_yours')
    expect((await new Caller(program()).post(path, { reason: '' })).status).toBe(401)
    expect((await me.post(path, { reason: '字'.repeat(501) })).body).toMatchObject({ code: 'text_too_long', field: 'reason' })
    expect((await me.post(path, { reason: '', channel: 'window' })).body).toMatchObject({ code: 'channel_not_yours', field: 'channel' })
    expect((await me.submit({ item: 'finding_objection', values: { determination: '就业状态认定', found: '有', found_on: day(0), objection: '不对' } })).body).toMatchObject({ code: 'item_begun_elsewhere', field: 'item' })
    const key = { 'idempotency-key': crypto.randomUUID() }
    const [first, second] = await Promise.all([me.post(path, { reason: '我没在这家上班' }, key), me.post(path, { reason: '我没在这家上班' }, key)])
    expect([first.status, second.status]).toEqual([200, 200])
    expect(first.body.case_number).toMatch(/^\d+/)
    expect(second.body.case_number).toBe(first.body.case_number)
    expect(await status('卫受聘')).toBe('none')
    expect((await me.post(path, { reason: '再说一遍' })).body.code).toBe('finding_answered')
    expect((await sweep()).counts).toEqual([])
    expect(await status('卫受聘')).toBe('none')

    const number = first.body.case_number
    const own = (await me.get('/v1/cases/' + number)).body
    expect(own).toMatchObject({ item: 'finding_objection', state: 'accepted', finding: hired.id, next: ['withdraw'], values: { objection: '我没在这家上班', found_on: hired.since } })
    expect(own.clock.state).toBe('running')
    expect(own.reason.sentence.zh).toContain('已改回原来的登记')

    const check = await officer('check'), window = await officer('window')
    const [waiting] = (await check.get('/v1/desk/findings?state=objected')).body.rows
    expect(waiting).toMatchObject({ id: hired.id, case_number: number, next: [], person_name: '卫*聘' })
    expect(waiting.facts).toEqual([])
    const looked = await check.get('/v1/desk/findings/' + hired.id)
    expect(looked.body.facts.map((fact: any) => fact.name)).toContain('insured_employee')
    expect((await me.get('/v1/me/reads')).body.rows[0].purpose).toBe('看了您的「就业状态认定」比对结果')
    expect((await (await officer('linyi')).get('/v1/desk/findings/' + hired.id)).body.code).toBe('duty_other_area')
    expect((await (await officer('policy')).get('/v1/desk/findings/' + hired.id)).body.code).toBe('duty_missing')
    expect((await check.post(`/v1/desk/findings/${hired.id}/decision`, { right: true, note: '单位出具了劳动合同' })).body.code).toBe('finding_answered')

    const queued = (await window.get('/v1/desk/queue?item=finding_objection')).body.rows.find((one: any) => one.number === number)
    expect(queued).toMatchObject({ item_name: { zh: '对比对结果的异议' }, state: 'accepted' })
    const open = await window.get(`/v1/cases/${number}?reason=${encodeURIComponent('办理异议')}`)
    expect(open.status, open.text).toBe(200)
    expect(open.body.settlement_codes.map((one: any) => one.value)).toEqual(['officer_person_right', 'officer_source_mends'])
    expect(open.body.person_id).toBeTruthy()
    const decide = { act: 'decide', outcome: 'refuse', reason_code: 'officer_data_right', note: '单位出具了劳动合同' }
    // Of two who decide at the same instant one is told that the case is no more what it was.
    const both = await Promise.all([1, 2].map(() => window.post(`/v1/cases/${number}/actions`, decide, { 'if-match': open.body.etag })))
    expect(both.map((one) => one.status).sort(), both.map((one) => one.text).join()).toEqual([200, 412])
    expect(await status('卫受聘')).toBe('employed')
    const [confirmed] = await findings('卫受聘')
    expect(confirmed).toMatchObject({ state: 'confirmed', note: '单位出具了劳动合同', case_number: number, next: [] })

    // The person does not agree: another officer looks, and finds otherwise.
    const again = await me.post(`/v1/cases/${number}/actions`, { act: 'object', note: '合同不是我签的' }, { 'if-match': both.find((one) => one.status === 200)!.body.etag })
    expect(again.status, again.text).toBe(200)
    const settle = { act: 'decide', outcome: 'settle', reason_code: 'officer_person_right', note: '单位承认报错了人' }
    const street = await officer('street')
    const seen = (await street.get(`/v1/cases/${number}?reason=${encodeURIComponent('复核异议')}`)).body
    expect((await window.post(`/v1/cases/${number}/actions`, settle, { 'if-match': seen.etag })).body.code).toBe('objection_own_decision')
    const settled = await street.post(`/v1/cases/${number}/actions`, settle, { 'if-match': seen.etag })
    expect(settled.body, settled.text).toMatchObject({ state: 'settled', outcome: 'settle' })
    expect(await status('卫受聘')).toBe('none')
    expect((await findings('卫受聘'))[0]).toMatchObject({ state: 'reversed', next: [] })
    expect((await me.get('/v1/me/messages')).body.rows.filter((one: any) => one.text.includes(number)).length).toBe(3)
  })

  it('is objected to at the window or on the phone by an officer who has the file open (12.1)', async () => {
    const window = await officer('window'), me = who('卫灵活').caller
    const [finding] = await findings('卫灵活')
    const id = (await window.get('/v1/desk/people?q=' + who('卫灵活').number)).body.rows[0].id
    const file = await window.get(`/v1/desk/people/${id}?reason=${encodeURIComponent('本人来电')}`)
    const listed = file.body.findings.find((one: any) => one.id === finding.id)
    expect(listed, file.text).toMatchObject({ determination: 'employment_status', next: ['object'], facts: [] })
    expect((await (await officer('policy')).post(`/v1/desk/findings/${finding.id}/object`, { reason: '' })).body.code).toBe('duty_missing')
    expect((await window.post(`/v1/desk/findings/${finding.id}/object`, { reason: '', channel: 'web' })).body).toMatchObject({ code: 'channel_not_yours' })
    const key = { 'idempotency-key': crypto.randomUUID() }
    const made = await window.post(`/v1/desk/findings/${finding.id}/object`, { reason: '本人说没有灵活就业', channel: 'hotline' }, key)
    expect(made.body, made.text).toMatchObject({ state: 'objected', person_name: '卫*活' })
    expect((await window.post(`/v1/desk/findings/${finding.id}/object`, { reason: '本人说没有灵活就业', channel: 'hotline' }, key)).body.case_number).toBe(made.body.case_number)
    expect(await status('卫灵活')).toBe('none')
    const own = await me.get('/v1/cases/' + made.body.case_number)
    expect(own.body).toMatchObject({ channel: 'hotline', state: 'accepted' })
    // Thought better of it: everything is as before.
    expect((await me.post(`/v1/cases/${made.body.case_number}/actions`, { act: 'withdraw' }, { 'if-match': own.body.etag })).status).toBe(200)
    expect(await status('卫灵活')).toBe('flexible')
    expect((await findings('卫灵活'))[0]).toMatchObject({ state: 'applied', next: ['object'] })
  })

  it('finds a household where nobody works, and its clearing (8.2)', async () => {
    await end(child)
    await hand_over('household_register', '公民身份号码,户号,户籍地代码,迁入日期', (['卫母亲', '卫父亲'] as const).map((name) => `${who(name).number},H3799-4711,370102,2016-01-01`))
    await serve()
    await sweep()
    const check = await officer('check')
    const alarms = async () => (await check.get('/v1/desk/findings?determination=zero_employment_household&limit=200')).body.rows.filter((one: any) => one.person_name.startsWith('卫'))
    const [mother, father] = await alarms()
    expect([mother.household, mother.days, mother.state]).toEqual([father.household, 0, 'standing'])
    expect(mother.household).toBeTruthy()
    const talk = await check.post(`/v1/desk/findings/${mother.id}/contacts`, { channel: 'hotline', note: '介绍了两个离家近的岗位' })
    expect(talk.status, talk.text).toBe(200)
    expect((await check.post(`/v1/desk/findings/${mother.id}/contacts`, { channel: 'pigeon', note: '介绍了两个岗位' })).body).toMatchObject({ code: 'option_unknown', field: 'channel' })
    const talks = await Promise.all([1, 2, 3].map((n) => check.post(`/v1/desk/findings/${mother.id}/contacts`, { channel: 'window', note: `第${n}次来窗口` })))
    expect(talks.map((one) => one.status)).toEqual([200, 200, 200])
    expect((await alarms()).find((one: any) => one.id === mother.id)).toMatchObject({ contacts: 4 })

    await end(child)
    await hand_over('social_insurance', '公民身份号码,费款所属期,参保身份,统一社会信用代码,缴费基数', insurance('卫父亲', 1, 1))
    await serve()
    await sweep()
    expect(await alarms()).toEqual([])
    expect(await status('卫父亲')).toBe('employed')
  })

  it('is begun, paused and given up by managers only, and says what is not there', async () => {
    const window = await officer('window'), manager = await officer('manager')
    expect((await window.post('/v1/desk/sweeps', undefined)).body.code).toBe('duty_missing')
    expect((await window.get('/v1/desk/sweeps')).body.code).toBe('duty_missing')
    expect((await who('卫灵活').caller.get('/v1/desk/sweeps')).status).toBe(403)
    expect((await manager.post('/v1/desk/sweeps/999/pause', undefined)).body.code).toBe('sweep_unknown')
    expect((await manager.post('/v1/desk/sweeps/1/give_up', undefined)).body.code).toBe('sweep_over')
    expect((await manager.get('/v1/desk/findings?state=nothing')).body).toMatchObject({ code: 'option_unknown', field: 'state' })
    expect((await manager.get('/v1/desk/findings?area=371302')).body.code).toBe('duty_other_area')
  })
})

describe('a rule tried on everybody', () => {
  it('counts who gains and loses by city, age, sex and register, says whether it is fair, shows nobody’s name and writes nothing (15.3, 1.2)', async () => {
    const manager = await officer('manager')
    const before = (await manager.get('/v1/desk/findings/counts')).body
    const rules = (await manager.get('/v1/desk/determinations')).body.rows
    const rule = rules.find((one: any) => one.code === 'hardship_ground')
    expect(rule.settings.find((one: any) => one.name === 'age_of_women')).toMatchObject({ value: 40, label: { zh: '女性满多少岁' }, mark: 'law' })
    const asked = await manager.post('/v1/desk/trials', { determination: 'hardship_ground', settings: { age_of_women: 30 } })
    expect(asked.status, asked.text).toBe(202)
    let trial = asked.body
    while (['waiting', 'running'].includes(trial.state)) trial = (await manager.get(`/v1/desk/trials/${trial.id}`)).body
    expect(trial.state).toBe('done')
    const { all, groups, fairness } = trial.result
    expect(all.gain).toBeGreaterThan(0)
    expect([all.lose, all.after]).toEqual([0, all.before + all.gain])
    for (const by of ['city', 'age', 'sex', 'register']) expect(groups.filter((one: any) => one.by === by).reduce((sum: number, one: any) => sum + one.gain, 0), by).toBe(all.gain)
    expect(groups.find((one: any) => one.by === 'sex' && one.key === 'male').gain).toBe(0)
    expect(fairness.differing).toBe(0)
    const affected = (await manager.get(`/v1/desk/trials/${trial.id}/affected?limit=5`)).body
    expect(affected.rows.length).toBe(Math.min(5, all.gain))
    const one = (await manager.get(`/v1/desk/trials/${trial.id}/affected/1`)).body
    expect(one).toMatchObject({ number: 1, before: 'not_listed', after: 'listed', sex: 'female' })
    expect(one.facts.map((fact: any) => fact.name)).toContain('age')
    expect(JSON.stringify([affected, one])).not.toMatch(/person_id|"name":"卫|\d{17}[\dX]/)
    expect((await manager.get('/v1/desk/findings/counts')).body).toEqual(before)
  })

  it('refuses a setting that is none, a number out of range, a broken table and no change, each with its field', async () => {
    const policy = await officer('policy')
    const ask = async (body: unknown) => (await policy.post('/v1/desk/trials', body)).body
    expect(await ask({ determination: 'nothing', settings: {} })).toMatchObject({ code: 'determination_unknown', field: 'determination' })
    expect(await ask({ determination: 'hardship_ground', settings: { age: 3 } })).toMatchObject({ code: 'trial_setting_unknown', field: 'settings.age' })
    expect(await ask({ determination: 'hardship_ground', settings: { age_of_women: -1 } })).toMatchObject({ code: 'trial_setting_range', field: 'settings.age_of_women' })
    expect(await ask({ determination: 'hardship_ground', settings: { age_of_women: '40' } })).toMatchObject({ code: 'json_type', field: 'settings.age_of_women' })
    expect(await ask({ determination: 'hardship_ground', settings: { age_of_women: 40 } })).toMatchObject({ code: 'trial_nothing' })
    expect(await ask({ determination: 'hardship_ground', settings: {}, dmn: '<definitions' })).toMatchObject({ code: 'trial_table', field: 'dmn' })
    expect((await policy.get('/v1/desk/trials/01a205ea-be80-7000-a277-8a4fee152397')).body.code).toBe('trial_unknown')
    const window = await officer('window')
    expect((await window.post('/v1/desk/trials', { determination: 'hardship_ground', settings: { age_of_women: 41 } })).body.code).toBe('duty_missing')
  })
})
