// Style as a test: what nobody should have to remember. Prints every fault and fails if there is one.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 1 << 26 })
  .split('\n')
  .filter((f) => f && existsSync(f))
const cache = new Map()
const read = (f) => cache.get(f) ?? cache.set(f, readFileSync(f, 'utf8')).get(f)
const matching = (pattern) => files.filter((f) => pattern.test(f))
const faults = []
const fault = (file, line, sentence) => faults.push(`${file}${line ? ':' + line : ''}: ${sentence}`)
const eachLine = (list, visit) => list.forEach((f) => read(f).split('\n').forEach((text, i) => visit(f, i + 1, text)))
let checks = 0
const check = (name, run) => {
  const before = faults.length
  run()
  checks++
  console.log(`${faults.length === before ? 'ok  ' : 'FAIL'} ${name}`)
}

const cpp = matching(/^src\/.*\.[ch]pp$/)
const web = matching(/^web\/(src|tests|tools)\/.*\.(ts|vue|mjs|css)$/)
const scripts = matching(/^(tests|tools|bench)\/.*\.(ts|mjs)$/)
const own = [...cpp, ...web, ...scripts]
const docs = matching(/\.md$/)

check('no source is longer than 600 lines', () => {
  for (const f of own) {
    const lines = read(f).split('\n').length - 1
    if (lines > 600) fault(f, 0, `${lines} lines: split by noun or verb`)
  }
})

check('nine sources in ten are under 300 lines', () => {
  const long = cpp.filter((f) => read(f).split('\n').length > 300)
  if (long.length > cpp.length / 10) fault('src', 0, `${long.length} of ${cpp.length} files have 300 lines or more: ${long.join(' ')}`)
})

