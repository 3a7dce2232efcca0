// What a settled case opens, and what joins a person's file, as the person and the desk read it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let sequence = 800
beforeAll(async () => { program = await start_program(100) }, 180_000)
afterAll(() => program?.stop())

const newcomer = async () => {
  const n = ++sequence
  return new Caller(program).person(`1290000${String(n).padStart(4, '0')}`, { name: '王小明', document_type: 'resident_id', document_number: identity_number(n), area: '370102001' })
}
const lost_job = () => ({ item: 'unemployment_registration', values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900000001' } })

describe('a registered person', () => {
  it('says which case came of what it opened, once there is one (row 18.5)', async () => {
    const person = await newcomer()
    const done = (await person.submit({ ...lost_job(), commitment: true })).body
    expect(done.opens).toEqual([{ item: 'needs_opening', name: expect.anything() }])
    const opens = async () => (await person.get(`/v1/cases/${done.number}`)).body.opens
    expect((await opens())[0].case_number).toBeUndefined()
    const needs = await person.submit({ item: 'needs_opening', values: { wants_employment: true, wants_startup: false, wants_training: false, employment_note: '附近的保洁' } })
    expect(needs.status, needs.text).toBe(201)
    expect((await opens())[0].case_number).toBe(needs.body.number)
    const officer = await new Caller(program).officer('window')
    expect((await officer.get(`/v1/cases/${done.number}`)).body.opens[0].case_number).toBe(needs.body.number)
  })

  it('tells on the timeline which kind of document joined the file (rows 1.1 15.4)', async () => {
    const person = await newcomer()
    const second = await person.post('/v1/account/identity', { name: '王小明', document_type: 'tw_travel_permit', document_number: String(10_000_000 + sequence) })
    expect(second.status, second.text).toBe(200)
    const entries = (await person.get('/v1/me/timeline?limit=200')).body.rows.filter((row: any) => row.kind === 'document')
    expect(entries.map((row: any) => row.detail.zh.split(' ')[0]).sort()).toEqual(['台湾居民来往大陆通行证', '居民身份证'].sort())
    for (const row of entries) expect(row.detail.zh).toContain('*')
    expect(entries.map((row: any) => row.detail.en).join()).toContain('Mainland travel permit for Taiwan residents')
  })
})
