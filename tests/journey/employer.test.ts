import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expect_accessible, invented_number, newcomer, sign_in, type Visit } from './browser'
import { to_xlsx } from '../../web/src/shared/xlsx'
import { set_stage } from './stage'

const stage = set_stage()
let on: Visit
let unit = ''
const worker = invented_number('19900101')
beforeAll(async () => {
  on = await stage.visit(1440)
})
afterAll(async () => {
  await on?.close()
})

/** A code of nobody with a check character that fits (GB 32100). */
function invented_uscc(): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const first = `91370102MA${Array.from({ length: 7 }, () => alphabet[Math.floor(Math.random() * 31)]).join('')}`
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(first[at] ?? '0'), 0)
  return first + alphabet[(31 - (sum % 31)) % 31]
}

/** The file that a button of the page hands over. */
async function exported(page: Page, button: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()])
  return readFile(await file.path())
}

async function choose(page: Page, id: string) {
  const box = page.locator(id)
  if (await box.evaluate((element) => element.tagName) === 'SELECT') await box.selectOption({ index: 1 })
  else await box.locator('label').last().click()
}

describe('somebody who acts for a unit (2.1, 2.4, A6)', () => {
  it('becomes its handler on a written commitment', async () => {
    const { page } = on
    await page.goto('/employer/join')
    await sign_in(page, newcomer('陈会计'))
    await page.waitForURL(/employer\/join/)
    await expect_accessible(page)
    await page.getByRole('button', { name: '承诺并开始' }).click()
    await page.locator('.error-summary').waitFor()
    await expect_accessible(page)
    await page.locator('#join-uscc').fill(invented_uscc())
    await page.locator('#join-name').fill('济南历下晨光服装店')
    await page.locator('#join-kind').selectOption('sole_trader')
    await page.getByLabel('市', { exact: true }).selectOption('370100')
    await page.getByLabel('县（市、区）').selectOption('370102')
    await page.getByText('我承诺', { exact: true }).click()
    await page.getByRole('button', { name: '承诺并开始' }).click()
    await page.getByRole('heading', { name: '济南历下晨光服装店' }).waitFor()
    unit = new URL(page.url()).pathname
    await page.getByText('名册里还没有人').waitFor()
    await expect_accessible(page)
  })

  it('registers one hire, settled at once, and finds it on the roll', async () => {
    const { page } = on
    await page.getByRole('link', { name: '登记新用工' }).click()
    await page.locator('#one-worker_name').fill('林小燕')
    await choose(page, '#one-document_type')
    await page.locator('#one-document_type').selectOption('resident_id').catch(() => undefined)
    await page.locator('#one-document_number').fill(worker)
    await page.locator('#one-started_on').fill('昨天')
    await choose(page, '#one-contract_kind')
    await expect_accessible(page)
    await page.getByRole('button', { name: '登记', exact: true }).click()
    const until = page.locator('#one-contract_until')
    const done = page.getByText('办好了')
    await done.or(page.locator('.error-summary')).first().waitFor()
    if (await page.locator('.error-summary').count() > 0 && await until.count() > 0) {
      await until.fill('2029-01-01')
      await page.getByRole('button', { name: '登记', exact: true }).click()
    }
    await done.waitFor()
    await expect_accessible(page)
    await page.getByRole('link', { name: '回到名册' }).click()
    await page.getByText(/林/).first().waitFor()
    await expect_accessible(page)
    const csv = await exported(page, '导出 CSV')
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(csv.toString()).toMatch(/^\uFEFF姓名,.*\r\n.*林/)
    const xlsx = await exported(page, '导出 Excel')
    expect(xlsx.subarray(0, 2).toString()).toBe('PK')
    expect(xlsx.toString()).toContain('<t xml:space="preserve">姓名</t>')
  })

  it('uploads a sheet: problems stand beside their cells, good rows run, only failures are taken again', async () => {
    const { page } = on
    await page.goto(`${unit}/sheets`)
    await expect_accessible(page)
    const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 CSV 模板' }).click()])
    const [workbook] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 Excel 模板' }).click()])
    expect((await readFile(await workbook.path())).subarray(0, 2).toString()).toBe('PK')
    const head = (await readFile(await template.path(), 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/)
    const columns = head.find((line) => line.includes('证件号码'))?.split(',') ?? []
    const row = (name: string, number: string) => columns.map((column) => {
      if (column.includes('姓名')) return name
      if (column.includes('类型') && column.includes('证件')) return '居民身份证'
      if (column.includes('证件号码')) return number
      if (column.includes('用工日期')) return '2026-11-10'
      if (column.includes('合同类型')) return '无固定期限'
      return ''
    }).join(',')
    const good = Array.from({ length: 30 }, (_, at) => row(`工人${'甲乙丙丁戊己庚辛壬癸'[at % 10]}${'子丑寅'[Math.floor(at / 10)]}`, invented_number(`19${String(70 + at)}0302`)))
    const wrong = row('错号', '110105194912310021')
    const csv = [columns.join(','), ...good, wrong].join('\r\n')
    await page.locator('input[type=file]').setInputFiles({ name: '11月入职.csv', mimeType: 'text/csv', buffer: Buffer.from('\uFEFF' + csv) })
    await page.getByRole('heading', { name: '认出的列' }).waitFor()
    await page.locator('.wrong-cell').first().waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: /登记可办的 30 行/ }).click()
    await page.getByText('登记完了').waitFor({ timeout: 60_000 })
    await expect_accessible(page)
    await page.getByRole('button', { name: '办成', exact: true }).click()
    await page.getByText('工人甲子').waitFor()
    const [failures] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '只下载没办成的' }).click()])
    expect(await failures.failure()).toBeNull()
    const mended = [columns.join(','), row('改好', invented_number('19880808'))].join('\r\n')
    await page.locator('input[type=file]').setInputFiles({ name: '改好.csv', mimeType: 'text/csv', buffer: Buffer.from('\uFEFF' + mended) })
    await page.getByRole('button', { name: /登记可办的 1 行/ }).click()
    await page.getByText(/办成31/).waitFor({ timeout: 60_000 })
    await expect_accessible(page)
    expect(on.faults).toEqual([])
  })

  it('takes an xlsx and a CSV as Chinese Excel saves it, GB18030, with the same preview', async () => {
    const { page } = on
    const titles = ['姓名', '证件类型', '证件号码', '用工起始日期', '劳动合同类型']
    const row = (name: string) => [name, '居民身份证', invented_number(), '2026-11-10', '无固定期限']
    const gb18030 = execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: [titles, row('㛃禾'), row('陈生')].map((one) => one.join(',')).join('\r\n') })
    const files = [
      { name: '入职.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.concat(to_xlsx(titles, [row('㛃禾'), row('陈生')])), read: /xlsx/ },
      { name: '入职.csv', mimeType: 'text/csv', buffer: gb18030, read: /GB18030/i },
    ]
    for (const file of files) {
      await page.goto(`${unit}/sheets`)
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByRole('heading', { name: '认出的列' }).waitFor()
      await page.getByText(file.read).first().waitFor()
      await page.getByText('㛃禾').first().waitFor()
      await page.getByText(/可办2，有问题0/).waitFor()
    }
    await expect_accessible(page)
  })

  it('registers one end; the person leaves the open roll and stands among those who left', async () => {
    const { page } = on
    await page.goto(`${unit}/one/employment_end`)
    await page.locator('#one-worker_name').fill('林小燕')
    await choose(page, '#one-document_type')
    await page.locator('#one-document_type').selectOption('resident_id').catch(() => undefined)
    await page.locator('#one-document_number').fill(worker)
    await page.locator('#one-ended_on').fill('今天')
    await choose(page, '#one-end_reason')
    await page.getByRole('button', { name: '登记离职', exact: true }).click()
    await page.getByText('办好了').waitFor()
    await expect_accessible(page)
    await page.goto(`${unit}?state=ended`)
    await page.getByRole('cell', { name: /^林/ }).waitFor()
    await expect_accessible(page)
  })

  it('sees its cases and sheets, on a phone too', async () => {
    const { page } = on
    await page.setViewportSize({ width: 375, height: 740 })
    for (const path of ['', '/cases', '/sheets', '/one/employment_end']) {
      await page.goto(unit + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect_accessible(page)
    }
    await page.getByRole('button', { name: 'English' }).click()
    await expect_accessible(page)
    expect(on.faults).toEqual([])
  })
})
