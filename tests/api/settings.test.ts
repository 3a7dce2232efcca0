// Settings come from the file, the environment and the flags; a wrong one is named with where it stands.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'

const program = process.env.LEYE_PROGRAM ?? 'build/default/src/leye'
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'leye-settings-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Checked { status: number; settings: Record<string, string>; faults: string[] }
function check(flags: string[], env: Record<string, string> = {}): Promise<Checked> {
  return new Promise((done) => {
    execFile(program, ['config', 'check', '--json', ...flags], { env: { ...process.env, ...env } }, (failed, out) => {
      done({ status: typeof failed?.code === 'number' ? failed.code : 0, ...JSON.parse(out) })
    })
  })
}

describe('access_log and trusted_proxies', () => {
  it('are read from the TOML file, the environment and the flags, the last one wins', async () => {
    const file = join(folder, 'leye.toml')
    await writeFile(file, `trusted_proxies = ["10.0.0.0/8", "fd00::/8"]\naccess_log = "${join(folder, 'file.log')}"\n`)
    const from_file = await check(['--config', file])
    expect(from_file).toMatchObject({ status: 0, faults: [], settings: { trusted_proxies: '10.0.0.0/8,fd00::/8', access_log: join(folder, 'file.log') } })
    const env = { LEYE_TRUSTED_PROXIES: '192.168.0.0/16', LEYE_ACCESS_LOG: '-' }
    expect((await check(['--config', file], env)).settings).toMatchObject({ trusted_proxies: '192.168.0.0/16', access_log: '-' })
    expect((await check(['--config', file, '--trusted-proxies', '127.0.0.1'], env)).settings.trusted_proxies).toBe('127.0.0.1')
  })

  it('that are wrong are named with file and line, variable or flag', async () => {
    const file = join(folder, 'wrong.toml')
    await writeFile(file, '# proxies\ntrusted_proxies = ["10.0.0.1/8"]\naccess_log = "/no/such/folder/a.log"\n')
    const checked = await check(['--config', file, '--trusted-proxies', '10.0.0.0/40'], { LEYE_TRUSTED_PROXIES: 'proxy' })
    expect(checked.status).toBe(2)
    expect(checked.faults).toEqual([
      expect.stringMatching(/^.*wrong\.toml:3: access_log must be/),
      expect.stringMatching(/^.*wrong\.toml:2: trusted_proxies must be .* not 10\.0\.0\.1\/8$/),
      expect.stringMatching(/^LEYE_TRUSTED_PROXIES: must be .* not proxy$/),
      expect.stringMatching(/^--trusted_proxies: must be .* not 10\.0\.0\.0\/40$/),
    ])
  })
})

describe('behind a proxy', () => {
  const serve = (settings: string[]) => start_program(100, ['--requests-per-minute', '5', ...settings])
  const statuses = async (at: Program, forwarded: (i: number) => string) => {
    const out: number[] = []
    for (let i = 0; i < 8; i++) out.push((await fetch(`${at.url}/v1/services`, { headers: { 'x-forwarded-for': forwarded(i) } })).status)
    return out
  }

  it('a trusted one says who asked: limits count by that address and the log names it', async () => {
    const log = join(folder, 'access.log')
    const at = await serve(['--trusted-proxies', '127.0.0.0/8', '--access-log', log])
    try {
      expect(await statuses(at, (i) => `203.0.113.${i}`)).toEqual(Array(8).fill(200))
      expect((await statuses(at, () => '198.51.100.7')).slice(5)).toContain(429)
    } finally {
      await at.stop()
    }
    const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line.includes('/v1/services'))
    expect(lines).toHaveLength(16)
    expect(lines[3]).toMatch(/^\S+Z 203\.0\.113\.3 GET \/v1\/services 200 /)
  }, 120_000)

  it('nobody else is believed: whoever names other addresses is limited all the same', async () => {
    const at = await serve(['--trusted-proxies', '10.0.0.0/8'])
    try {
      expect((await statuses(at, (i) => `203.0.113.${i}`)).slice(5)).toContain(429)
    } finally {
      await at.stop()
    }
  }, 120_000)
})
