// kill -9 at random moments of a sweep over the demo province. It is taken up again, killed again, and in the end what it came
// to must be byte for byte what an undisturbed sweep of the same database came to, with as many messages to each person, and the
// journal must verify.
// On PostgreSQL with LEYE_TEST_DATABASE=postgresql and LEYE_TEST_POSTGRES=URL.
//   node bench/kill_sweep.mjs FOLDER [TIMES [PEOPLE]]
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { copy_database, database_of, on_postgres, rows_of } from './database.mjs'
import { free_port, make_demo, program_path, report } from './stand.mjs'

const folder = process.argv[2]
const times = Number(process.argv[3] ?? 50)
const people = Number(process.argv[4] ?? 20_000)
const begin = `${folder}/begin`
const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const sweep_words = (data) => ['sweep', '--data', data, ...database_of(data), '--day', day, '--take-over', '--result', `${data}/result.txt`]
/** A count of the sweep by determination and event, without those of people who were looked at once more and left as they were: they
 * are looked at again after a kill, and counted again. */
const counts_of = (data) => {
  const [state, seen, counts] = rows_of(data, 'select state, people, counts from sweep').trim().split('|')
  return JSON.stringify([state, seen, Object.entries(JSON.parse(counts)).filter(([event]) => !event.endsWith('.skipped'))])
}

/** What a database came to, as one text: findings and spells, how many messages went to whom, what the sweep counted. */
const came_to = (data) => [readFileSync(`${data}/result.txt`, 'utf8'), rows_of(data, `select ${on_postgres ? "encode(person_id, 'hex')" : 'hex(person_id)'}, count(*) from message group by person_id order by person_id`), counts_of(data)]
function copy(data) {
  rmSync(data, { recursive: true, force: true })
  cpSync(begin, data, { recursive: true })
  copy_database(begin, data)
}
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Runs the sweep and kills it after `ms`, where it is still at work then; gives whether it was. */
async function killed_after(data, ms) {
  const child = spawn(program_path, sweep_words(data), { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => { said += text })
  const gone = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
  const end = setTimeout(() => child.kill('SIGKILL'), ms)
  const { code, signal } = await gone
  clearTimeout(end)
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the sweep ended with ${code}: ${said}`)
  return signal === 'SIGKILL'
}

await make_demo(begin, await free_port(), people, ['--sweep-at', 'never'])
copy(`${folder}/calm`)
const began = performance.now()
if (await killed_after(`${folder}/calm`, 600_000)) throw new Error('the undisturbed sweep took ten minutes')
const whole = performance.now() - began
const wanted = came_to(`${folder}/calm`)
const findings = wanted[0].split('\n').filter((line) => line.startsWith('finding ')).length
console.log(`undisturbed: ${findings} findings about ${people} people in ${(whole / 1e3).toFixed(1)} s, result ${hash(wanted[0])}`)

const is_done = (data) => rows_of(data, 'select state from sweep').trim() === '3'
let kills = 0, rounds = 0
const faults = []
while (kills < times) {
  const data = `${folder}/killed`
  copy(data)
  // Early and late moments alike; each goes on where the one before broke off.
  let in_round = 0, at_work = true, too_late = false
  while (at_work && !too_late && kills + in_round < times) {
    at_work = await killed_after(data, Math.random() * whole)
    // Killed when all was done and the result was being printed: it was no sweep that was killed, and the next would be another.
    too_late = at_work && is_done(data)
    if (at_work && !too_late) ++in_round
  }
  if (too_late) continue
  if (at_work) await killed_after(data, 600_000)
  kills += in_round
  came_to(data).forEach((text, i) => { if (text !== wanted[i]) faults.push(`round ${rounds}: ${['findings and spells', 'messages', 'counts'][i]} differ: ${hash(text)}, not ${hash(wanted[i])}`) })
  execFileSync(program_path, ['journal', 'verify', '--data', data, ...database_of(data)])
  ++rounds
}
for (const fault of faults) console.log(fault)
report(`kill -9 at ${kills} random moments of ${rounds} sweeps: ${faults.length} that came to something else, target 0`, faults.length === 0 && kills >= times && findings > 0)
