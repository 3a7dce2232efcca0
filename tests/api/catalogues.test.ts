// Guides and the two published catalogues are made from the items: what an item says is what stands there. row 14.2
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller } from './caller'
import { rows_of } from './xlsx'

let program: Program
beforeAll(async () => { program = await start_program(100) })
afterAll(async () => { await program.stop() })

const published = async (at: Program, which: 'window' | 'online') => {
  const response = await fetch(`${at.url}/v1/catalogues/${which}.xlsx`)
  expect(response.status).toBe(200)
  const [titles, ...rows] = rows_of(Buffer.from(await response.arrayBuffer()))
  return { name: decodeURIComponent(response.headers.get('content-disposition')!), rows: rows.map((cells) => Object.fromEntries(titles!.map((title, i) => [title, cells[i] ?? '']))) }
}
const item_of = async (at: Program, code: string) => (await new Caller(at).get(`/v1/items/${code}`)).body

describe('the published catalogues', () => {
  it('list exactly the items that a window, or the web, takes, each with what its own guide says (row 14.2)', async () => {
    for (const [which, channel, title] of [['window', 'window', '公共就业服务现场办理项目目录'], ['online', 'web', '公共就业服务网上办理事项目录']] as const) {
      const { name, rows } = await published(program, which)
      expect(name).toContain(title)
      const items = (await new Caller(program).get(`/v1/items?channel=${channel}`)).body as any[]
      expect(rows.map((row) => row['事项']).sort()).toEqual(items.map((item) => item.name.zh).sort())
      for (const summary of items) {
        const item = await item_of(program, summary.code)
        const row = rows.find((one) => one['事项'] === item.name.zh)!
        expect(row['说明']).toBe(item.summary.zh)
        expect(row['怎么办']).toBe(item.guide.steps.map((step: any) => step.zh).join('\n'))
        expect(row['费用']).toBe(item.guide.fee.zh)
        expect(row['依据']).toBe(item.guide.law.join('；'))
        expect(row['不再要的材料']).toBe(item.no_longer_asked.map((one: any) => one.name.zh).join('；'))
        expect(row['办结时限']).toContain(String(item.promised.days))
      }
      const csv = (await (await fetch(`${program.url}/v1/catalogues/${which}.csv`)).text()).replace(/^\uFEFF/, '')
      for (const row of rows) expect(csv).toContain(row['说明'])
    }
  })

  it('stand under the ten free services of the annex; a guide is whole in both languages and short enough to be read (row 14.2)', async () => {
    const services = (await new Caller(program).get('/v1/services')).body as any[]
    expect(services.map((one) => one.annex)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const codes = services.flatMap((one) => one.items.map((item: any) => item.code))
    expect(codes.sort()).toEqual((await new Caller(program).get('/v1/items')).body.map((item: any) => item.code).sort())
    for (const code of codes) {
      const { guide } = await item_of(program, code)
      for (const part of [guide.who, guide.result, guide.fee, guide.where, guide.time, ...guide.steps, ...guide.bring]) {
        expect(part.zh.length, code).toBeGreaterThan(0)
        expect(part.zh.length, `${code}: ${part.zh}`).toBeLessThanOrEqual(80)
        expect(part.en.length, code).toBeGreaterThan(0)
      }
      expect(guide.steps.length).toBeGreaterThan(1)
      expect(guide.law.length).toBeGreaterThan(0)
    }
  })

  it('change with the item and nothing else: another sentence, another channel, no program built (row 14.2)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leye-catalogue-'))
    try {
      await cp('catalog', folder, { recursive: true })
      const file = join(folder, 'items', 'needs_opening.yaml')
      const text = await readFile(file, 'utf8')
      const changed = text.replace(/^summary: .*$/m, 'summary: {zh: 说说您的打算。, en: Tell us your plans.}').replace(/^channels: .*$/m, 'channels: [web, phone]')
      expect(changed).not.toBe(text)
      await writeFile(file, changed)
      const other = await start_program(100, ['--requests-per-minute', '0', '--catalog', folder])
      try {
        const name = (await item_of(program, 'needs_opening')).name.zh
        expect((await published(program, 'window')).rows.map((row) => row['事项'])).toContain(name)
        expect((await published(other, 'window')).rows.map((row) => row['事项'])).not.toContain(name)
        expect((await published(other, 'online')).rows.find((row) => row['事项'] === name)!['说明']).toBe('说说您的打算。')
        expect((await item_of(other, 'needs_opening')).summary.zh).toBe('说说您的打算。')
      } finally {
        await other.stop()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
