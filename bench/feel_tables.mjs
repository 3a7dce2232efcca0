// The tables of bench/feel, said once and written for each engine: DMN, SQL, numpy and zen-engine's JSON.
// A cell is null (anything) or one of {lt, le, gt, ge}, {from, to, closed: '[)'}, {any_of}, {none_of}, {is}.

/** Inputs: how each engine writes a value of theirs. Dates are days since 1970, balances hundredths. */
const day = (n) => new Date(n * 86_400_000).toISOString().slice(0, 10)
const decimal = (n) => (n / 100).toFixed(2)
const inputs = [
  { name: 'age', type: 'number', feel: String, sql: String, int: (v) => v, zen: String },
  { name: 'balance', type: 'number', feel: decimal, sql: (v) => `${decimal(v)}::DECIMAL(12,2)`, int: (v) => v, zen: decimal },
  { name: 'branch', type: 'string', feel: (v) => `"r${v}"`, sql: (v) => `'r${v}'`, int: (v) => v, zen: (v) => `"r${v}"` },
  { name: 'student', type: 'boolean', feel: String, sql: String, int: (v) => (v ? 1 : 0), zen: String },
  { name: 'joined', type: 'date', feel: (v) => `@"${day(v)}"`, sql: (v) => `DATE '${day(v)}'`, int: (v) => v, zen: String },
]

/** The table of FEEL's figures: every kind of cell, nulls that count. The first rule that holds counts. */
export const small_table = () => ({
  rules: [
    [{ lt: 16 }, null, { none_of: [3] }, null, null],
    [{ from: 16, to: 60, closed: '[)' }, { lt: 50_025 }, { any_of: [1, 5, 7] }, null, { lt: 18_262 }],
    [{ ge: 60 }, null, null, null, { from: 15_340, to: 17_713, closed: '[)' }],
    [null, { ge: 150_050 }, null, { is: true }, null],
    [{ from: 18, to: 25, closed: '[]' }, { from: 25_075, to: 100_000, closed: '[)' }, null, { is: true }, null],
    [null, { is: null }, null, null, null],
    [{ ge: 60 }, { lt: 99_999 }, { none_of: [2, 4] }, { is: false }, null],
    [{ from: 30, to: 50, closed: '[)' }, { gt: 100_010 }, null, null, { gt: 16_616 }],
  ],
})

/** Boxes as tables of districts and bands have them: small, in no order, a third of the cells free. */
export function big_table(count) {
  let seed = 20_261_123
  const below = (n) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648, Math.floor((seed / 2_147_483_648) * n))
  const span = (from, width) => ({ from, to: from + width, closed: below(2) ? '[)' : '[]' })
  const rules = Array.from({ length: count }, () => [
    below(3) ? span(below(95), 3 + below(12)) : null,
    below(3) ? span(below(180_000), 2_000 + below(20_000)) : null,
    below(3) ? { any_of: [below(24), below(24)] } : null,
    below(3) ? { is: below(2) === 0 } : null,
    span(14_610 + below(5_800), 30 + below(300)),
  ])
  return { rules }
}

const words = { lt: '<', le: '<=', gt: '>', ge: '>=' }
const order = (cell) => Object.keys(words).find((k) => k in cell)

