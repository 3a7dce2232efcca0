// The peers of bench/feel that run in node. Prints the best of three as seconds of processor time in JSON.
//   node bench/feel_peer.mjs sql FILE ROWS [ANSWERS] | zen FILE ROWS [ANSWERS]
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const require = createRequire(resolve('.cache/bench/package.json'))
const [kind, file, rows_text, answers] = process.argv.slice(2)
const rows = Number(rows_text)

async function best(run) {
  let least = Infinity
  for (let i = 0; i < 3; i++) {
    const from = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(from)
    least = Math.min(least, user + system)
  }
  return least / 1e6
}

async function duckdb() {
  const { DuckDBInstance } = require('@duckdb/node-api')
  const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  const rule = readFileSync(file, 'utf8')
  await db.run("CREATE TYPE branches AS ENUM (" + Array.from({ length: 24 }, (_, i) => `'r${i}'`).join(', ') + ')')
  const made = (branch) => `SELECT CASE WHEN a // 101 % 32 <> 0 THEN (a % 101)::TINYINT END age,
    CASE WHEN b % 37 <> 0 THEN ((b * 7 % 200000) / 100)::DECIMAL(12,2) END balance,
    CASE WHEN c % 41 <> 0 THEN ('r' || (c % 24))::${branch} END branch,
    CASE WHEN d % 29 <> 0 THEN d < 20000 END student,
    CASE WHEN e % 43 <> 0 THEN DATE '1970-01-01' + (14610 + e % 6000)::INTEGER END joined
    FROM (SELECT i * 2654435761 % 4294967296 // 65536 a, i * 2246822519 % 4294967296 // 65536 b, i * 3266489917 % 4294967296 // 65536 c,
      i * 668265263 % 4294967296 // 65536 d, i * 374761393 % 4294967296 // 65536 e FROM range(${rows}) t(i))`
  const out = { counted: Infinity, stored: Infinity }
  for (const branch of ['VARCHAR', 'branches']) {
    await db.run(`CREATE OR REPLACE TABLE members AS ${made(branch)}`)
    out.counted = Math.min(out.counted, await best(() => db.runAndReadAll(`SELECT rule, count(*) FROM (SELECT ${rule} AS rule FROM members) GROUP BY rule`)))
    out.stored = Math.min(out.stored, await best(() => db.run(`CREATE OR REPLACE TABLE answers AS SELECT (${rule})::USMALLINT AS rule FROM members`)))
  }
  if (answers) await db.run(`COPY (SELECT rule FROM answers) TO '${answers}' (HEADER false)`)
  return out
}

async function zen() {
  const { ZenEngine } = require('@gorules/zen-engine')
  const models = JSON.parse(readFileSync(file, 'utf8'))
  const engine = new ZenEngine()
  const [single, loop] = ['single', 'loop'].map((mode) => engine.createDecision(models[mode]))
  const mixed = (i, by) => Number(((BigInt(i) * by) % 4294967296n) / 65536n)
  const members = Array.from({ length: rows }, (_, i) => {
    const [a, b, c, d, e] = [2654435761n, 2246822519n, 3266489917n, 668265263n, 374761393n].map((by) => mixed(i, by))
    return {
      age: Math.floor(a / 101) % 32 ? a % 101 : null, balance: b % 37 ? ((b * 7) % 200_000) / 100 : null, branch: c % 41 ? `r${c % 24}` : null,
      student: d % 29 ? d < 20_000 : null, joined: e % 43 ? 14_610 + (e % 6_000) : null,
    }
  })
  const said = []
  const loop_s = await best(async () => {
    said.length = 0
    for (let from = 0; from < rows; from += 5_000) said.push(...(await loop.evaluate({ rows: members.slice(from, from + 5_000) })).result.rows)
  })
  if (answers) writeFileSync(answers, said.map((r) => r?.rule ?? 0).join('\n') + '\n')
  const singles = Math.min(rows, 4_000)
  const single_s = await best(async () => {
    for (let i = 0; i < singles; i++) await single.evaluate(members[i])
  })
  return { loop: loop_s, single: single_s, singles }
}

console.log(JSON.stringify(await (kind === 'sql' ? duckdb() : zen())))
