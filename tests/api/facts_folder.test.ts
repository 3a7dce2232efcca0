// A server that dies or ends while it takes a file out of the watched folder: the file stays there and is taken whole.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { end, free_port, start } from '../../bench/stand.mjs'
import { identity_number } from './caller'
import { leye, sqlite } from './program'

let folder: string
let data: string
let inbox: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leye-facts-folder-'))
  data = join(folder, 'data')
  inbox = join(folder, 'inbox')
  expect((await leye(['migrate', '--data', data])).status).toBe(0)
  const people = join(folder, 'people.csv')
  writeFileSync(people, ['name,document_type,document_number,area,phone', ...Array.from({ length: 20 }, (_, i) => `杜文件夹,resident_id,${identity_number(90_000 + i)},370102001,`)].join('\n'))
  expect((await leye(['import', 'people', people, '--data', data])).status).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it.each([['dies', 'SIGKILL'], ['ends', 'SIGTERM']] as const)('a server that %s in the middle leaves the file, and the next one takes it whole (row 18.3)', { timeout: 120_000 }, async (what, signal) => {
  const name = `social_insurance-${what}.csv`
  const rows = ['document_number,month,insured_as,unit,base']
  for (let month = 0; month < 300; month++) for (let i = 0; i < 20; i++) for (let u = 0; u < 50; u++)
    rows.push(`${identity_number(90_000 + i)},${2000 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, '0')},employee,91370100MA3C0000${10 + u},${signal === 'SIGKILL' ? 4500 : 4600}`)
  const count = (sql: string) => Number(sqlite(join(data, 'leye.db'), sql))
  const batch = () => count('select coalesce(max(number), 0) from fact_batch')
  const before = batch()

  const first = await start('serve', data, await free_port(), ['--facts-inbox', inbox, '--sweep-at', 'never'])
  writeFileSync(join(folder, name), rows.join('\n'))
  renameSync(join(folder, name), join(inbox, name))
  await expect.poll(() => count(`select count(*) from fact where batch = ${before + 1} or gone_batch = ${before + 1}`), { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
  await end(first, signal)
  expect(count(`select state from fact_batch where number = ${before + 1}`)).toBe(1)
  expect(existsSync(join(inbox, name))).toBe(true)

  const second = await start('serve', data, await free_port(), ['--facts-inbox', inbox, '--sweep-at', 'never'])
  await expect.poll(() => readdirSync(join(inbox, 'done')).includes(name), { timeout: 90_000, interval: 200 }).toBe(true)
  await end(second)
  expect(count(`select state from fact_batch where number = ${before + 1}`)).toBe(3)
  expect(count(`select taken + replaced from fact_batch where number = ${batch()}`)).toBe(rows.length - 1)
  expect(count(`select count(*) from fact where batch = ${before + 1} or gone_batch = ${before + 1}`)).toBe(0)
  expect(count('select count(*) from fact where gone_batch is null')).toBe(rows.length - 1)
  expect(readFileSync(join(inbox, 'done', name + '.result.csv'), 'utf8').split('\r\n')).toHaveLength(rows.length + 1)
})
