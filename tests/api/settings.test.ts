// Settings come from the file, the environment and the flags; a wrong one is named with where it stands.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { leye } from './program'

// The tests' own environment is none of these.
delete process.env.LEYE_SWEEP_AT

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

/** Of every setting three good values (file, environment, flag) and some that are none. */
const values: Record<string, { good: [string, string, string]; wrong: string[] }> = {
  data: { good: ['data-a', 'data-b', 'data-c'], wrong: [''] },
  database: { good: ['sqlite:a.db', 'postgresql://leye@127.0.0.1/leye', 'postgres://leye@[::1]:5433/other'], wrong: ['a.db', 'sqlite:', 'mysql://x', 'postgresql://'] },
  listen: { good: ['127.0.0.1:1', '[::1]:8080', 'localhost:0'], wrong: ['8080', '127.0.0.1', '127.0.0.1:65536', '127.0.0.1:x', 'example.org:80', '300.0.0.1:80', '10.0.0.0/8:80'] },
  catalog: { good: ['catalog-a', 'catalog-b', 'catalog-c'], wrong: [] },
  web: { good: ['web-a', 'web-b', 'web-c'], wrong: [] },
  key_file: { good: ['keys-a', 'keys-b', 'keys-c'], wrong: [] },
  cipher: { good: ['aes', 'sm4', 'aes'], wrong: ['AES', 'des', ''] },
  public_url: { good: ['https://a.example', 'http://b.example:81', 'https://c.example/portal'], wrong: ['a.example', 'ftp://a.example', 'https://', 'https://a.example/', 'https://a b.example'] },
  demo: { good: ['true', 'false', 'true'], wrong: ['yes', '1'] },
  io_threads: { good: ['1', '64', '3'], wrong: ['0', '65', '-1', '1.5', 'two', ''] },
  workers: { good: ['1', '1024', '5'], wrong: ['0', '1025', '100000'] },
  write_lanes: { good: ['1', '10', '2'], wrong: ['0', '11'] },
  requests_per_minute: { good: ['0', '100000', '60'], wrong: ['-1', '100001'] },
  staff_idle_minutes: { good: ['1', '720', '20'], wrong: ['0', '721'] },
  person_idle_minutes: { good: ['1', '1440', '20'], wrong: ['0', '1441'] },
  bodies_mb: { good: ['32', '100000', '512'], wrong: ['31', '100001'] },
  sweep_at: { good: ['02:00', 'never', '23:59'], wrong: ['', '2:00', '24:00', '02:60', 'night'] },
  facts_inbox: { good: ['in-a', '', 'in-c'], wrong: [] },
  exchange_senders: { good: ['a.yaml', '', 'c.yaml'], wrong: [] },
  access_log: { good: ['-', '', '-'], wrong: ['/no/such/folder/a.log'] },
  trusted_proxies: { good: ['10.0.0.0/8', '127.0.0.1', 'fd00::/8'], wrong: ['proxy', '10.0.0.1/8'] },
}
const flag_of = (key: string) => `--${key.replaceAll('_', '-')}`
const variable_of = (key: string) => `LEYE_${key.toUpperCase()}`

describe('every setting', () => {
  it('is in the table above, and in docs/settings.md', async () => {
    const keys = Object.keys((await check([])).settings)
    expect(keys).toEqual(Object.keys(values))
    const page = await readFile('docs/settings.md', 'utf8')
    for (const key of keys) expect(page).toContain(`\`${key}\``)
  })

  it.each(Object.keys(values))('%s comes from file, environment and flag, the last one wins', async (key) => {
    const [first, second, third] = values[key]!.good
    const file = join(folder, `${key}.toml`)
    await writeFile(file, `${key} = ${/^(true|false|\d+)$/.test(first) ? first : JSON.stringify(first)}\n`)
    const in_file = ['--config', file]
    for (const [ran, wanted] of [[await check(in_file), first], [await check(in_file, { [variable_of(key)]: second }), second], [await check([...in_file, flag_of(key), third], { [variable_of(key)]: second }), third]] as const)
      expect([ran.status, ran.faults, ran.settings[key]]).toEqual([0, [], wanted])
  })

  it.each(Object.entries(values).flatMap(([key, { wrong }]) => wrong.map((value) => [key, value] as const)))('%s is not «%s», wherever that stands; the fault says what it must be, and nothing starts', async (key, value) => {
    const file = join(folder, 'wrong-one.toml')
    await writeFile(file, `# one line before\n${key} = ${/^-?\d+$/.test(value) ? value : JSON.stringify(value)}\n`)
    const stands = [check(['--config', file]), check([], { [variable_of(key)]: value }), check([flag_of(key), value])]
    const begins = [`${file}:2: ${key} must be `, `${variable_of(key)}: must be `, `--${key}: must be `]
    for (const [i, ran] of (await Promise.all(stands)).entries()) {
      expect([ran.status, ran.faults.length], ran.faults.join()).toEqual([2, 1])
      expect(ran.faults[0]!.startsWith(begins[i]!), ran.faults[0]).toBe(true)
      expect(ran.faults[0]!.length).toBeGreaterThan(begins[i]!.length)
    }
    expect((await leye(['serve', '--config', file])).status).toBe(2)
  })

  it('that there is none of, or a file that is none, is a fault too', async () => {
    const file = join(folder, 'unknown.toml')
    await writeFile(file, 'colour = "red"\n')
    expect(await check(['--config', file])).toMatchObject({ status: 2, faults: [expect.stringMatching(/unknown\.toml:1: there is no setting colour/)] })
    await writeFile(file, 'listen = = 1\n')
    expect(await check(['--config', file])).toMatchObject({ status: 2, faults: [expect.stringMatching(/unknown\.toml:1: /)] })
    expect((await check(['--config', join(folder, 'absent.toml')])).status).toBe(2)
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
