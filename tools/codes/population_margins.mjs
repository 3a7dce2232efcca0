#!/usr/bin/env node
// Makes catalog/codes/population_margins.csv, the margins of the seventh census that the population generator meets, from a
// folder with its county tabulation. By hand:
//   node tools/codes/population_margins.mjs --census DIR                    the 16 cities, into catalog/codes
//   node tools/codes/population_margins.mjs --census DIR --counties FILE    151 counties and zones, which refine the cities
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const codes = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'catalog', 'codes')
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)
const census = option('--census')
const by_county = option('--counties')
if (!census) throw new Error('--census DIR is wanted')
const read = (folder, name) => {
  const [head, ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
}

const areas = new Map(read(codes, 'areas.csv').map((area) => [area.code, area]))
function current(code) {
  for (let area = areas.get(code); area; area = areas.get(area.successor)) if (area.until === '') return area.code
  throw new Error(`census unit ${code} has no area in force`)
}
const tables = ['population', 'ages', 'education', 'employment', 'households'].map((name) => new Map(read(census, `${name}.csv`).map((row) => [row.CODE, row])))
const units = [...tables[0].keys()].map((code) => {
  const row = Object.assign({}, ...tables.map((table) => table.get(code)))
  const n = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, Number(cell)]))
  const persons = n.POPU
  const men = (persons * n.POPU_WM) / (100 + n.POPU_WM)
  const grown = persons * (1 - n['AGES_0-14'])
  return { area: by_county ? current(code) : `${current(code).slice(0, 4)}00`, n, persons, men, women: persons - men, grown, employed: grown * n.EMPL_OCCU, households: (persons * n.HHLD_R) / n.HHLD_S }
})
if (units.reduce((sum, unit) => sum + unit.persons, 0) !== 101_527_453) throw new Error('the counties do not add up')

const mean = (list, weight, value) => list.reduce((sum, unit) => sum + unit[weight] * value(unit.n), 0) / list.reduce((sum, unit) => sum + unit[weight], 0)
const bands = ['0', '5', '10', ...Array.from({ length: 14 }, (_, i) => String(15 + 5 * i)), '85']
const band_share = (n, from) => (from === '0' ? n.AGES_0 + n['AGES_1-4'] : from === '85' ? n.AGES_85P : n[`AGES_${from}-${Number(from) + 4}`])
// Shares of those aged 6 and over, as their sum with the published 14.6 million with a college education shows, though the
// dictionary of the tables says 3; whoever is still in kindergarten at six counts as on the way to primary school.
const levels = [['none', ['NULL']], ['primary', ['PRES', 'PRIM']], ['junior_high', ['JRHI']], ['senior_high', ['SRHI']], ['college', ['COLL']], ['bachelor', ['UNIP']]]
const sections = Object.entries({ A: 'AGHU', B: 'MINI', C: 'MANU', D: 'UTIL', E: 'CONS', F: 'SALE', G: 'TRMA', H: 'ACCA', I: 'ITSE', J: 'FINA', K: 'REES', L: 'LEBS', M: 'RSRC', N: 'ENVI', O: 'RESI', P: 'EDUC', Q: 'HESO', R: 'CSEN', S: 'PMNG', T: 'INTO' })

const lines = ['area,margin,key,per_million']
for (const area of [...new Set(units.map((unit) => unit.area))].sort()) {
  const here = units.filter((unit) => unit.area === area)
  const put = (margin, key, share) => lines.push([area, margin, key, Math.round(share * 1e6)].join(','))
  lines.push([area, 'persons', '', here.reduce((sum, unit) => sum + unit.persons, 0)].join(','))
  put('sex', 'male', mean(here, 'persons', (n) => n.POPU_WM / (100 + n.POPU_WM)))
  put('urban', '', mean(here, 'persons', (n) => n.POPU_URB))
  for (const [key, column] of [['county', 'POPU_REG_C'], ['province', 'POPU_REG_P'], ['beyond', 'POPU_REG_O']]) put('registered_elsewhere', key, mean(here, 'persons', (n) => n[column]))
  put('in_family_households', '', mean(here, 'persons', (n) => n.HHLD_R))
  put('household_size', '', mean(here, 'households', (n) => n.HHLD_S))
  put('household', 'alone', mean(here, 'households', (n) => n.HHLD_1P))
  put('household', 'one_generation', mean(here, 'households', (n) => n.HHLD_1G - n.HHLD_1P))
  put('household', 'two_generations', mean(here, 'households', (n) => n.HHLD_2G))
  put('household', 'three_generations', mean(here, 'households', (n) => n.HHLD_3G + n.HHLD_4GP))
  for (const from of bands) put('age', from, mean(here, 'persons', (n) => band_share(n, from)))
  for (const [sex, weight] of [['M', 'men'], ['W', 'women']])
    for (const [level, columns] of levels) put(sex === 'M' ? 'education_male' : 'education_female', level, mean(here, weight, (n) => columns.reduce((sum, column) => sum + n[`EDUC_${column}_${sex}`], 0)))
  put('employed', '', mean(here, 'grown', (n) => n.EMPL_OCCU))
  for (const [section, column] of sections) put('section', section, mean(here, 'employed', (n) => n[`EMPL_INDU_${column}`]))
}
const file = by_county ?? join(codes, 'population_margins.csv')
writeFileSync(file, lines.join('\n') + '\n')
console.log(`${file}: ${lines.length - 1} rows`)