const banned = [
  [/\bstd::(cout|cerr)\b/, /^src\/app\//, 'print in src/app only; log through spdlog'],
  [/\bsystem_clock\b|\btime\(nullptr\)|\bgettimeofday\b/, /^src\/(base\/clock\.hpp|edge\/http\/|engine\/feel\/temporal)/, 'read the time from a Clock'],
  [/\b(rand|srand)\(|\bstd::mt19937/, /_test\.cpp$/, 'use random_bytes, or a seeded generator of the demo'],
  [/\bsprintf\(|\bstrcpy\(|\bstrcat\(/, null, 'use fmt'],
  [/sleep_for|sleep_until|\busleep\(/, /strange_requests_test/ /* a slow sender is what it tests */, 'do not sleep: move the clock or wait on a condition'],
  [/\bnew [A-Z]\w*[({]/, /edge\/http\/|sheet_run/ /* designated initialisers of a type that cannot move */, 'use make_unique'],
  [/catch \(\.\.\.\)/, /^src\/(engine\/store|engine\/sheet|edge\/http|services\/casework\/sheet|app)\/?/, 'catch in the server loop and the batch loop only'],
  [/\bco_await\b[^;]*\[[^\]&]/, null, 'no lambda with by-value captures inside co_await: g++ 12 frees it twice'],
]
check('no banned call', () => {
  eachLine(cpp, (f, n, text) => {
    const code = text.replace(/\/\/.*$/, '')
    for (const [pattern, allowed, instead] of banned) if (pattern.test(code) && !(allowed && allowed.test(f))) fault(f, n, instead)
  })
})

check('SQL stands in *_store.cpp and in the store only', () => {
  eachLine(cpp.filter((f) => !/_store\.cpp$|_test\.cpp$|\/test\/|^src\/engine\/(store|journal)\/|^bench\//.test(f)), (f, n, text) => {
    if (/"\s*(select .* from|insert into|update \w+ set|delete from) /.test(text)) fault(f, n, 'SQL outside a *_store.cpp')
  })
})

check('the engine knows no word of the public service', () => {
  eachLine(cpp.filter((f) => /^src\/(engine|base)\//.test(f)), (f, n, text) => {
    if (/\b(unemploy|employer|seeker|jobless|vacancy|hukou|失业|就业)/i.test(text) && !/_test\.cpp$/.test(f)) fault(f, n, 'a public-service word on the engine shelf')
  })
})

check('includes point downwards and to declared modules', () => {
  const uses = new Map()
  const shelf = new Map()
  for (const [, path, rest] of read('src/CMakeLists.txt').matchAll(/^leye_module\(([\w/]+)([^)]*)\)/gm)) {
    const name = path.split('/').pop()
    shelf.set(name, path)
    uses.set(name, new Set((rest.match(/USES ([\w ]*?)(?:LINK|$)/)?.[1] ?? '').trim().split(/\s+/)))
  }
  const reach = (name, seen = new Set()) => {
    for (const u of uses.get(name) ?? []) if (u && !seen.has(u)) seen.add(u), reach(u, seen)
    return seen
  }
  eachLine(cpp, (f, n, text) => {
    const [, target] = text.match(/^#include "((?:base|engine|records|services|edge)\/[\w/]+)\.hpp"/) ?? []
    if (!target || f.startsWith('src/app/')) return
    const from = [...shelf].find(([, path]) => f.startsWith(`src/${path}/`))?.[0]
    const to = [...shelf].find(([, path]) => target.startsWith(`${path}/`))?.[0]
    if (from && to && from !== to && !reach(from).has(to)) fault(f, n, `module ${from} includes ${to}, which its CMake line does not use`)
  })
})

check('no two types of a namespace share a name', () => {
  const places = new Map()
  for (const f of cpp.filter((one) => one.endsWith('.hpp'))) {
    let namespace = ''
    read(f).split('\n').forEach((text, i) => {
      const begun = /^namespace ([\w:]+) \{/.exec(text)?.[1]
      if (begun) namespace = begun.startsWith('leye') ? begun : `${namespace}::${begun}`
      const name = /^(?:struct|class|enum(?: class)?) (\w+)(?: final)?(?: : [^;{]+)? \{/.exec(text)?.[1]
      if (!name) return
      const whole = `${namespace}::${name}`
      if (places.has(whole)) fault(f, i + 1, `${whole} is another type in ${places.get(whole)}`)
      places.set(whole, f)
    })
  }
})

check('every module has a README whose first line says what it is, listed in docs/architecture.md', () => {
  const table = existsSync('docs/architecture.md') ? read('docs/architecture.md') : ''
  for (const [, path] of read('src/CMakeLists.txt').matchAll(/^leye_module\(([\w/]+)/gm)) {
    const readme = `src/${path}/README.md`
    if (!existsSync(readme)) {
      fault(readme, 0, 'missing')
      continue
    }
    const lines = read(readme).split('\n')
    const said = lines[0].match(/^# ([\w/]+): (.+)$/)
    if (!said || said[1] !== path) fault(readme, 1, `the first line must be «# ${path}: one sentence»`)
    else if (!table.includes(said[2].replace(/\.$/, ''))) fault('docs/architecture.md', 0, `does not list ${path} with its README's sentence «${said[2]}»`)
    if (lines.length > 41) fault(readme, 0, `${lines.length} lines; 40 at the most`)
  }
})

check('refusal codes in C++ and in catalog/refusals are the same', () => {
  const written = new Map()
  for (const f of matching(/^catalog\/refusals\/.*\.yaml$/))
    read(f).split('\n').forEach((text, i) => {
      const code = text.match(/^\s*- code: (\w+)/)?.[1]
      if (!code) return
      if (written.has(code)) fault(f, i + 1, `${code} stands also in ${written.get(code)}`)
      written.set(code, f)
    })
  const used = new Map()
  const sources = cpp.filter((f) => !/_test\.cpp$/.test(f))
  for (const f of sources) {
    for (const [, code] of read(f).matchAll(/\brefuse\(\s*"(\w+)"/g)) if (!used.has(code)) used.set(code, f)
    for (const [, code] of read(f).matchAll(/\.code = "(\w+)"/g)) if (!used.has(code)) used.set(code, f)
  }
  const everything = sources.map(read).join('\n')
  for (const [code, f] of used) if (!written.has(code)) fault(f, 0, `refuses with ${code}, which catalog/refusals does not explain`)
  for (const [code, f] of written) if (!everything.includes(`"${code}"`)) fault(f, 0, `explains ${code}, which no code refuses with`)
})

check('the clauses that items and determinations cite exist, and each row of this release is in the title of a test', () => {
  const rows = '1.1 1.2 1.3 3.1 8.2 11.1 12.1 14.2 15.3 15.4 16.1 16.4 18.1 18.2 18.3 18.4 18.5 20.1 23.1 A1 A6'.split(' ')
  // In the title of a test, which says what is shown; a comment shows nothing.
  const titles = matching(/(_test\.cpp|\.test\.ts)$/).flatMap((f) => [...read(f).matchAll(/\b(?:it|TEST_CASE|SUBCASE)(?:\.each\([^\n]*\))?\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)].map(([, , title]) => title))
  const cited = titles.flatMap((title) => title.match(/\([^()]*\)/g) ?? []).flatMap((words) => words.match(/[A-Z]?\d+(?:\.\d+)?/g) ?? [])
  for (const row of rows) if (!cited.includes(row)) fault('tests', 0, `row ${row} is in no title of a test («… (row ${row})»)`)
  const numerals = '一二三四五六七八九十'
  eachLine(matching(/^catalog\/(items|determinations)\/.*\.yaml$/), (f, n, text) => {
    for (const [, c] of text.matchAll(/6号文\(([^)]+)\)/g)) {
      const value = c.length === 1 ? numerals.indexOf(c) + 1 : c === '十' ? 10 : c.startsWith('二十') ? 20 + (numerals.indexOf(c[2] ?? '') + 1) : c.startsWith('十') ? 10 + numerals.indexOf(c[1]) + 1 : 0
      if (value < 1 || value > 22) fault(f, n, `clause ${c} does not exist`)
    }
  })
})

check('links in documents lead somewhere', () => {
  for (const f of docs)
    for (const [, link] of read(f).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(link)) continue
      if (!existsSync(normalize(join(dirname(f), link)))) fault(f, 0, `the link ${link} leads nowhere`)
    }
})

check('no unfinished marks, no paths of a machine', () => {
  eachLine([...own, ...docs, ...matching(/^(catalog|deploy)\//).filter((f) => !/\.csv$/.test(f))], (f, n, text) => {
    if (f.startsWith('tests/tidy/')) return
    if (/\b(TODO|FIXME|XXX)\b|not implemented|coming soon|敬请期待|暂未实现/i.test(text)) fault(f, n, 'an unfinished mark')
    if (/\/(root|home\/\w+|work)\//.test(text)) fault(f, n, 'a path of one machine')
  })
})

check('no test is skipped without a reason beside it', () => {
  eachLine([...cpp, ...web, ...scripts], (f, n, text) => {
    if (f.startsWith('tests/tidy/')) return
    if (/\b(it|test|describe)\.(skip|todo|only)\(|doctest::skip\(/.test(text)) fault(f, n, 'a skipped or lone test')
  })
})

for (const f of faults.slice(0, 200)) console.error(f)
if (faults.length > 200) console.error(`… and ${faults.length - 200} more`)
console.log(`${checks} checks, ${files.length} files, ${faults.length} faults`)
process.exit(faults.length ? 1 : 0)
