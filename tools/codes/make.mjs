#!/usr/bin/env node
// Makes catalog/codes/areas.csv and region_prefixes.csv. By hand: node tools/codes/make.mjs [--cache DIR]
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldAreas } from './areas.mjs'
import { editions, readEdition, readPrefixes } from './vintages.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const codes = join(here, '..', '..', 'catalog', 'codes')
const flag = process.argv.indexOf('--cache')
const cache = flag > 0 ? process.argv[flag + 1] : join(tmpdir(), 'leye-codes')

const csvRows = (file) => {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
}
const writeCsv = (name, columns, rows) => {
  writeFileSync(join(codes, name), `${columns.join(',')}\n${rows.map((row) => columns.map((column) => row[column]).join(',')).join('\n')}\n`)
  console.log(`${name}: ${rows.length} rows`)
}

const read = editions.map((edition) => readEdition(cache, edition, '37'))
const areas = foldAreas(read, csvRows(join(here, 'county_changes.csv')), { code: '370000', name: '山东省' })
const current = areas.filter((area) => area.until === '')
const count = (level, zone) => current.filter((area) => area.level === level && area.zone === zone).length
for (const [what, is, wanted] of [['cities', count(2, 0), 16], ['counties', count(3, 0), 136], ['zones', count(3, 1), 15], ['townships', count(4, 0), 1853]])
  if (is !== wanted) throw new Error(`${what}: ${is}, wanted ${wanted}`)
writeCsv('areas.csv', ['code', 'name', 'parent', 'level', 'from', 'until', 'successor', 'zone'], areas)

const prefixes = readPrefixes(cache, '37')
for (const area of areas)
  if (area.level <= 3 && !prefixes.has(area.code)) {
    const city = areas.find((other) => other.code === area.parent && other.level === 2)
    prefixes.set(area.code, `山东省${city?.name ?? ''}${area.name}`)
  }
writeCsv('region_prefixes.csv', ['prefix', 'name'], [...prefixes].sort().map(([prefix, name]) => ({ prefix, name })))
