// `leye decide` and what `leye check` proves: what people who write rules meet on the command line.
import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const path = process.env.LEYE_PROGRAM ?? 'build/default/src/leye'
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'leye-decide-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

function leye(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

const entries = (tag: string, texts: string[]) => texts.map((t) => `<${tag}><text>${t.replaceAll('<', '&lt;')}</text></${tag}>`).join('')
const row = (cells: string[], card: string, clause: string) =>
  `<rule>${entries('inputEntry', cells)}${entries('outputEntry', [`"${card}"`])}${entries('annotationEntry', [clause])}</rule>`
const cards = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="cards_model" name="cards_model" namespace="urn:library">
  <inputData id="in_age" name="age"><variable name="age" typeRef="number"/></inputData>
  <inputData id="in_joined_on" name="joined_on"><variable name="joined_on" typeRef="date"/></inputData>
  <inputData id="in_visit_on" name="visit_on"><variable name="visit_on" typeRef="date"/></inputData>
  <decision id="card" name="card"><variable name="card"/>
    <informationRequirement id="r1"><requiredInput href="#in_age"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#in_joined_on"/></informationRequirement>
    <informationRequirement id="r3"><requiredInput href="#in_visit_on"/></informationRequirement>
    <decisionTable id="t" hitPolicy="FIRST">
      <input id="c1" label="年龄"><inputExpression id="e1" typeRef="number"><text>age</text></inputExpression></input>
      <input id="c2" label="入馆日"><inputExpression id="e2" typeRef="date"><text>joined_on</text></inputExpression></input>
      <output id="o1" name="card" typeRef="string"/><annotation name="clause"/>
      ${row(['< 16', '-'], 'child', '章程第2条')}${row(['>= 16', '<= visit_on - duration("P30D")'], 'full', '章程第3条')}${row(['-', '-'], 'desk', '章程第9条')}
    </decisionTable>
  </decision>
</definitions>
`

async function decide(facts: unknown, ...flags: string[]) {
  await writeFile(join(folder, 'cards.dmn'), cards)
  await writeFile(join(folder, 'facts.json'), typeof facts === 'string' ? facts : JSON.stringify(facts))
  return leye('decide', join(folder, 'cards.dmn'), '--input', join(folder, 'facts.json'), ...flags)
}

describe('leye decide', () => {
  it('prints the output, days read from text', async () => {
    expect(await decide({ age: 20, joined_on: '2026-10-24', visit_on: '2026-11-23' })).toEqual({ status: 0, stdout: '"full"\n', stderr: '' })
    expect((await decide({ age: 20, joined_on: '2026-10-25', visit_on: '2026-11-23' })).stdout).toBe('"desk"\n')
    expect((await decide({ age: 15 })).stdout).toBe('"child"\n')
  })

  it('says why, in Chinese and English', async () => {
    const { status, stdout } = await decide({ age: 20, joined_on: '2026-10-24', visit_on: '2026-11-23' }, '--trace')
    expect(status).toBe(0)
    expect(stdout).toContain('年龄 20，满足第 2 行“16 以上”\n')
    expect(stdout).toContain('第 2 行成立，依据 章程第3条\n结果：card 为 “full”\n')
    expect(stdout).toContain('Row 2 holds, on the ground of 章程第3条\nResult: card “full”\n')
  })

  it('says what would change it, and leaves alone what cannot change', async () => {
    const facts = { age: 20, joined_on: '2026-11-20', visit_on: '2026-11-23' }
    const { stdout } = await decide(facts, '--change', '--json')
    const told = JSON.parse(stdout)
    expect(told.output).toBe('desk')
    expect(told.change.map((c: any) => [c.steps, c.outputs.card])).toEqual([
      [[{ input: 'joined_on', from: '2026-11-20', to: '2026-10-24' }], 'full'],
      [[{ input: 'age', from: 20, to: 15 }], 'child'],
    ])
    const fixed = JSON.parse((await decide(facts, '--change', '--json', '--fixed', 'age,joined_on')).stdout)
    expect(fixed.change).toEqual([])
    expect((await decide(facts, '--change', '--fixed', 'age,joined_on')).stdout).toContain('改变可改的事实，结果也不会不同')
  })

  it('names what it does not understand', async () => {
    for (const [facts, sentence] of [
      [{ agee: 1 }, 'the model has no input «agee»; it has age, joined_on, visit_on'],
      [{ joined_on: '2026-02-30' }, 'joined_on: «2026-02-30» is no date'],
      ['[1]', 'a JSON object of facts by name is wanted'],
    ] as const) {
      const { status, stderr } = await decide(facts)
      expect(status, stderr).toBe(2)
      expect(stderr).toContain(sentence)
    }
    const { status, stderr } = await decide({}, '--decision', 'fee')
    expect([status, stderr]).toEqual([2, 'the model has no decision «fee»; it has card\n'])
  })

  it('answers for a table of the catalogue as its examples do', async () => {
    await writeFile(join(folder, 'person.json'), JSON.stringify({ open_flexible: false }))
    const { stdout } = leye('decide', 'catalog/decisions/flexible_employment_end.dmn', '--input', join(folder, 'person.json'), '--trace')
    expect(stdout).toContain('正登记灵活就业 否，满足第 1 行“否”')
    expect(stdout).toContain('第 1 行成立，依据 6号文(三)')
    expect(stdout).toContain('Registered in flexible work no passes row 1, “no”')
  })
})

describe('leye check', () => {
  it('prints what falls to the last rule of each table', () => {
    const told = JSON.parse(leye('check', '--json').stdout)
    expect(told.faults).toEqual([])
    expect(told.tables.length).toBeGreaterThanOrEqual(told.items)
    for (const t of told.tables) {
      expect(['complete', 'complete_by_fallback']).toContain(t.verdict)
      expect(t.publishable).toBe(true)
      if (t.verdict === 'complete_by_fallback') expect(t.fallen.length + Number(t.more_fallen)).toBeGreaterThan(0)
    }
    expect(leye('check', '--verbose').stdout).toContain('flexible_employment_end: complete by its fallback\n')
    expect(leye('check').stdout).not.toContain('fallback')
  })

  it('refuses a table that leaves a case without an answer, with the case (row 16.2)', async () => {
    const copy = join(folder, 'catalog')
    await cp('catalog', copy, { recursive: true })
    const file = join(copy, 'decisions/policy_advice.dmn')
    await writeFile(file, (await readFile(file, 'utf8')).replace('<text>-</text>', '<text>&gt;= 6</text>'))
    const { status, stderr } = leye('check', '--catalog', copy)
    expect(status).toBe(1)
    expect(stderr).toMatch(/policy_advice\.dmn:\d+: no rule holds for .*\[5\.\.6\), null\n/)
  })
})
