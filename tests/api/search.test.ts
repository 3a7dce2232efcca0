// Staff find a person by part of the name, by pinyin and by initials, though names are sealed. rows 15.4, 16.4; D45
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, identity_number } from './caller'

let program: Program
let officer: Caller
const people: Record<string, string> = {}
let made = 700

const add = async (name: string, area = '370102001') => {
  const answer = await officer.post('/v1/desk/people', { name, document_type: 'resident_id', document_number: identity_number(made++), area })
  expect(answer.status, answer.text).toBe(201)
  return (people[name] = answer.body.id as string)
}
const search = (q: string, more = '') => officer.get(`/v1/desk/people?q=${encodeURIComponent(q)}${more}`)
const found = async (q: string): Promise<string[]> => {
  const answer = await search(q)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.rows.map((row: any) => row.id)
}

beforeAll(async () => {
  program = await start_program()
  officer = await new Caller(program).officer('window')
  for (const name of ['佘翀燊', '单翀燊', '尉迟翀燊', '𠮷野翀', '喆', '吕翀', '任翀仝']) await add(name)
})
afterAll(async () => { await program.stop() })

describe('a search by name at the desk', () => {
  it('finds by a part of the name, full pinyin, part of the pinyin and initials, and shows masked rows (row 15.4)', async () => {
    for (const q of ['佘翀燊', '佘翀', 'shechongshen', 'She Chongshen', '佘cs', 'shecs']) expect(await found(q), q).toContain(people['佘翀燊'])
    for (const q of ['翀燊', 'chongshen']) expect(new Set(await found(q)), q).toEqual(new Set([people['佘翀燊'], people['单翀燊'], people['尉迟翀燊']]))
    expect(await found('ycs')).not.toContain(people['尉迟翀燊'])
    expect(await found('yccs')).toContain(people['尉迟翀燊'])
    const row = (await search('佘翀燊')).body.rows[0]
    expect(row.name).toBe('佘*燊')
    expect(row.document_masked).toMatch(/^\d{6}\*{8}\d{3}[\dX]$/)
    expect(JSON.stringify(row)).not.toContain('翀')
  })

  it('knows how surnames sound, v for ü, a character beyond the basic plane and a name of one character (D45)', async () => {
    expect(await found('shanchongshen')).toEqual([people['单翀燊']])
    expect(await found('yuchichongshen')).toEqual([people['尉迟翀燊']])
    expect(await found('lvchong')).toEqual([people['吕翀']])
    expect(await found('𠮷')).toEqual([people['𠮷野翀']])
    expect(await found('jiyechong')).toEqual([people['𠮷野翀']])
    expect((await found('喆'))[0]).toBe(people['喆'])
    expect((await found('仝')).length).toBeGreaterThan(0)
    expect(await found('renchongtong')).toEqual([people['任翀仝']])
  })

  it('puts the whole name first, then its beginning, then the rest', async () => {
    const beginning = await add('翀燊仝'), whole = await add('翀燊')
    const rows = await found('翀燊')
    expect(rows.slice(0, 2)).toEqual([whole, beginning])
    expect(rows).toHaveLength(5)
  })

  it('pages through everybody with a surname, nobody twice', async () => {
    const ids: string[] = []
    const sizes: number[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: any = (await search('王', `&limit=7&cursor=${encodeURIComponent(cursor)}`)).body
      ids.push(...page.rows.map((row: any) => row.id))
      sizes.push(page.rows.length)
      cursor = page.next_cursor
    }
    expect(sizes.length).toBeGreaterThan(1)
    expect(sizes.slice(0, -1).every((size) => size === 7)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
    for (const cursor of ['-1', 'x', '1e3', '7', '20', `20${'0'.repeat(32)}`, `20${randomUUID()}`]) expect((await search('王', `&cursor=${cursor}`)).body.code, cursor).toBe('cursor_invalid')
    expect(new Set(ids)).toEqual(new Set((await search('王', '&limit=200')).body.rows.map((row: any) => row.id)))
  })

  it('goes on where the page ended, though somebody who comes first is entered meanwhile (row 16.4)', async () => {
    const names = ['甘骉骉', '乜骉骉', '仉骉骉', '邴骉骉', '亓骉骉']
    for (const name of names) await add(name)
    const first = (await search('骉骉', '&limit=2')).body
    expect(first.rows).toHaveLength(2)
    const early = await add('骉骉')
    expect((await found('骉骉'))[0]).toBe(early)
    const second = (await search('骉骉', `&limit=2&cursor=${first.next_cursor}`)).body, third = (await search('骉骉', `&limit=2&cursor=${second.next_cursor}`)).body
    expect(third.next_cursor).toBeUndefined()
    const seen = [first, second, third].flatMap((page: any) => page.rows.map((row: any) => row.id))
    expect(seen).toHaveLength(names.length)
    expect(new Set(seen)).toEqual(new Set(names.map((name) => people[name])))
  })

  it('by a phone shows everybody who has it, page by page', async () => {
    const phone = '12900007777'
    for (let n = 0; n < 5; n++) expect((await officer.post('/v1/desk/people', { name: '计共用', document_type: 'resident_id', document_number: identity_number(made++), area: '370102001', phone })).status).toBe(201)
    const ids: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: any = (await search(phone, `&limit=2&cursor=${encodeURIComponent(cursor)}`)).body
      ids.push(...page.rows.map((row: any) => row.id))
      cursor = page.next_cursor
    }
    expect([ids.length, new Set(ids).size]).toEqual([5, 5])
  })

  it('says when nobody is found, and refuses 10,000 characters and broken text with a next step', async () => {
    for (const q of ['魑魅魍魉', 'xyzzy', '翀翀翀', '翀燊佘', '%', "' or 1=1 --", '·']) {
      const answer = await search(q)
      expect(answer.status, q).toBe(200)
      expect(answer.body.rows, q).toEqual([])
    }
    for (const q of ['a'.repeat(51), '王'.repeat(51), 'wang '.repeat(100)]) {
      const answer = await search(q)
      expect(answer.status).toBe(422)
      expect(answer.body.code).toBe('search_long')
      expect(answer.body.next.zh).toContain('50')
    }
    // Longer than an address may be: refused before it is read.
    for (const q of ['a'.repeat(10_000), '王'.repeat(10_000)]) {
      const answer = await search(q)
      expect(answer.status).toBeGreaterThanOrEqual(414)
      expect(answer.status).toBeLessThan(432)
      expect(answer.body.next.zh).not.toBe('')
    }
  })

  it('is for staff whose work needs files, and follows a merge', async () => {
    const admin = await new Caller(program).officer('admin')
    expect((await admin.get('/v1/desk/people?q=wang')).body.code).toBe('duty_missing')
    expect((await new Caller(program).get('/v1/desk/people?q=wang')).status).toBe(401)
    const seeker = await new Caller(program).person('12900007001', { name: '仝翀翀', document_type: 'resident_id', document_number: identity_number(made++), area: '370102001' })
    expect((await seeker.get('/v1/desk/people?q=wang')).status).toBe(403)
    expect(await found('tongchongchong')).toHaveLength(1)

    const joiner = await new Caller(program).officer('merge')
    const drop = await officer.post('/v1/desk/people', { name: '仝崇崇', document_type: 'hm_travel_permit', document_number: 'H76543210', area: '370102001' })
    const keep = (await seeker.get('/v1/me')).body.id
    expect((await joiner.post('/v1/desk/people/merge', { keep, drop: drop.body.id, reason: '同一人的两份档案' })).status).toBe(204)
    expect(await found('崇崇')).toEqual([keep])
    expect(await found('tongchongchong')).toEqual([keep])
  })
})
