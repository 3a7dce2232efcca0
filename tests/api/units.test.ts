// The units of deploy keep the time of the nightly sweep where the server is told not to: systemd takes them as they are, and what
// they start is a command that there is. row 18.3
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { database_of, drop_databases } from '../../bench/database.mjs'
import { program_path } from '../../bench/stand.mjs'
import { leye } from './program'

const unit = (name: string) => readFileSync(`deploy/${name}`, 'utf8')
const value = (text: string, key: string) => text.match(new RegExp(`^${key}=(.*)$`, 'm'))![1]!
const systemd_analyze = (...words: string[]) => new Promise<{ status: number; said: string }>((done) => {
  execFile('systemd-analyze', words, (failed, out, err) => done({ status: failed === null ? 0 : Number(failed.code), said: out + err }))
})

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'leye-units-')) })
afterAll(async () => {
  drop_databases()
  await rm(folder, { recursive: true, force: true })
})

/** What systemd says against the service, with the program where it is on this machine. */
async function faults_of(service: string) {
  const file = join(folder, 'leye-sweep.service')
  await writeFile(file, service.replace('/usr/bin/leye', resolve(program_path)))
  await writeFile(join(folder, 'leye-sweep.timer'), unit('leye-sweep.timer'))
  return (await systemd_analyze('verify', '--man=no', file, join(folder, 'leye-sweep.timer'))).said
}

it('systemd finds no fault with the service and the timer, and finds one where there is one', async () => {
  expect(await faults_of(unit('leye-sweep.service'))).toBe('')
  expect(await faults_of(unit('leye-sweep.service').replace('PrivateTmp', 'PrivatTmp'))).toContain("Unknown key 'PrivatTmp'")
})

it('the timer wakes the service of its name every night at two in China', async () => {
  const next = await systemd_analyze('calendar', value(unit('leye-sweep.timer'), 'OnCalendar'))
  expect([next.status, next.said]).toEqual([0, expect.stringMatching(/ 18:00:00 UTC| 02:00:00 CST/)])
  expect(value(unit('leye-sweep.timer'), 'WantedBy')).toBe('timers.target')
})

it('what the service starts is a sweep over everybody that ends by itself', async () => {
  const words = value(unit('leye-sweep.service'), 'ExecStart').split(' ')
  expect(words.slice(0, 2)).toEqual(['/usr/bin/leye', 'sweep'])
  const config = join(folder, 'leye.toml'), data = join(folder, 'data')
  const [, database] = database_of(data)
  await writeFile(config, `data = "${data}"\n${database ? `database = "${database}"\n` : ''}sweep_at = "never"\n`)
  expect((await leye(['migrate', '--config', config])).status).toBe(0)
  const at = words.indexOf('/etc/leye/leye.toml')
  expect(at).toBeGreaterThan(1)
  const ran = await leye(words.slice(1).map((word, i) => i + 1 === at ? config : word))
  expect([ran.status, ran.out, ran.err]).toEqual([0, expect.stringMatching(/^Sweep 1 of \d{4}-\d\d-\d\d: done, 0 people/), ''])
})
