import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { read_all, to_csv } from './export'
import { to_xlsx } from './xlsx'

it('a table leaves as a spreadsheet reads it, and no cell runs as a formula', () => {
  expect(to_csv(['姓名', '说明'], [['王,秀兰', '他说"好"'], ['=1+1', '两\n行']])).toBe('\ufeff姓名,说明\r\n"王,秀兰","他说""好"""\r\n\'=1+1,"两\n行"\r\n')
})

it('a long list is read page by page to its end, and not further once it is stopped', async () => {
  const pages: Record<string, { rows: number[]; next_cursor?: string }> = { '': { rows: [1, 2], next_cursor: 'b' }, b: { rows: [3] } }
  const told: number[] = []
  expect(await read_all(async (cursor) => pages[cursor ?? '']!, (n) => told.push(n), new AbortController().signal)).toEqual([1, 2, 3])
  expect(told).toEqual([2, 3])
  const stop = new AbortController()
  expect(await read_all(async (cursor) => pages[cursor ?? '']!, () => stop.abort(), stop.signal)).toEqual([])
})

it('an .xlsx made on the page is a sound archive whose cells are text', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leye-export-'))
  try {
    const file = join(folder, 'a.xlsx')
    writeFileSync(file, Buffer.concat(to_xlsx(['姓名', '证件'], [['<王&秀兰>', '370102199001011234'], ['=1+1', '']])))
    execFileSync('unzip', ['-tq', file])
    const sheet = execFileSync('unzip', ['-p', file, 'xl/worksheets/sheet1.xml']).toString()
    expect(sheet.match(/<row>/g)).toHaveLength(3)
    expect(sheet).toContain('<t xml:space="preserve">&lt;王&amp;秀兰&gt;</t>')
    expect(sheet).toContain('<t xml:space="preserve">370102199001011234</t>')
    expect(sheet).not.toContain('<f>')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
