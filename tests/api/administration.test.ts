// Administrators keep their own area, officers their own secrets, and every list goes on to its end. rows 11.1 15.4
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { six_digits } from '../journey/officer'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let addresses = 0
/** Somebody at an address of their own, as behind a proxy: sign-ins are limited for each. */
const caller = () => new Caller(program, `10.8.${Math.floor(++addresses / 200)}.${1 + addresses % 200}`)
const officers = new Map<string, Promise<Caller>>()
/** Signed in once: a second factor's step works once. */
const officer_at = (user: string) => officers.get(user) ?? (officers.set(user, caller().officer(user)), officers.get(user)!)
let province: Caller, county: Caller
beforeAll(async () => {
  program = await start_program(300, ['--requests-per-minute', '0', '--trusted-proxies', '127.0.0.1'])
  province = await officer_at('admin')
  county = await officer_at('county')
}, 120_000)
afterAll(async () => { await program?.stop() })

const pages = async (reader: Caller, path: string, limit: number) => {
  const rows: any[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: any = (await reader.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}&cursor=${encodeURIComponent(cursor)}`)).body
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    rows.push(...page.rows)
    cursor = page.next_cursor
  }
  return rows
}

describe('an administrator', () => {
  it('sees messages, readings and agencies of the own area only, and begins there', async () => {
    const elsewhere = await caller().person('12900009601', { name: '孔临沂', document_type: 'resident_id', document_number: identity_number(961), area: '371302001' })
    const lost = { item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '371302001', phone: '12900009601' } }
    const { number } = (await elsewhere.submit(lost)).body
    const linyi = await officer_at('linyi')
    await linyi.get(`/v1/desk/people/${(await elsewhere.get('/v1/me')).body.id}?reason=${encodeURIComponent('核对临沂档案')}`)
    expect(JSON.stringify(await pages(province, '/v1/admin/outbox', 50))).toContain(number)
    expect(JSON.stringify(await pages(county, '/v1/admin/outbox', 50))).not.toContain(number)
    expect((await pages(county, '/v1/admin/outbox', 50)).filter((row) => row.state === 'code')).toEqual([])
    expect(JSON.stringify(await pages(province, '/v1/admin/reads', 50))).toContain('核对临沂档案')
    expect(JSON.stringify(await pages(county, '/v1/admin/reads', 50))).not.toContain('核对临沂档案')
    const own = await pages(county, '/v1/admin/agencies', 5)
    expect(own.length).toBeGreaterThan(5)
    for (const one of own) expect(one.area.startsWith('370102')).toBe(true)
    expect((await county.get('/v1/admin/agencies?area=370000')).body.code).toBe('duty_other_area')
    expect((await county.get('/v1/admin/staff?area=371302')).body.code).toBe('duty_other_area')
  })

  it('opens an agency of the fifth level, in a community, under its street office, and staff there (row 11.1)', async () => {
    const here = (await county.get('/v1/admin/agencies?area=370102001')).body.rows
    const street = here.find((one: any) => one.level === 'township')
    const station = { name: '解放路街道历山社区就业服务站', level: 'village', area: '370102001', parent: street.id, address: '历山社区', phone: '', hours: '' }
    const opened = await county.post('/v1/admin/agencies', station)
    expect([opened.status, opened.body.level, opened.body.area], opened.text).toEqual([201, 'village', '370102001'])
    // Nothing stands under it but its own level, and nobody outside its area opens one.
    const below = await county.post('/v1/admin/agencies', { ...station, name: '另一个街道中心', level: 'township', parent: opened.body.id })
    expect(below.body.code).toBe('agency_parent_level')
    expect((await county.post('/v1/admin/agencies', { ...station, area: '371302001', parent: undefined })).body.code).toBe('duty_other_area')
    const levels = (await pages(caller(), '/v1/agencies?area=370102001', 20)).map((one) => one.level)
    expect(levels).toEqual(['township', 'village'])
    const hired = await county.post('/v1/admin/staff', { user: 'station', name: '何站', agency: opened.body.id, duties: ['window'] })
    expect([hired.status, hired.body.staff.area], hired.text).toEqual([201, '370102001'])
  })

  it('reads one-time codes in the demo, which has no other way to show them', async () => {
    // `tests/api/serve` shows that a program that is no demo hides them.
    expect((await pages(province, '/v1/admin/outbox', 50)).some((row) => row.state === 'code' && /\d{6}/.test(row.text))).toBe(true)
  })
})

describe('a member of staff', () => {
  const sign_in = async (user: string, password: string, secret: string) => {
    const asking = caller()
    for (const steps of [0, 1, -1]) {
      const session = await asking.post('/v1/session/staff', { user, password, totp: six_digits(secret, steps) })
      if (session.status === 200) return (asking.csrf = session.body.csrf, [asking, session.body] as const)
    }
    return [asking, undefined] as const
  }
  const change = async (officer: Caller, old_password: string, secret: string, new_password: string) => {
    let answer: any
    for (const steps of [1, 0, -1]) {
      answer = await officer.call('PUT', '/v1/session/staff/password', { old_password, totp: six_digits(secret, steps), new_password })
      if (answer.status === 200) officer.csrf = answer.body.csrf
      if (answer.body.code !== 'password_wrong') return answer
    }
    return answer
  }

  it('begins with a first password that opens nothing but its own change; an administrator renews it', async () => {
    const agency = (await county.get('/v1/admin/agencies?limit=1')).body.rows[0].id
    const made = (await county.post('/v1/admin/staff', { user: 'newcomer', name: '古丽·买买提', agency, duties: ['window'] })).body
    const [first, session] = await sign_in('newcomer', made.password, made.totp_secret)
    expect(session.staff.must_change).toBe(true)
    expect((await first.get('/v1/desk/queue')).body.code).toBe('password_change_needed')
    expect((await change(first, made.password, made.totp_secret, '短')).body.code).toBe('password_short')
    expect((await change(first, made.password, made.totp_secret, made.password)).body.code).toBe('password_known')
    const changed = await change(first, made.password, made.totp_secret, '泰山脚下的一句话只有我知道')
    expect([changed.status, changed.body.staff?.must_change], changed.text).toEqual([200, false])
    expect((await first.get('/v1/desk/queue')).status).toBe(200)
    // Renewed: the old ones are worth nothing, the session ended, and the first password is to be changed again.
    expect((await county.post(`/v1/admin/staff/${made.staff.id}/secret`, {})).body.totp_secret).not.toBe(made.totp_secret)
    expect((await first.get('/v1/desk/queue')).body.code).toMatch(/signed_out|sign_in_needed/)
    expect((await (await officer_at('merge')).post(`/v1/admin/staff/${made.staff.id}/secret`, {})).body.code).toBe('duty_missing')
  })

  it('changes the own password only with the old one; failures count as at sign-in', async () => {
    const agency = (await county.get('/v1/admin/agencies?limit=1')).body.rows[0].id
    const made = (await county.post('/v1/admin/staff', { user: 'guessed', name: '何猜', agency, duties: ['window'] })).body
    const [guesser] = await sign_in('guessed', made.password, made.totp_secret)
    const codes = []
    for (let i = 0; i < 5; i++) codes.push((await guesser.call('PUT', '/v1/session/staff/password', { old_password: 'wrong', totp: '000000', new_password: 'a sentence that is mine' })).body.code)
    expect(codes).toEqual(['password_wrong', 'password_wrong', 'password_wrong', 'password_wrong', 'sign_in_locked'])
  })

  it('with «·» in the name is shown whole, and the agency is the one that is rated', async () => {
    const agencies = (await county.get('/v1/admin/agencies?limit=1')).body.rows
    const made = (await county.post('/v1/admin/staff', { user: 'dotted', name: '阿依·古丽', agency: agencies[0].id, duties: ['window'] })).body
    const [officer] = await sign_in('dotted', made.password, made.totp_secret)
    expect((await change(officer, made.password, made.totp_secret, '泰山脚下的又一句话我也知道')).status).toBe(200)
    const person = await caller().person('12900009611', { name: '孔持证', document_type: 'hm_travel_permit', document_number: 'H91234567', area: '370102001' })
    const waiting = (await person.submit({ item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900009611' } })).body
    const seen = (await officer.get(`/v1/cases/${waiting.number}`)).body
    const settled = (await officer.act(seen, { act: 'decide', outcome: 'settle', note: '核对了通行证' })).body
    expect(settled.actions.at(-1)).toMatchObject({ by: '阿依·古丽', agency: agencies[0].name })
    await person.act((await person.get(`/v1/cases/${waiting.number}`)).body, { act: 'evaluate', grade: 3 })
    const graded = (await (await officer_at('manager')).get('/v1/desk/evaluations')).body.by_agency.map((one: any) => one.agency)
    expect(graded).toContain(agencies[0].name)
    expect(graded.filter((one: string) => one.startsWith('古丽'))).toEqual([])
  })
})

describe('every list', () => {
  it('goes on to its end, whatever comes meanwhile: readings, messages, the timeline', async () => {
    const n = 962, person = await caller().person('12900009602', { name: '孔翻页', document_type: 'resident_id', document_number: identity_number(n), area: '370102001' })
    const id = (await person.get('/v1/me')).body.id
    const officer = await officer_at('merge')
    const look = (i: number) => officer.get(`/v1/desk/people/${id}?reason=${encodeURIComponent(`核对档案第${i}次`)}`)
    for (let i = 0; i < 7; i++) await look(i)
    expect((await pages(person, '/v1/me/reads', 3)).map((row) => row.purpose)).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `核对档案第${i}次`))
    expect((await person.get('/v1/me/reads?cursor=nonsense')).body.code).toBe('cursor_invalid')
    const first = (await person.get('/v1/me/timeline?limit=3')).body
    await look(7)
    const seen = [...first.rows]
    for (let cursor = first.next_cursor; cursor;) {
      const page = (await person.get(`/v1/me/timeline?limit=3&cursor=${encodeURIComponent(cursor)}`)).body
      seen.push(...page.rows)
      cursor = page.next_cursor
    }
    const texts = seen.map((row) => row.detail.zh)
    expect(texts.filter((text) => text.startsWith('核对档案'))).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `核对档案第${i}次`))
    expect(await pages(person, '/v1/me/messages', 1)).toEqual((await person.get('/v1/me/messages?limit=200')).body.rows)
    const agencies = await pages(person, '/v1/agencies?area=370100', 20)
    expect(agencies.length).toBeGreaterThan(60)
    expect(new Set(agencies.map((one) => one.id)).size).toBe(agencies.length)
    const manager = await officer_at('manager')
    const graded = await pages(manager, '/v1/desk/evaluations', 4)
    expect(graded.length).toBe((await manager.get('/v1/desk/evaluations')).body.total)
  })
})

describe('the description', () => {
  it('names the CSRF token, uses the session scheme, and cursor and limit come together', async () => {
    const { body } = await caller().get('/openapi.json')
    for (const [path, methods] of Object.entries<any>(body.paths))
      for (const [method, one] of Object.entries<any>(methods)) {
        const names = (one.parameters ?? []).map((each: any) => each.name)
        expect([path, method, names.includes('X-CSRF-Token')]).toEqual([path, method, method !== 'get'])
        expect([path, one.security?.length > 0]).toEqual([path, true])
        if (method === 'get') expect([path, names.includes('cursor')]).toEqual([path, names.includes('limit') && path !== '/v1/areas'])
      }
    expect(body.paths['/v1/me'].get.security).toEqual([{ session: [] }])
    expect(body.paths['/v1/items'].get.security).toEqual([{}, { session: [] }])
  })
})

describe('a creating request sent twice with one key', () => {
  it('is carried out once: a person, an agency, a sheet', async () => {
    const officer = await officer_at('window')
    const key = { 'idempotency-key': randomUUID() }
    const newcomer = { name: '孔重发', document_type: 'resident_id', document_number: identity_number(971), area: '370102001' }
    const one = await officer.post('/v1/desk/people', newcomer, key), two = await officer.post('/v1/desk/people', newcomer, key)
    expect([two.status, two.body, two.headers.get('idempotency-replayed')]).toEqual([one.status, one.body, 'true'])
    expect((await officer.post('/v1/desk/people', { ...newcomer, name: '孔另发' }, key)).body.code).toBe('idempotency_conflict')
    const agency = { name: '历下区就业服务驿站', area: '370102', level: 'township', address: '', phone: '', hours: '' }
    const opened = await Promise.all([1, 2, 3].map(() => county.post('/v1/admin/agencies', agency, key)))
    expect(new Set(opened.map((each) => each.body.id)).size, opened[0]!.text).toBe(1)
    const handler = await caller().person('12000000004'), unit = (await handler.get('/v1/session')).body.acts_for[0].employer_id
    const file = new TextEncoder().encode('姓名,证件类型,证件号码,用工日期,劳动合同类型\n孔表格,居民身份证,379901198501010011,2026-01-01,无固定期限\n')
    const upload = () => handler.call('POST', `/v1/employers/${unit}/sheets?item=employment_registration`, file, { 'content-type': 'application/octet-stream', 'x-file-name': 'a.csv', ...key })
    const [sheet, again] = [await upload(), await upload()]
    expect([again.body.id, sheet.status], sheet.text).toEqual([sheet.body.id, 201])
    expect((await pages(handler, `/v1/employers/${unit}/sheets`, 50)).filter((each) => each.file_name === 'a.csv')).toHaveLength(1)
  })
})
