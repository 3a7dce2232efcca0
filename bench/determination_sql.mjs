// The determinations of the catalogue as SQL, for bench/determination: written from the DMN and YAML files with a reader of its
// own, so that an engine that misreads a table is found out. A table becomes CASE WHEN … THEN number of the rule.
//   node bench/determination_sql.mjs CATALOG DAY    prints the statement
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const plain = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&').trim()
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found)
const texts = (xml, element) => all(xml, new RegExp(`<${element}[^>]*>\\s*<text>([\\s\\S]*?)</text>`, 'g')).map(plain)

/** The one decision table of a DMN file: inputs with their types, and rules as texts of cells with what they give. */
function read_table(file) {
  const xml = readFileSync(file, 'utf8')
  const table = /<decisionTable[\s\S]*<\/decisionTable>/.exec(xml)[0]
  const policy = /hitPolicy="(\w+)"/.exec(table)?.[1] ?? 'UNIQUE'
  if (!['FIRST', 'UNIQUE'].includes(policy)) throw new Error(`${file}: hit policy ${policy} is not translated`)
  const inputs = texts(table, 'inputExpression')
  const outputs = all(table, /<output\b[^>]*\bname="(\w+)"/g)
  const rules = all(table, /<rule\b[^>]*>([\s\S]*?)<\/rule>/g).map((rule) => ({ cells: texts(rule, 'inputEntry'), gives: Object.fromEntries(texts(rule, 'outputEntry').map((text, i) => [outputs[i], text])) }))
  const takes = [...xml.matchAll(/<variable name="(\w+)" typeRef="(\w+)"/g)].map(([, name, type]) => [name, type])
  return { inputs, rules, takes }
}

/** The determinations in force on `day`, each behind those whose outcome it looks at. */
export function read_determinations(catalog, day) {
  const { parse } = createRequire(resolve('.cache/bench/package.json'))('yaml')
  const folder = join(catalog, 'determinations')
  const found = readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => parse(readFileSync(join(folder, name), 'utf8')))
    .filter((one) => one.from <= day && (!one.until || day < one.until))
    .map((one) => ({ code: one.code, after: one.after ?? [], settings: settings_on(one.settings ?? [], day), ...read_table(join(catalog, 'decisions', `${one.decision}.dmn`)) }))
  const order = []
  const add = (one) => {
    if (order.includes(one)) return
    for (const code of one.after) add(found.find((other) => other.code === code))
    order.push(one)
  }
  found.forEach(add)
  return order
}

/** The number of each setting that holds on the day: that of its latest beginning. */
function settings_on(settings, day) {
  const out = {}
  for (const setting of settings.filter((one) => one.from <= day).sort((a, b) => (a.from < b.from ? -1 : 1))) out[setting.name] = setting.number ?? setting.days
  return out
}

/** A text cut at `mark` where it stands in no string and no bracket. */
function cut(text, mark) {
  const parts = ['']
  let depth = 0, quoted = false
  for (const c of text) {
    if (c === '"') quoted = !quoted
    if (!quoted && '(['.includes(c)) depth++
    if (!quoted && ')]'.includes(c)) depth--
    if (c === mark && depth === 0 && !quoted) parts.push('')
    else parts[parts.length - 1] += c
  }
  return parts.map((part) => part.trim())
}

/** A value or a sum of names, numbers, words and dates. */
function expression(text, settings) {
  const date = /^(?:date\("|@")(\d{4}-\d\d-\d\d)"\)?$/.exec(text)
  if (date) return `DATE '${date[1]}'`
  if (/^"[^"]*"$/.test(text)) return `'${text.slice(1, -1).replaceAll("'", "''")}'`
  if (!/^[\w.\s+*-]+$/.test(text)) throw new Error(`«${text}» is not translated`)
  return text.replace(/[a-z_]\w*/gi, (name) => (name in settings ? String(settings[name]) : name))
}

/** What a cell asks of its column, as a condition that is true or not, never unknown where it stands under NOT. */
function condition(column, cell, settings) {
  const value = (text) => expression(text, settings)
  const negated = /^not\(([\s\S]*)\)$/.exec(cell)
  if (negated) return `NOT coalesce(${condition(column, negated[1], settings)}, false)`
  const parts = cut(cell, ',')
  if (parts.length > 1) return `(${parts.map((part) => condition(column, part, settings)).join(' OR ')})`
  if (cell === 'null') return `${column} IS NULL`
  if (cell === 'true') return column
  if (cell === 'false') return `NOT ${column}`
  const range = /^([[(\]])(.*)\.\.(.*)([\])[])$/.exec(cell)
  if (range) return `(${column} ${range[1] === '[' ? '>=' : '>'} ${value(range[2].trim())} AND ${column} ${range[4] === ']' ? '<=' : '<'} ${value(range[3].trim())})`
  const compared = /^(<=|>=|<|>)\s*(.+)$/.exec(cell)
  if (compared) return `${column} ${compared[1]} ${value(compared[2])}`
  return `${column} = ${value(cell)}`
}

/** CASE with the number of the first rule that holds, 0 where none does. */
function rule_of({ inputs, rules, settings }) {
  const lines = rules.map(({ cells }, r) => {
    const asked = cells.map((cell, i) => (cell === '-' ? '' : condition(expression(inputs[i], settings), cell, settings))).filter(Boolean)
    return `WHEN ${asked.join(' AND ') || 'true'} THEN ${r + 1}`
  })
  return `CASE ${lines.join('\n ')} ELSE 0 END`
}
const outcome_of = ({ code, rules }) => `CASE r_${code} ${rules.map(({ gives }, r) => `WHEN ${r + 1} THEN '${gives.outcome.slice(1, -1)}'`).join(' ')} END`

/** SELECT id, r_CODE, … FROM `table`: a stage for each determination that others look at, so that its outcome is a column to them. */
export function select_rules(determinations, table) {
  let from = table
  let waiting = determinations
  const done = []
  for (let stage = 0; waiting.length; stage++) {
    const ready = waiting.filter((one) => one.after.every((code) => done.includes(code)))
    waiting = waiting.filter((one) => !ready.includes(one))
    from = `(SELECT *, ${ready.map((one) => `(${rule_of(one)})::SMALLINT AS r_${one.code}`).join(',\n')} FROM ${from} AS p${stage})`
    const looked_at = ready.filter((one) => waiting.some((other) => other.after.includes(one.code)))
    if (looked_at.length) from = `(SELECT *, ${looked_at.map((one) => `${outcome_of(one)} AS ${one.code}`).join(', ')} FROM ${from} AS q${stage})`
    done.push(...ready.map((one) => one.code))
  }
  return `SELECT id, ${determinations.map((one) => `r_${one.code}`).join(', ')} FROM ${from} AS answers`
}

/** The columns of a profile that the tables look at, with their types: what a table takes in and is neither a setting nor an outcome. */
export function columns_of(determinations) {
  const out = new Map()
  for (const one of determinations)
    for (const [name, type] of one.takes) if (!(name in one.settings) && !one.after.includes(name)) out.set(name, type)
  return [...out].map(([name, type]) => ({ name, type }))
}

if (process.argv[1]?.endsWith('determination_sql.mjs')) console.log(select_rules(read_determinations(process.argv[2], process.argv[3]), 'people'))
