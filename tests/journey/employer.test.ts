import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expect_accessible, invented_number, newcomer, open_browser, sign_in, visit, type Visit } from './browser'
import { start_program, type Program } from './program'

let program: Program
let browser: Browser
let on: Visit
let unit = ''
beforeAll(async () => {
  program = await start_program()
  browser = await open_browser()
  on = await visit(browser, program.url, 1440)
})
afterAll(async () => {
  await on?.close()
  await browser?.close()
  await program?.stop()
})

/** A code of nobody with a check character that fits (GB 32100). */
function invented_uscc(): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const first = `91370102MA${Array.from({ length: 7 }, () => alphabet[Math.floor(Math.random() * 31)]).join('')}`
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(first[at] ?? '0'), 0)
  return first + alphabet[(31 - (sum % 31)) % 31]
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
    await page.locator('#one-document_number').fill(invented_number('19900101'))
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
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 CSV' }).click()])
    expect(await readFile(await file.path(), 'utf8')).toContain('林')
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
