// `leye table`: a decision table goes to a workbook and a page, and comes back from the workbook into its DMN file. row 16.2
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rows_of, unzip, zip } from './xlsx'

const program = process.env.LEYE_PROGRAM ?? 'build/default/src/leye'
const model = 'catalog/decisions/policy_advice.dmn'
let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'leye-table-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ran { status: number; out: string; said: string }
const run = (...flags: string[]) =>
  new Promise<Ran>((done) => {
    execFile(program, ['table', ...flags], { env: process.env }, (failed, out, said) => done({ status: typeof failed?.code === 'number' ? failed.code : 0, out, said }))
  })
const at = (name: string) => join(folder, name)

/** The workbook with some bytes of its sheet put in the place of others. */
async function changed(name: string, from: string, to: string): Promise<string> {
  await run(model, '--xlsx', at('whole.xlsx'))
  const parts = unzip(await readFile(at('whole.xlsx')))
  const sheet = parts['xl/worksheets/sheet1.xml']!
  expect(sheet.split(from).length).toBe(2)
  parts['xl/worksheets/sheet1.xml'] = sheet.replace(from, () => to)
  await writeFile(at(name), zip(parts))
  return at(name)
}

describe('leye table', () => {
  it('says in --help what it takes, and takes one thing at a time', async () => {
    const help = await run('--help')
    expect(help.status).toBe(0)
    for (const flag of ['--decision', '--xlsx', '--html', '--from', '--out', '--language', '--json']) expect(help.out).toContain(flag)
    for (const wrong of [[model], [model, '--xlsx', at('a.xlsx'), '--html', at('a.html')], [model, '--out', at('a.dmn')], ['no.dmn', '--html', at('a.html')], [model, '--from', model]])
      expect((await run(...wrong)).status, wrong.join(' ')).toBe(2)
  })

  it('writes a workbook in words of policy staff, and the file that comes back unchanged is the same byte for byte', async () => {
    expect(await run(model, '--decision', 'policy_advice', '--xlsx', at('advice.xlsx'))).toMatchObject({ status: 0, said: '' })
    const rows = rows_of(await readFile(at('advice.xlsx')))
    expect(rows[0]!.slice(0, 3)).toEqual(['决策表', 'policy_advice', 'policy_advice'])
    expect(rows[2]).toEqual(['类别', '条件', '结果', '结果', '结果', '说明', '规则编号'])
    expect(rows[3]!.slice(0, 2)).toEqual(['标题', '问题字数'])
    expect(rows.at(-1)).toEqual(['2', '-', '"review"', '"waits_for_adviser"', '""', '6号文(十七)', 'rule_2'])
    expect(await run(model, '--from', at('advice.xlsx'), '--out', at('same.dmn'), '--json')).toMatchObject({ status: 0, out: JSON.stringify({ written: at('same.dmn'), rules: 2 }) + '\n' })
    expect(await readFile(at('same.dmn'), 'utf8')).toBe(await readFile(model, 'utf8'))
    expect((await run(model, '--xlsx', at('english.xlsx'), '--language', 'en')).status).toBe(0)
    expect(rows_of(await readFile(at('english.xlsx')))[2]![1]).toBe('Condition')
  })

  it('puts what was changed in the workbook into its place in the file, which may be the one read', async () => {
    await copyFile(model, at('mine.dmn'))
    const book = await changed('mine.xlsx', '&lt; 5<', '&lt; 6<')
    expect((await run(at('mine.dmn'), '--from', book, '--out', at('mine.dmn'))).status).toBe(0)
    expect(await readFile(at('mine.dmn'), 'utf8')).toBe((await readFile(model, 'utf8')).replace('<text>&lt; 5</text>', '<text>&lt; 6</text>'))
  })

  it('writes a page of its own with every rule', async () => {
    expect((await run(model, '--html', at('advice.html'))).status).toBe(0)
    const page = await readFile(at('advice.html'), 'utf8')
    expect(page).toMatch(/^<!doctype html>\n<html lang="zh-CN">/)
    expect(page.match(/<tr><th class="rule" scope="row">/g)).toHaveLength(2)
    expect(page).toContain('&lt; 5')
    expect(page).not.toMatch(/<script|<link|src=/)
  })

  it('refuses in both languages with sheet, cell and what to do next, and writes nothing', async () => {
    const refused = async (from: string, to: string, ...wanted: (string | RegExp)[]) => {
      const ran = await run(model, '--from', await changed('wrong.xlsx', from, to), '--out', at('never.dmn'))
      expect(ran.status).toBe(2)
      for (const one of wanted) expect(ran.said).toMatch(one)
      await expect(stat(at('never.dmn'))).rejects.toThrow()
    }
    await refused('</sheetData>', '</sheetData><mergeCells><mergeCell ref="B10:C10"/></mergeCells>', /合并单元格：policy_advice!B10:C10。请取消合并/, /merged cells: policy_advice!B10:C10/)
    await refused('>FIRST<', '>SOMETIMES<', /单元格policy_advice!B2的命中策略“SOMETIMES”不认识/, /Choose one from the list/)
    await refused('>rule_2<', '>rule_1<', /单元格policy_advice!G11的编号rule_1已在policy_advice!G10出现/)
    await refused('>类别<', '>种类<', /单元格policy_advice!A3应写“类别/)
    await refused('>policy_advice</t></is></c><c r="C1"', '>其他</t></is></c><c r="C1"', /这张表是“policy_advice 其他”/)
    for (const [file, sentence] of [[model, /请在表格软件里另存为 \.xlsx/], ['catalog/codes/calendar.csv', /\.xlsx/]] as const) {
      const ran = await run(model, '--from', file, '--out', at('never.dmn'))
      expect(ran.status).toBe(2)
      expect(ran.said).toMatch(sentence)
    }
  })

  it('refuses a hostile or foreign model with the line, and 100 MB by its size', async () => {
    const refused = async (text: string) => {
      await writeFile(at('bad.dmn'), text)
      const ran = await run(at('bad.dmn'), '--html', at('bad.html'))
      expect(ran.status).toBe(2)
      return ran.said
    }
    expect(await refused('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toMatch(/第2行有文档类型声明/)
    expect(await refused('<a>\n<b>\n</a>')).toMatch(/第3行的结束标签a对不上，应为b/)
    expect(await refused('<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>')).toMatch(/1\.3/)
    const file = await open(at('large.dmn'), 'w')
    await file.truncate(100_000_000)
    await file.close()
    const ran = await run(at('large.dmn'), '--html', at('bad.html'))
    expect(ran.status).toBe(2)
    expect(ran.said).toMatch(/超过10 MB/)
    expect((await run(model, '--decision', 'nothing', '--html', at('bad.html'))).said).toMatch(/nothing.*policy_advice/)
  })

  it('says that a file cannot be written', async () => {
    expect((await run(model, '--html', '/no/such/folder/a.html')).status).toBe(3)
  })
})
