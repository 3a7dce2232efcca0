// The desk's queue, page and count, with a million open cases, in every way the page can ask for it; SQLite, or PostgreSQL
// where LEYE_BENCH_POSTGRES names an empty database.
//   node bench/queue.mjs FOLDER [CASES]
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { end, free_port, make_demo, officer, program_path, report, start, wrk } from './stand.mjs'

const folder = process.argv[2]
const cases = Number(process.argv[3] ?? 1_000_000)
const data = `${folder}/data`
const database = process.env.LEYE_BENCH_POSTGRES ?? `sqlite:${data}/leye.db`
const more = process.env.LEYE_BENCH_POSTGRES ? ['--database', database] : []
const port = await free_port()
const clients = 4
const target_ms = 20

/** Asks for each way of looking at the queue; the cursors are of pages far down. */
async function ways(headers) {
  const get = async (path) => (await fetch(`http://127.0.0.1:${port}/v1/desk/${path}`, { headers })).json()
  const first = await get('queue?limit=200')
  if (first.total < cases) throw new Error(`the queue has ${first.total} cases`)
  const due = [...new Set((await Promise.all(['', 'q=2', 'area=370200', 'item=policy_advice'].map((q) => get(`queue?limit=200&${q}`)))).flatMap((page) => page.rows.map((row) => row.clock.due_on)))]
  const last = first.rows.at(-1)
  const later = new Date(Date.parse(due.sort().at(-1)) + 14 * 86_400_000).toISOString().slice(0, 10)
  return {
    'first page': ['queue?limit=50'],
    'next pages': [first.next_cursor, `${later}/`, `${last.clock.due_on}/9`].map((cursor) => `queue?limit=50&cursor=${encodeURIComponent(cursor)}`),
    'one state': ['accepted', 'awaiting_correction', 'objected'].map((state) => `queue?limit=50&state=${state}`),
    'one item': ['unemployment_registration', 'policy_advice', 'flexible_registration'].map((item) => `queue?limit=50&item=${item}`),
    'one area': ['370100', '370102', '370102001', '371302', '371721'].map((area) => `queue?limit=50&area=${area}`),
    'one area and state': ['370102', '370102001', '371302', '371721'].map((area) => `queue?limit=50&area=${area}&state=awaiting_correction`),
    mine: ['queue?limit=50&mine=1'],
    overdue: ['queue?limit=50&overdue=1', 'queue?limit=50&overdue=1&area=370102'],
    'by number': [`queue?limit=50&q=${last.number}`, `queue?limit=50&q=${last.number.slice(0, 8)}`],
    summary: ['summary'],
  }
}

if (!existsSync(`${data}/demo-accounts.txt`)) {
  await make_demo(data, port, 20_000, more)
  console.log(execFileSync('build/default/bench/bench_fill_queue', [data, database, String(cases)], { encoding: 'utf8' }).trim())
  // Of ten cases seven are questions, which stand in the queue of who may answer them alone.
  const added = execFileSync(program_path, ['account', 'add', 'both', '--name', '量度', '--area', '370100', '--duties', 'window,adviser', '--data', data, ...more, '--json'], { encoding: 'utf8' })
  const { user, password, totp_secret } = JSON.parse(added)
  appendFileSync(`${data}/demo-accounts.txt`, `${user} ${password} ${totp_secret}\n`)
}
const leye = await start('serve', data, port, more)
const headers = await officer(data, port, 'both')
const window = await officer(data, port)
const all = await ways(headers)
const script = new URL('./paths.lua', import.meta.url).pathname
let slowest = 0
const asked = [...Object.entries(all).map(([name, paths]) => [name, paths, headers]), ...['first page', 'next pages', 'summary'].map((name) => [`${name}, without questions`, all[name], window])]
for (const [name, paths, { cookie }] of asked) {
  const list = `${folder}/paths.txt`
  writeFileSync(list, paths.join('\n') + '\n')
  const runs = Array.from({ length: 3 }, () => wrk(`http://127.0.0.1:${port}/v1/desk/`, script, { clients, seconds: 3, more: [list, cookie] }))
  const run = runs.reduce((one, other) => (other.p99 < one.p99 ? other : one))
  slowest = Math.max(slowest, run.p99)
  console.log(`${name}: p50 ${run.p50.toFixed(2)} ms, p99 ${run.p99.toFixed(2)} ms, ${run.rate.toFixed(0)}/s`)
}
await end(leye)
report(`queue page and count with ${cases} open cases, ${clients} clients, best of three: p99 of the slowest way ${slowest.toFixed(2)} ms, target ≤ ${target_ms} ms, ratio to target ${(slowest / target_ms).toFixed(2)}`, slowest <= target_ms)
