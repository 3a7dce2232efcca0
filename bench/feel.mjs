// A decision table of 8 rules × 5 inputs over 10 million rows with nulls, by columns, against DuckDB's CASE, numpy's select and
// zen-engine in one run on one core each, the answers compared row by row; then more rules and more rows; then traced cases.
//   node bench/feel.mjs FOLDER [ROWS]
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { big_table, dmn, python, small_table, sql, zen } from './feel_tables.mjs'
import { install } from './peers.mjs'

const [folder, rows = 10_000_000] = [process.argv[2], ...process.argv.slice(3).map(Number)]
const bench = 'build/default/bench/bench_feel'
const pin = ['-c', '1']
const cut = (text) => text.trim().split('\n').at(-1)
const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ')[0]
const pinned = (...words) => cut(execFileSync('taskset', [...pin, ...words], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] }))
const millions = (rate) => (rate / 1e6).toFixed(rate < 1e6 ? 3 : 1)

const ours = (table, name, rows, times, answers = []) => {
  const file = join(folder, `${name}.dmn`)
  writeFileSync(file, dmn(table))
  return JSON.parse(pinned(bench, 'columns', file, String(rows), String(times), ...answers))
}
const peer = (kind, name, body, rows, answers = '') => {
  const file = join(folder, `${name}.${kind}`)
  writeFileSync(file, body)
  return JSON.parse(kind === 'py' ? pinned('/usr/bin/python3', file, String(rows), answers) : pinned('node', 'bench/feel_peer.mjs', kind, file, String(rows), answers))
}
const lines = (file) => readFileSync(file, 'utf8').split('\n')
function compare(name, file, against, rows) {
  const theirs = lines(file)
  let different = 0
  for (let i = 0; i < rows; i++) if (theirs[i] !== against[i]) different++
  if (different) throw new Error(`${name} answers ${different} of ${rows} rows otherwise`)
  return `same answers in ${rows.toLocaleString('en')} rows`
}

install()
const table = small_table()
const told = join(folder, 'leye.txt')
console.log(`== ${table.rules.length} rules × 5 inputs, ${rows.toLocaleString('en')} rows with nulls and decimals, one core each; load ${load()}`)
// In turn, so that a busy moment meets all of them; the best of each counts.
const best = {}
const keep = (name, seconds, count = rows) => (best[name] = Math.max(best[name] ?? 0, count / seconds))
const checks = {}
for (let turn = 0; turn < 3; turn++) {
  keep('leye, rule of each row kept', ours(table, 'eight', rows, 7, turn ? [] : [told]).seconds)
  const answers = turn ? [] : lines(told)
  const duck = peer('sql', 'eight', sql(table), rows, turn ? '' : join(folder, 'duckdb.txt'))
  keep('DuckDB CASE, counted', duck.counted)
  keep('DuckDB CASE, stored', duck.stored)
  const numpy = peer('py', 'eight', python(table), rows, turn ? '' : join(folder, 'numpy.txt'))
  keep('numpy select, whole columns', numpy.whole)
  keep('numpy select, blocks of 16,384', numpy.blocks)
  const few = 20_000
  const gorules = peer('zen', 'eight', JSON.stringify(zen(table)), few, turn ? '' : join(folder, 'zen.txt'))
  keep('zen-engine, loop', gorules.loop, few)
  keep('zen-engine, singly', gorules.single, gorules.singles)
  if (turn) continue
  checks['DuckDB'] = compare('DuckDB', join(folder, 'duckdb.txt'), answers, rows)
  checks.numpy = compare('numpy', join(folder, 'numpy.txt'), answers, rows)
  checks['zen-engine'] = compare('zen-engine', join(folder, 'zen.txt'), answers, few)
}
const leye = best['leye, rule of each row kept']
for (const [name, rate] of Object.entries(best)) console.log(`${name.padEnd(32)} ${millions(rate).padStart(9)} M rows/s   leye is ${(leye / rate).toFixed(1)} ×`)
for (const [name, said] of Object.entries(checks)) console.log(`${name}: ${said}`)

