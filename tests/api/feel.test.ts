// leye feel and leye conformance, as people type them.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = process.env.LEYE_PROGRAM ?? 'build/default/src/leye'
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'leye-feel-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ran { status: number; out: string; err: string }
function run(...words: string[]): Promise<Ran> {
  return new Promise((done) => {
    execFile(program, words, (failed, out, err) => done({ status: typeof failed?.code === 'number' ? failed.code : 0, out, err }))
  })
}

describe('leye feel', () => {
  it('prints what an expression gives, and why it is null', async () => {
    expect(await run('feel', '0.1 + 0.2')).toMatchObject({ status: 0, out: '0.3\n', err: '' })
    expect((await run('feel', '失业 月数 + 1', '--context', '{"失业 月数": 6}')).out).toBe('7\n')
    expect((await run('feel', '-(5)', '--context', '{}')).out).toBe('-5\n')
    expect((await run('feel', '--1')).out).toBe('1\n')
    expect((await run('feel', '-@"P1Y"', '--json')).out).toContain('-P1Y')
    const unfit = await run('feel', '1 + "a"')
    expect(unfit.out).toBe('null\n')
    expect(unfit.err).toContain('does not apply')
    expect(JSON.parse((await run('feel', '[1, "a"]', '--json')).out)).toEqual({ value: [1, 'a'], diagnostics: [] })
  })

  it('points at the place where an expression cannot be read', async () => {
    const broken = await run('feel', '1 + (2')
    expect(broken.status).toBe(2)
    expect(broken.err).toBe('1 + (2\n      ^\nfeel_syntax: expected ) at the end\n')
    expect((await run('feel', 'age + 1')).err).toContain('unknown name age')
    expect((await run('feel', '1', '--context', '[1]')).status).toBe(2)
  })
})

describe('leye conformance', () => {
  it('writes the columns of the kit and counts by level and topic', async () => {
    const shelf = join(folder, 'level-9', '0007-sum-of-two')
    await mkdir(shelf, { recursive: true })
    await writeFile(join(shelf, 'm.dmn'), '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:two"><decision id="d" name="two"><literalExpression><text>1 + 1</text></literalExpression></decision></definitions>')
    const test = (id: string, value: string) => `<testCase id="${id}"><resultNode name="two" type="decision"><expected><value xsi:type="xsd:decimal">${value}</value></expected></resultNode></testCase>`
    await writeFile(join(shelf, '0007-sum-of-two-test-01.xml'), `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>m.dmn</modelName>${test('001', '2')}${test('002', '3')}</testCases>`)
    const csv = join(folder, 'results.csv')
    const ran = await run('conformance', folder, '--csv', csv)
    expect(ran.status).toBe(1)
    expect(ran.out).toMatch(/sum-of-two +1 \/ 2 +1 \/ 2/)
    expect(ran.out).toMatch(/level-9 +1 \/ 2/)
    expect((await readFile(csv, 'utf8')).split('\n')).toEqual([
      '"level-9/0007-sum-of-two","0007-sum-of-two-test-01","001","SUCCESS",""',
      '"level-9/0007-sum-of-two","0007-sum-of-two-test-01","002","ERROR","two: expected 3, got 2"', ''])
    expect(JSON.parse((await run('conformance', shelf, '--json')).out)).toEqual({ cases: 2, passed: 1 })
    expect((await run('conformance', join(folder, 'nothing'))).status).toBe(2)
  })
})
