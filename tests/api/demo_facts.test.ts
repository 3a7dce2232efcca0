// What other departments know of the invented people comes in as their files do, and a sweep over it finds work of every kind.
// rows 8.2 18.3 20.1
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database_of, drop_databases } from '../../bench/database.mjs'
import { end, free_port, start } from '../../bench/stand.mjs'
import { leye } from './program'

let data: string
const run = (...words: string[]) => leye([...words, '--json', '--data', data, ...database_of(data)])
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'leye-demo-facts-'))
  await end(await start('demo', data, await free_port(), ['--people', '3000', '--sweep-at', 'never']))
})
afterAll(async () => {
  drop_databases()
  await rm(data, { recursive: true, force: true })
})

describe('the facts of the demo province', () => {
  it('came as whole batches of the departments without a refused line, insurance month by month', async () => {
    const { json } = await run('facts', 'list')
    expect(json.length).toBeGreaterThanOrEqual(17)
    for (const batch of json) expect(batch, batch.file_name).toMatchObject({ state: 'done', counts: { refused: 0, known: 0 } })
    const files = json.filter((one: any) => one.source === 'social_insurance')
    expect(files.length).toBe(3)
    expect(files[0].counts.taken).toBeGreaterThan(1_500)
    expect(new Set(json.map((one: any) => one.source)).size).toBeGreaterThanOrEqual(15)
  })

  it('let a sweep change the register, alarm for households without work, offer and ask (8.2, 18.3, 20.1)', async () => {
    const { status, json, err } = await run('sweep')
    expect([status, err]).toEqual([0, ''])
    expect(json.people).toBeGreaterThanOrEqual(3_000)
    const least = {
      'employment_status.applied': 20, 'employment_status.review': 5, 'zero_employment_household.standing': 2, 'hardship_recognition.offered': 30,
      'unemployment_benefit.offered': 10, 'formerly_poor_roster.standing': 2, 'laid_off_roster.standing': 2, 'pension_due.review': 5,
      'startup_loan.offered': 5, 'insurance_subsidy.offered': 10,
    }
    for (const [event, count] of Object.entries(least)) expect(json.counts[event] ?? 0, event).toBeGreaterThanOrEqual(count)
    // Far more lives agree with the register than not.
    expect(json.counts['employment_status.applied']).toBeLessThan(200)
  })
})
