// The peers of bench/determination: the same decisions as one SQL statement, on the same columns. Prints the best of TIMES in
// seconds as JSON and leaves the answers as CSV.
//   node bench/determination_peer.mjs duckdb|postgres COLUMNS.csv ANSWERS.csv DAY TIMES
//   node bench/determination_peer.mjs compare ONE.csv OTHER.csv DAY    rows that differ
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { columns_of, read_determinations, select_rules } from './determination_sql.mjs'

const [kind, file, answers, day, times] = process.argv.slice(2)
const determinations = read_determinations('catalog', day)
const columns = columns_of(determinations)
const select = select_rules(determinations, 'people')
const types = { boolean: 'BOOLEAN', number: 'INTEGER', date: 'DATE', string: 'TEXT' }
const table = (words) => `CREATE TABLE people (id BIGINT, ${columns.map(({ name, type }) => `${name} ${words[name] ?? types[type]}`).join(', ')})`

async function duckdb_here() {
  const { DuckDBInstance } = createRequire(resolve('.cache/bench/package.json'))('@duckdb/node-api')
  return (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
}

async function best_of(run) {
  let seconds = Infinity, worked = Infinity
  for (let i = 0; i < Number(times); i++) {
    const began = performance.now(), from = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(from)
    seconds = Math.min(seconds, (performance.now() - began) / 1e3), worked = Math.min(worked, (user + system) / 1e6)
  }
  return { seconds, worked }
}

async function duckdb() {
  const db = await duckdb_here()
  // Words as an enumeration, which is what a table of this kind would have.
  const words = {}
  const names = `[${['id', ...columns.map(({ name }) => name)].map((name) => `'${name}'`).join(', ')}]`
  for (const { name } of columns.filter(({ type }) => type === 'string')) {
    await db.run(`CREATE TYPE ${name}_words AS ENUM (SELECT DISTINCT ${name} FROM read_csv('${file}', header = false, all_varchar = true, names = ${names}) WHERE ${name} IS NOT NULL ORDER BY 1)`)
    words[name] = `${name}_words`
  }
  await db.run(table(words))
  await db.run(`COPY people FROM '${file}' (HEADER false)`)
  const out = await best_of(() => db.run(`CREATE OR REPLACE TABLE answers AS ${select}`))
  await db.run(`COPY (SELECT * FROM answers ORDER BY id) TO '${answers}' (HEADER true)`)
  return out
}

async function postgres() {
  const psql = (sql) => execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-d', process.env.LEYE_BENCH_POSTGRES, '-c', sql], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PGOPTIONS: '-c client_min_messages=warning' } })
  psql(`DROP TABLE IF EXISTS people, answers; ${table({}).replace('CREATE TABLE', 'CREATE UNLOGGED TABLE')}`)
  psql(`\\copy people FROM '${file}' (FORMAT csv)`)
  psql('VACUUM ANALYZE people')
  const out = await best_of(() => psql(`SET max_parallel_workers_per_gather = 1; DROP TABLE IF EXISTS answers; CREATE UNLOGGED TABLE answers AS ${select}`))
  psql(`\\copy (SELECT * FROM answers ORDER BY id) TO '${answers}' (FORMAT csv, HEADER true)`)
  return { seconds: out.seconds }
}

async function compare() {
  const db = await duckdb_here()
  const [one, other] = [file, answers]
  for (const [name, from] of [['one', one], ['other', other]]) await db.run(`CREATE TABLE ${name} AS SELECT * FROM read_csv('${from}', header = true)`)
  const differs = determinations.map(({ code }) => `one.r_${code} IS DISTINCT FROM other.r_${code}`)
  const result = await db.runAndReadAll(`SELECT count(*)::INTEGER, ${differs.map((one) => `count(*) FILTER (${one})::INTEGER`).join(', ')} FROM one FULL JOIN other USING (id)`)
  const [all, ...by] = result.getRows()[0]
  return { rows: all, differing: Object.fromEntries(determinations.map(({ code }, i) => [code, by[i]]).filter(([, n]) => n > 0)) }
}

console.log(JSON.stringify(await { duckdb, postgres, compare }[kind]()))
