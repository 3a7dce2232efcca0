// Reading a case by number over HTTP at 64 clients, by an officer whose reading is journalled and shown to the person,
// and by the same program without the journal: an nginx that gives away the same bytes from a file.
//   node bench/read.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { end, free_port, make_demo, officer, report, start, start_nginx, wrk } from './stand.mjs'

const folder = process.argv[2]
const data = join(folder, 'data')
const port = await free_port()
const peer_port = await free_port()
const clients = 64
const target_ms = 10

async function numbers_of(headers) {
  const out = []
  for (let cursor = ''; cursor !== undefined;) {
    const page = await (await fetch(`http://127.0.0.1:${port}/v1/desk/queue?limit=200&cursor=${encodeURIComponent(cursor)}`, { headers })).json()
    out.push(...page.rows.map((row) => row.number))
    cursor = page.next_cursor
  }
  return out
}

/** nginx with one file a case: what reading without rights, words and journal costs. */
async function start_peer(headers, numbers) {
  const files = join(folder, 'files')
  mkdirSync(files)
  for (const number of numbers)
    writeFileSync(join(files, number), Buffer.from(await (await fetch(`http://127.0.0.1:${port}/v1/cases/${number}`, { headers })).arrayBuffer()))
  return start_nginx(folder, peer_port, `root ${files};`)
}

await make_demo(data, port)
const leye = await start('serve', data, port)
const headers = await officer(data, port)
const numbers = await numbers_of(headers)
const list = join(folder, 'numbers.txt')
writeFileSync(list, numbers.join('\n') + '\n')
const peer = await start_peer(headers, numbers)
const script = new URL('./paths.lua', import.meta.url).pathname
const ours = [], theirs = []
for (let round = 0; round < 3; ++round) {
  ours.push(wrk(`http://127.0.0.1:${port}/v1/cases/`, script, { clients, more: [list, headers.cookie] }))
  theirs.push(wrk(`http://127.0.0.1:${peer_port}/`, script, { clients, more: [list, ''] }))
}
await end(leye)
await end(peer)
const quickest = (runs) => runs.reduce((one, other) => (other.p99 < one.p99 ? other : one))
const [we, nginx] = [quickest(ours), quickest(theirs)]
console.log(`nginx giving the same bytes from files: ${nginx.rate.toFixed(0)}/s, p50 ${nginx.p50.toFixed(2)} ms, p99 ${nginx.p99.toFixed(2)} ms`)
console.log(`leye: ${we.rate.toFixed(0)}/s, p50 ${we.p50.toFixed(2)} ms; rate to nginx ${(we.rate / nginx.rate).toFixed(2)}`)
report(`reading ${numbers.length} cases by number, authorised and journalled, ${clients} clients, best of three: p99 ${we.p99.toFixed(2)} ms, target ≤ ${target_ms} ms, ratio to target ${(we.p99 / target_ms).toFixed(2)}`, we.p99 <= target_ms)