console.log(`== cost by rows, the same table; load ${load()}`)
for (const n of [1, 2, 4, 8].map((x) => (x * rows) / 10)) {
  const r = ours(table, 'eight', n, 9)
  console.log(`${n.toLocaleString('en').padStart(12)} rows ${(r.seconds * 1e3).toFixed(1).padStart(8)} ms ${((r.seconds / n) * 1e9).toFixed(2).padStart(7)} ns a row`)
}

console.log(`== cost by rules, 5 inputs, ${(rows / 5).toLocaleString('en')} rows; «looked at»: how far down the first rule that holds stands; load ${load()}`)
const rate_of = {}
for (const n of [8, 16, 64, 100, 512, 1000, 2000, 3700]) {
  const t = big_table(n)
  const count = rows / 5
  const r = ours(t, `rules_${n}`, count, 7, [told])
  rate_of[n] = count / r.seconds
  let also = ''
  if (n === 100 || n === 1000) {
    const fewer = Math.min(count, n === 100 ? 1_000_000 : 100_000)
    const file = join(folder, 'peer.txt')
    const answers = lines(told)
    const duck = peer('sql', `rules_${n}`, sql(t), fewer, file)
    compare('DuckDB', file, answers, fewer)
    const numpy = peer('py', `rules_${n}`, python(t), fewer, file)
    compare('numpy', file, answers, fewer)
    const theirs = { DuckDB: fewer / Math.min(duck.counted, duck.stored), numpy: fewer / Math.min(numpy.whole, numpy.blocks) }
    also = '   ' + Object.entries(theirs).map(([name, rate]) => `${name} ${millions(rate)} M rows/s: ${(rate_of[n] / rate).toFixed(0)} ×`).join(', ')
  }
  console.log(`${String(n).padStart(6)} rules ${millions(rate_of[n]).padStart(7)} M rows/s ${(1e9 / rate_of[n]).toFixed(1).padStart(7)} ns a row, ${String(Math.ceil(n / 64)).padStart(3)} words, looked at ${r.depth.toFixed(0).padStart(5)}, ready in ${r.ready_ms.toFixed(1)} ms${also}`)
}

console.log(`== one case with the result of every cell, tables of the catalogue and one of 1,000 rules; load ${load()}`)
let slowest = Infinity
const traced = (name, file) => {
  const t = JSON.parse(pinned(bench, 'trace', file, '15'))
  console.log(`${name.padEnd(28)} ${t.rules} rules × ${t.inputs} inputs, ${t.cells} cells looked at: ${t.traced.toLocaleString('en')}/s, feel::decide ${t.decide.toLocaleString('en')}/s`)
  return t.traced
}
for (const name of ['unemployment_registration', 'employment_registration', 'employment_end']) slowest = Math.min(slowest, traced(name, `catalog/decisions/${name}.dmn`))
traced('of the bench', join(folder, 'rules_1000.dmn'))

const targets = [
  ['rows/s up to 16 rules', Math.min(leye, rate_of[16]), 100e6],
  ['rows/s at 1,000 rules', rate_of[1000], 20e6],
  ['× DuckDB', leye / Math.max(best['DuckDB CASE, counted'], best['DuckDB CASE, stored']), 5],
  ['× numpy', leye / Math.max(best['numpy select, whole columns'], best['numpy select, blocks of 16,384']), 2],
  ['traced persons/s', slowest, 200e3],
]
for (const [name, figure, target] of targets) console.log(`${name}: ${figure >= 1e5 ? millions(figure) + ' M' : figure.toFixed(1)}, target ${target >= 1e5 ? millions(target) + ' M' : target}: ${figure >= target ? 'met' : 'missed'}`)
process.exitCode = targets.every(([, figure, target]) => figure >= target) ? 0 : 1
