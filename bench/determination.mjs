// Facts to findings: every determination of the catalogue about a whole generated population from its column snapshot, at three
// sizes; a rule tried on everybody; and the same decisions as SQL in DuckDB and PostgreSQL, the answers compared row by row.
//   node bench/determination.mjs FOLDER [PEOPLE,PEOPLE,…]   LEYE_BENCH_POSTGRES names an empty database for the peer
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { columns_of, read_determinations } from './determination_sql.mjs'
import { install } from './peers.mjs'
import { report } from './stand.mjs'

const folder = process.argv[2]
const sizes = (process.argv[3] ?? '1000000,3000000,10000000').split(',').map(Number)
const day = '2026-12-01'
/** The peers hold every column of everybody; beyond this they would only be waited for. */
const peers_max = Number(process.env.LEYE_BENCH_PEERS_MAX ?? 3_000_000)
const bench = 'build/default/bench/bench_determination'

const run = (program, ...words) => JSON.parse(execFileSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] }).trim().split('\n').at(-1))
const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ')[0]
const people = (n) => n.toLocaleString('en')
const s = (seconds) => (seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1))

await install()
const determinations = read_determinations('catalog', day)
console.log(`== ${determinations.length} determinations, ${determinations.reduce((sum, { rules }) => sum + rules.length, 0)} rules, ${columns_of(determinations).length} columns of facts; load ${load()}`)

const taken = []
for (const size of sizes) {
  const snapshot = join(folder, `${size}.snapshot`)
  const made = run(bench, 'snapshot', snapshot, String(size), day)
  const answers = join(folder, 'leye.csv')
  const with_peers = size <= peers_max
  const ours = run(bench, 'judge', snapshot, '3', ...(with_peers ? [answers] : []))
  taken.push({ size, ...ours })
  console.log(`${people(size).padStart(11)} people: facts to ${people(ours.findings)} findings ${s(ours.seconds)} s (${s(ours.worked)} s of both cores, ${s(ours.asked)} of them the tables: ${((ours.asked / size) * 1e9 / determinations.length).toFixed(1)} ns for each decision), memory ${people(ours.own_mb)} MB and the file's pages, ${people(ours.peak_mb)} MB in all; population made and folded in ${s(made.seconds)} s; load ${load()}`)
  const tried = run(bench, 'what_if', snapshot, 'employment_status', 'months_to_unemployed', '6')
  console.log(`${''.padStart(11)} what if 6 months instead of 3: ${s(tried.seconds)} s with ${tried.cities} cities, ages, sexes, registers and ${people(tried.compared)} groups compared; ${people(tried.gain)} gain, ${people(tried.lose)} lose; first progress after ${s(tried.first_progress)} s`)
  taken.at(-1).tried = tried
  if (with_peers) compare_peers(size, snapshot, answers, ours)
  rmSync(snapshot)
}

function compare_peers(size, snapshot, answers, ours) {
  const csv = join(folder, 'columns.csv')
  execFileSync(bench, ['columns', snapshot, csv, columns_of(determinations).map(({ name }) => name).join(',')])
  for (const kind of ['duckdb', ...(process.env.LEYE_BENCH_POSTGRES ? ['postgres'] : [])]) {
    const theirs_file = join(folder, `${kind}.csv`)
    const theirs = run('node', 'bench/determination_peer.mjs', kind, csv, theirs_file, day, '3')
    const { rows, differing } = run('node', 'bench/determination_peer.mjs', 'compare', answers, theirs_file, day)
    if (rows !== size || Object.keys(differing).length) throw new Error(`${kind} answers otherwise: ${rows} rows, ${JSON.stringify(differing)}`)
    console.log(`${''.padStart(11)} ${kind}: ${s(theirs.seconds)} s as CASE, stored${theirs.worked ? ` (${s(theirs.worked)} s of both cores)` : ''}; leye is ${(theirs.seconds / ours.seconds).toFixed(1)} ×${theirs.worked ? `, by processor time of the tables alone ${(theirs.worked / ours.asked).toFixed(1)} ×` : ''}; same answers in ${people(rows)} rows × ${determinations.length}; load ${load()}`)
    rmSync(theirs_file)
  }
  rmSync(csv), rmSync(answers)
}

const last = taken.at(-1)
// Processor time, so that others on the machine do not count.
const per = taken.map(({ size, worked }) => (worked / size) * 1e6)
if (taken.length > 1) report(`cost is linear: ${per.map((us) => us.toFixed(3)).join(', ')} µs of a core for a person, the last ≤ 1.25 × the first`, per.at(-1) <= 1.25 * per[0])
// Memory grows by the list of findings; the rest is there for one person too.
const grows = taken.length > 1 ? (last.own_mb - taken[0].own_mb) / (last.size - taken[0].size) : last.own_mb / last.size
console.log(`100 million people would take ${s((last.seconds / last.size) * 1e8)} s and ${(grows * 1e8 / 1024).toFixed(1)} GB beside the pages of the file`)
report(`facts to findings ${s(last.seconds)} s for ${people(last.size)} people, target ≤ 60 s for 10,000,000`, last.seconds <= (60 * last.size) / 10_000_000)
report(`memory ${people(last.peak_mb)} MB, target ≤ 4,096`, last.peak_mb <= 4096)
report(`what if ${s(last.tried.seconds)} s, target ≤ 60 s for 10,000,000`, last.tried.seconds <= (60 * last.size) / 10_000_000)
