// What the benchmarks written for node share: the real program as a child, an officer's session, wrk, percentiles.
import { spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { database_of } from './database.mjs'

export const program_path = process.env.LEYE_PROGRAM ?? 'build/default/src/leye'

/** A port that nobody listens on. */
export async function free_port() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

// A benchmark that fails leaves nothing running.
const children = new Set()
process.on('exit', () => { for (const child of children) child.kill('SIGKILL') })
function follow(child) {
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** Starts `leye COMMAND` on `port` with data folder `data` and waits until /readyz answers; gives the child. */
export async function start(command, data, port, more = []) {
  const child = follow(spawn(program_path, [command, '--data', data, ...database_of(data), '--listen', `127.0.0.1:${port}`, '--requests-per-minute', '0', ...more], { stdio: ['ignore', 'pipe', 'pipe'] }))
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { printed += text })
  while (!(await answers(`http://127.0.0.1:${port}/readyz`))) {
    if (child.exitCode !== null) throw new Error(`leye ${command} ended with ${child.exitCode}: ${printed}`)
    await new Promise((done) => setTimeout(done, 5))
  }
  return child
}

async function answers(url) {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

/** Ends a child with `signal` and waits until it is gone. */
export async function end(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill(signal)
  await gone
}

/** Makes the demo province in `data` where there is none. */
export async function make_demo(data, port, people = 20_000, more = []) {
  await end(await start('demo', data, port, ['--people', String(people), ...more]))
}

/** Signs the demo's officer `user` in; gives the headers of a session. */
export async function officer(data, port, user = 'window') {
  const line = readFileSync(`${data}/demo-accounts.txt`, 'utf8').split('\n').find((one) => one.startsWith(`${user} `))
  const [, password, secret] = line.trim().split(/\s+/)
  for (const steps of [0, 1, -1]) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/session/staff`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, password, totp: six_digits(secret, steps) }),
    })
    if (answer.ok) return { cookie: answer.headers.get('set-cookie').split(';')[0], 'x-csrf-token': (await answer.json()).csrf }
  }
  throw new Error(`${user} could not sign in`)
}

/** The six digits of RFC 6238, `steps` half minutes from now. */
function six_digits(secret, steps) {
  const bits = [...secret].map((mark) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(mark).toString(2).padStart(5, '0')).join('')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const digest = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest()
  return String((digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** nginx with one worker that serves `location` at `port`. */
export async function start_nginx(folder, port, location) {
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, `worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events { worker_connections 8192; }
http { access_log off; keepalive_timeout 300s; keepalive_requests 1000000000; server { listen 127.0.0.1:${port}; default_type application/json; location / { ${location} } } }`)
  const child = follow(spawn('nginx', ['-c', file, '-g', 'daemon off;'], { stdio: 'ignore' }))
  while (!(await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false))) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${readFileSync(`${folder}/error.log`, 'utf8')}`)
    await new Promise((done) => setTimeout(done, 5))
  }
  return child
}

/** Runs wrk with a Lua script; gives answers a second and latencies in milliseconds. Throws where an answer was not 2xx. */
export function wrk(url, script, { clients = 64, seconds = 8, more = [] } = {}) {
  const run = spawnSync('wrk', ['-t1', `-c${clients}`, `-d${seconds}s`, '--latency', '-s', script, url, '--', ...more], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stdout + run.stderr)
  if (/Non-2xx|Socket errors/.test(run.stdout)) throw new Error(run.stdout)
  const latency = (share) => {
    const [, number, unit] = new RegExp(`^\\s+${share}%\\s+([\\d.]+)(us|ms|s)`, 'm').exec(run.stdout)
    return Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit]
  }
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(run.stdout)[1]), p50: latency(50), p99: latency(99) }
}

/** The machine is shared: of several runs the quickest was disturbed least. */
export const best = (values) => Math.min(...values)

/** Prints one line: the figure, its target and whether it is met; the process fails in the end where it is not. */
export function report(text, met) {
  console.log(`${text}: ${met ? 'met' : 'NOT MET'}`)
  if (!met) process.exitCode = 1
}