function in_feel(input, cell) {
  if (!cell) return '-'
  if ('is' in cell) return String(cell.is)
  if (cell.any_of) return cell.any_of.map(input.feel).join(', ')
  if (cell.none_of) return `not(${cell.none_of.map(input.feel).join(', ')})`
  if (cell.closed) return `${cell.closed[0]}${input.feel(cell.from)}..${input.feel(cell.to)}${cell.closed[1]}`
  return `${words[order(cell)]} ${input.feel(cell[order(cell)])}`
}
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
export const dmn = ({ rules }) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bench" name="bench" namespace="urn:bench">${inputs.map((i) => `<inputData name="${i.name}"><variable name="${i.name}" typeRef="${i.type}"/></inputData>`).join('')}<decision id="bench" name="bench">
<decisionTable hitPolicy="FIRST">${inputs.map((i) => `<input><inputExpression typeRef="${i.type}"><text>${i.name}</text></inputExpression></input>`).join('')}<output name="rule"/>
${rules.map((cells, r) => `<rule>${cells.map((c, i) => `<inputEntry><text>${escaped(in_feel(inputs[i], c))}</text></inputEntry>`).join('')}<outputEntry><text>${r + 1}</text></outputEntry></rule>`).join('\n')}
</decisionTable></decision></definitions>`

function in_sql(input, cell) {
  const v = input.sql
  if ('is' in cell) return cell.is === null ? `${input.name} IS NULL` : cell.is ? input.name : `NOT ${input.name}`
  if (cell.any_of) return `${input.name} IN (${cell.any_of.map(v).join(', ')})`
  if (cell.none_of) return `(${input.name} IS NULL OR ${input.name} NOT IN (${cell.none_of.map(v).join(', ')}))`
  if (cell.closed) return `${input.name} >${cell.closed[0] === '[' ? '=' : ''} ${v(cell.from)} AND ${input.name} <${cell.closed[1] === ']' ? '=' : ''} ${v(cell.to)}`
  return `${input.name} ${words[order(cell)]} ${v(cell[order(cell)])}`
}
const all = (cells, write, joint) => cells.map((c, i) => c && write(inputs[i], c)).filter(Boolean).join(joint)
export const sql = ({ rules }) => `CASE ${rules.map((cells, r) => `WHEN ${all(cells, in_sql, ' AND ')} THEN ${r + 1}`).join('\n')} ELSE 0 END`

// numpy has no null: the least value of a column's type stands for it, and lower bounds that would admit it say so.
function in_python(input, cell) {
  const [x, v] = [input.name, input.int]
  const known = (test) => `((${x} != null_${x}) & (${test}))`
  if ('is' in cell) return `(${x} == ${cell.is === null ? `null_${x}` : v(cell.is)})`
  if (cell.any_of) return `(${[...new Set(cell.any_of)].map((w) => `(${x} == ${v(w)})`).join(' | ')})`
  if (cell.none_of) return `(${cell.none_of.map((w) => `(${x} != ${v(w)})`).join(' & ')})`
  if (cell.closed) return `((${x} >${cell.closed[0] === '[' ? '=' : ''} ${v(cell.from)}) & (${x} <${cell.closed[1] === ']' ? '=' : ''} ${v(cell.to)}))`
  const k = order(cell)
  const test = `${x} ${words[k]} ${v(cell[k])}`
  return k === 'lt' || k === 'le' ? known(test) : `(${test})`
}
export const python = ({ rules }) => `
import json, sys, time
import numpy as np
rows = int(sys.argv[1])
i = np.arange(rows, dtype=np.int64)
def mixed(by): return i * by % 4294967296 // 65536
null_age, null_balance, null_branch, null_student, null_joined = -128, -2**31, -1, -1, -2**15
v = mixed(2654435761); age = np.where(v // 101 % 32 == 0, null_age, v % 101).astype(np.int8)
v = mixed(2246822519); balance = np.where(v % 37 == 0, null_balance, v * 7 % 200000).astype(np.int32)
v = mixed(3266489917); branch = np.where(v % 41 == 0, null_branch, v % 24).astype(np.int8)
v = mixed(668265263); student = np.where(v % 29 == 0, null_student, v < 20000).astype(np.int8)
v = mixed(374761393); joined = np.where(v % 43 == 0, null_joined, 14610 + v % 6000).astype(np.int16)
del i, v
numbers = [np.int16(n) for n in range(1, ${rules.length + 1})]
def chosen(age, balance, branch, student, joined):
    return np.select([
${rules.map((cells) => '        ' + all(cells, in_python, ' & ')).join(',\n')}
    ], numbers, np.int16(0))
def whole(): return chosen(age, balance, branch, student, joined)
def blocks(size=16384):
    out = np.empty(rows, dtype=np.int16)
    for a in range(0, rows, size):
        b = a + size
        out[a:b] = chosen(age[a:b], balance[a:b], branch[a:b], student[a:b], joined[a:b])
    return out
def best(run):
    out = []
    for _ in range(3):
        at = time.process_time(); answers = run(); out.append(time.process_time() - at)
    return min(out), answers
w, _ = best(whole)
b, answers = best(blocks)
if len(sys.argv) > 2 and sys.argv[2]: open(sys.argv[2], 'w').write('\\n'.join(map(str, answers.tolist())) + '\\n')
print(json.dumps({'whole': w, 'blocks': b}))
`

// zen-engine compares nothing with null but null itself; a denial must name it.
function in_zen(input, cell) {
  const v = input.zen
  if (!cell) return ''
  if ('is' in cell) return cell.is === null ? '$ == null' : `$ == ${v(cell.is)}`
  if (cell.any_of) return cell.any_of.map(v).join(', ')
  if (cell.none_of) return `$ == null or not ($ in [${cell.none_of.map(v).join(', ')}])`
  if (cell.closed) return `$ != null and $ >${cell.closed[0] === '[' ? '=' : ''} ${v(cell.from)} and $ <${cell.closed[1] === ']' ? '=' : ''} ${v(cell.to)}`
  return `$ != null and $ ${words[order(cell)]} ${v(cell[order(cell)])}`
}
export const zen = ({ rules }) =>
  Object.fromEntries(['single', 'loop'].map((mode) => [mode, {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', content: {} },
      {
        id: 'table', type: 'decisionTableNode', name: 'table',
        content: {
          hitPolicy: 'first', passThrough: false, executionMode: mode,
          ...(mode === 'loop' ? { inputField: 'rows', outputPath: 'rows' } : {}),
          inputs: inputs.map((i) => ({ id: i.name, name: i.name, field: i.name })),
          outputs: [{ id: 'rule', name: 'rule', field: 'rule' }],
          rules: rules.map((cells, r) => ({ _id: `r${r}`, ...Object.fromEntries(cells.map((c, i) => [inputs[i].name, in_zen(inputs[i], c)])), rule: String(r + 1) })),
        },
      },
      { id: 'out', type: 'outputNode', name: 'out', content: {} },
    ],
    edges: [{ id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' }, { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' }],
  }]))
