// A sweep over a database of many people: a whole one from its first fact to its last finding, a whole one again, and one over
// those alone who changed since: one in a thousand, as in a night, then one in a hundred. Right after the first, one of those who
// changed must find nothing.
// On PostgreSQL with LEYE_TEST_DATABASE=postgresql and LEYE_TEST_POSTGRES=URL.
//   node bench/sweep.mjs FOLDER [PEOPLE]
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { database_of, rows_of } from './database.mjs'
import { program_path, report } from './stand.mjs'

const data = `${process.argv[2]}/data`
const people = Number(process.argv[3] ?? 300_000)
const months = 12
const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
mkdirSync(data)
const run = (program, ...words) => execFileSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] }).trim()
run(program_path, 'migrate', '--data', data, ...database_of(data))
const url = database_of(data)[1] ?? `sqlite:${data}/leye.db`
const fill = (...words) => console.log(run('build/default/bench/bench_fill_population', words[0], data, url, String(people), String(words[1])))

function sweep(...words) {
  run(program_path, 'sweep', '--data', data, ...database_of(data), '--day', day, ...words)
  const [seconds, seen, counts] = rows_of(data, 'select (finished_at - started_at) / 1000.0, people, counts from sweep order by number desc limit 1').trim().split('|')
  const events = Object.entries(JSON.parse(counts)).reduce((sum, [, n]) => sum + n, 0)
  console.log(`${words[0] ?? 'everybody'}: ${Number(seen).toLocaleString('en')} people in ${Number(seconds).toFixed(2)} s, ${events.toLocaleString('en')} events`)
  return { seconds: Number(seconds), events }
}

fill('all', months)
const first = sweep()
const left = sweep('--changed').events
const again = sweep()
console.log(`first: ${((first.seconds / people) * 1e6).toFixed(1)} µs a person, findings written; again: ${((again.seconds / people) * 1e6).toFixed(1)} µs`)
report(`right after a whole sweep one of those who changed finds ${left}, target 0`, left === 0)
/** Those who changed are looked at with whom they live; nearly each of them has something to be written. */
for (const one_in of [1_000, 100]) {
  fill('late', one_in)
  const changed = sweep('--changed')
  const line = `one in ${one_in.toLocaleString('en')} changed: ${changed.seconds.toFixed(2)} s, ${((100 * changed.seconds) / again.seconds).toFixed(1)} % of a whole sweep that writes nothing, ${((100 * changed.seconds) / first.seconds).toFixed(1)} % of the first`
  if (one_in === 100) console.log(line)
  else report(`${line}, target ≤ 5 %`, changed.seconds <= 0.05 * again.seconds)
}
