// Memory of a connection that waits between requests: 5,000 clients ask once and keep the connection, with leye and with
// nginx. Resident memory of the processes before and after, divided.
//   node bench/idle.mjs FOLDER
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { best, end, free_port, make_demo, report, start, start_nginx } from './stand.mjs'

const folder = process.argv[2]
const data = `${folder}/data`
const port = await free_port()
const peer_port = await free_port()
const clients = 5000
const target_bytes = 10 * 1024

/** Connects and asks once; resolves with the socket when the answer's first bytes are there. */
function ask(at, path) {
  return new Promise((done, failed) => {
    const socket = connect(at, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`))
    socket.once('data', () => done(socket))
    socket.once('error', failed)
  })
}

const resident = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
const memory = (pid) => [pid, ...children(pid)].reduce((sum, each) => sum + resident(each), 0)

async function bytes_each(child, at, path) {
  // What the program allocates once for many answers at a time is not a connection's.
  const warm = await Promise.all(Array.from({ length: 200 }, () => ask(at, path)))
  for (const socket of warm) socket.destroy()
  const before = memory(child.pid)
  const open = []
  while (open.length < clients) open.push(...(await Promise.all(Array.from({ length: 100 }, () => ask(at, path)))))
  const after = memory(child.pid)
  if (open.some((socket) => socket.destroyed)) throw new Error('a connection was closed')
  for (const socket of open) socket.destroy()
  return (after - before) / clients
}

await make_demo(data, port, 300)
const ours = []
const theirs = []
for (let round = 0; round < 3; ++round) {
  const leye = await start('serve', data, port)
  ours.push(await bytes_each(leye, port, '/v1/items'))
  await end(leye)
  const peer = await start_nginx(folder, peer_port, 'return 200 "ok\\n";')
  theirs.push(await bytes_each(peer, peer_port, '/'))
  await end(peer)
}
console.log(`nginx: ${best(theirs).toFixed(0)} bytes for each idle connection`)
console.log(`ratio to nginx ${(best(ours) / best(theirs)).toFixed(2)}`)
report(`leye: ${best(ours).toFixed(0)} bytes for each of ${clients} idle connections, best of three, target ≤ ${target_bytes}`, best(ours) <= target_bytes)
