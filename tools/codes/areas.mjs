// Folds the editions into one dated table of areas with successors.

const stem = (name) => name.replace(/办事处$/, '').replace(/(街道|镇|乡)$/, '')
const cityOf = (code) => `${code.slice(0, 4)}00`
const parentOf = (code) => (code.length === 9 ? code.slice(0, 6) : code.endsWith('00') ? `${code.slice(0, 2)}0000` : cityOf(code))
const isZone = (code) => code.length === 6 && code[4] === '7'

/** code → {code, name, first, last}: first and last edition in which it is seen, by number. */
function spans(editions) {
  const rows = new Map()
  editions.forEach((edition, number) => {
    for (const part of [edition.cities, edition.counties, edition.townships])
      for (const [code, name] of part) {
        const row = rows.get(code) ?? { code, first: number }
        rows.set(code, { ...row, name, last: number })
      }
  })
  return rows
}

/** The township that took over from a retired one: same stem, seen first after it, in the same or succeeding city. */
function townshipSuccessor(row, rows, byStem, countySuccessor) {
  const county = row.code.slice(0, 6)
  const next = countySuccessor.get(county) ?? county
  const found = (byStem.get(stem(row.name)) ?? []).filter((other) => other.code !== row.code && other.last > row.last)
  const inCounty = found.filter((other) => other.code.startsWith(next))
  const inCity = found.filter((other) => cityOf(other.code) === cityOf(next))
  for (const choice of [inCounty, inCity]) if (choice.length === 1) return choice[0].code
  return ''
}

/** All areas as rows {code, name, parent, level, from, until, successor, zone}, by code. */
export function foldAreas(editions, changes, province) {
  const last = editions.length - 1
  const rows = spans(editions)
  const countySuccessor = new Map(changes.map((change) => [change.old, change.new]))
  const actedOn = new Map(changes.filter((change) => change.on).flatMap((change) => [[`until ${change.old}`, change.on], [`from ${change.new}`, change.on]]))
  actedOn.delete('from 370100')
  const byStem = new Map()
  for (const row of rows.values())
    if (row.code.length === 9) byStem.set(stem(row.name), [...(byStem.get(stem(row.name)) ?? []), row])

  const out = [{ code: province.code, name: province.name, parent: '', level: 1, from: '', until: '', successor: '', zone: 0 }]
  for (const row of rows.values()) {
    const level = row.code.length === 9 ? 4 : row.code.endsWith('00') ? 2 : 3
    const of = (word) => actedOn.get(`${word} ${row.code}`) ?? (level === 4 ? actedOn.get(`${word} ${row.code.slice(0, 6)}`) : undefined)
    const from = row.first === 0 ? '' : (of('from') ?? editions[row.first].on)
    const until = row.last === last ? '' : (row.last + 1 <= last && of('until')) || editions[row.last + 1].on
    const successor = until === '' ? '' : level === 4 ? townshipSuccessor(row, rows, byStem, countySuccessor) : (countySuccessor.get(row.code) ?? '')
    const name = level === 4 ? row.name.replace(/街道办事处$/, '街道') : row.name
    out.push({ code: row.code, name, parent: parentOf(row.code), level, from: from < until || !until ? from : '', until, successor, zone: isZone(row.code) ? 1 : 0 })
  }
  return out.sort((a, b) => (a.code < b.code ? -1 : 1))
}
