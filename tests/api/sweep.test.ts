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

  it('«this is wrong» puts the register back at once, once, for its owner only; an officer then decides (18.3)', async () => {
    const [hired] = await findings('卫受聘')
    const path = `/v1/me/findings/${hired.id}/object`
    expect((await who('卫灵活').caller.post(path, { reason: '不是我' })).body.code).toBe('finding_not_yours')
    expect((await new Caller(program()).post(path, { reason: '' })).status).toBe(401)
    expect((await who('卫受聘').caller.post(path, { reason: '字'.repeat(501) })).body).toMatchObject({ code: 'text_too_long', field: 'reason' })
    const key = { 'idempotency-key': crypto.randomUUID() }
    const [first, second] = await Promise.all([who('卫受聘').caller.post(path, { reason: '我没在这家上班' }, key), who('卫受聘').caller.post(path, { reason: '我没在这家上班' }, key)])
    expect([first.status, second.status]).toEqual([200, 200])
    expect(await status('卫受聘')).toBe('none')
    expect((await who('卫受聘').caller.post(path, { reason: '再说一遍' })).body.code).toBe('finding_answered')
    expect((await sweep()).counts).toEqual([])
    expect(await status('卫受聘')).toBe('none')

    const check = await officer('check')
    const [waiting] = (await check.get('/v1/desk/findings?state=objected')).body.rows
    expect(waiting).toMatchObject({ id: hired.id, note: '我没在这家上班', next: ['decide'], person_name: '卫*聘' })
    expect(waiting.facts).toEqual([])
    const looked = await check.get('/v1/desk/findings/' + hired.id)
    expect(looked.body.facts.map((fact: any) => fact.name)).toContain('insured_employee')
    expect((await who('卫受聘').caller.get('/v1/me/reads')).body.rows[0].purpose).toBe('看了您的「就业状态认定」比对结果')
    expect((await (await officer('linyi')).get('/v1/desk/findings/' + hired.id)).body.code).toBe('duty_other_area')
    expect((await (await officer('policy')).get('/v1/desk/findings/' + hired.id)).body.code).toBe('duty_missing')
    const window = await officer('window')
    expect((await window.post(`/v1/desk/findings/${hired.id}/decision`, { right: true, note: '合同真实' })).body.code).toBe('duty_missing')
    expect((await check.post(`/v1/desk/findings/${hired.id}/decision`, { right: true, note: '是' })).body).toMatchObject({ code: 'finding_note_missing', field: 'note' })
    // Of two who decide at the same instant one is told that it is answered.
    const both = await Promise.all([1, 2].map(() => check.post(`/v1/desk/findings/${hired.id}/decision`, { right: true, note: '单位出具了劳动合同' })))
    const decided = both.find((one) => one.status === 200)!
    expect(both.map((one) => one.body.code).filter(Boolean)).toEqual(['finding_answered'])
    expect(decided.body, decided.text).toMatchObject({ state: 'confirmed', next: [] })
    expect(await status('卫受聘')).toBe('employed')
    expect((await check.post(`/v1/desk/findings/${hired.id}/decision`, { right: false, note: '再看一次' })).body.code).toBe('finding_answered')
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
