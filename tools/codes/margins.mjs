#!/usr/bin/env node
// Makes catalog/codes/demo_counties.csv and demo_margins.csv from a folder with the county tabulation of the 2020
// census (population.csv, ages.csv, education.csv). By hand: node tools/codes/margins.mjs --census DIR
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const codes = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'catalog', 'codes')
const census = process.argv[process.argv.indexOf('--census') + 1]
const read = (folder, name) => {
  const [head, ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
}

const areas = new Map(read(codes, 'areas.csv').map((area) => [area.code, area]))
const current = (code) => {
  for (let area = areas.get(code); area; area = areas.get(area.successor)) if (area.until === '') return area.code
  return undefined
}
const population = read(census, 'population.csv')
const byCounty = new Map()
for (const row of population) {
  const code = current(row.CODE)
  if (!code) throw new Error(`census unit ${row.CODE} ${row.NAME} has no area in force`)
  byCounty.set(code, (byCounty.get(code) ?? 0) + Number(row.POPU))
}
const total = [...byCounty.values()].reduce((sum, n) => sum + n, 0)
if (total !== 101_527_453) throw new Error(`population ${total}`)

const men = new Map(population.map((row) => [row.CODE, Number(row.POPU) * Number(row.POPU_WM) / (100 + Number(row.POPU_WM))]))
const persons = new Map(population.map((row) => [row.CODE, Number(row.POPU)]))
const mean = (rows, column, weight) => {
  let sum = 0, all = 0
  for (const row of rows) (sum += Number(row[column]) * weight(row.CODE)), (all += weight(row.CODE))
  return sum / all
}
const perMillion = (share) => Math.round(share * 1_000_000)
const margins = [['sex', '', 'male', perMillion([...men.values()].reduce((a, b) => a + b, 0) / total)]]
margins.push(['sex', '', 'female', 1_000_000 - margins[0][3]])
const ages = read(census, 'ages.csv')
for (let age = 15; age < 85; age += 5) margins.push(['age', '', String(age), perMillion(mean(ages, `AGES_${age}-${age + 4}`, (code) => persons.get(code)))])
const education = read(census, 'education.csv')
const levels = [['NULL', 'none'], ['PRIM', 'primary'], ['JRHI', 'junior_high'], ['SRHI', 'senior_high'], ['COLL', 'college'], ['UNIP', 'bachelor']]
for (const [suffix, sex] of [['M', 'male'], ['W', 'female']])
  for (const [column, level] of levels) {
    const weight = (code) => (sex === 'male' ? men.get(code) : persons.get(code) - men.get(code))
    margins.push(['education', sex, level, perMillion(mean(education, `EDUC_${column}_${suffix}`, weight))])
  }
const write = (name, lines) => (writeFileSync(join(codes, name), lines.join('\n') + '\n'), console.log(`${name}: ${lines.length - 1} rows`))
write('demo_counties.csv', ['code,population', ...[...byCounty].sort().map((row) => row.join(','))])
write('demo_margins.csv', ['margin,sex,key,per_million', ...margins.map((row) => row.join(','))])
