import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expect_accessible, newcomer, open_browser, sign_in, visit } from './browser'
import { officer_of, sign_in_officer, six_digits } from './officer'
import { start_program, type Program } from './program'

let program: Program
let browser: Browser
beforeAll(async () => {
  program = await start_program()
  browser = await open_browser()
})
afterAll(async () => {
  await browser?.close()
  await program?.stop()
})

async function officer_at(user: string, to: string, width = 1440) {
  const on = await visit(browser, program.url, width)
  await sign_in_officer(on.page, officer_of(program, user), to)
  return on
}

const invented_permit = () => `H${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`

/** Somebody with a travel permit at the window: the rule cannot see the age, so an officer decides. */
async function register_flexible(page: Page, name: string): Promise<string> {
  await page.goto('/desk/register')
  await page.getByLabel('证件种类').selectOption('hm_travel_permit')
  await page.getByLabel('证件号码').fill(invented_permit())
  await page.getByLabel('姓名').fill(name)
  await page.getByRole('button', { name: '建档' }).click()
  await page.getByRole('button', { name: /^灵活就业登记/ }).click()
  await page.locator('#behalf-started_on').waitFor()
  const kind = page.locator('#behalf-flexible_kind')
  if (await kind.evaluate((element) => element.tagName) === 'SELECT') await kind.selectOption({ index: 1 })
  else await kind.locator('label').first().click()
  await page.locator('#behalf-started_on').fill('昨天')
  await page.locator('#behalf-work').fill('送外卖')
  await choose_area(page)
  await page.locator('#behalf-phone').fill('13900001111')
  await page.getByLabel(/怎么核对的本人/).fill('本人到场，核对证件')
  await page.getByRole('button', { name: '替本人提交' }).click()
  await page.getByText('已提交').waitFor()
  await page.getByRole('link', { name: '看这一件' }).click()
  await page.waitForURL(/\/desk\/cases\//)
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}

async function choose_area(page: Page) {
  await page.getByLabel('市', { exact: true }).selectOption('370100')
  await page.getByLabel('县（市、区）').selectOption('370102')
}

describe('an officer at the window', () => {
  it('signs in with two factors; without the right six digits nobody comes in', async () => {
    const on = await visit(browser, program.url, 1440)
    const { page } = on
    await page.goto('/desk/queue')
    await page.waitForURL(/desk\/sign-in/)
    await expect_accessible(page)
    const officer = officer_of(program, 'window')
    await page.getByLabel('用户名').fill(officer.user)
    await page.getByLabel('密码').fill(officer.password)
    await page.getByLabel('6位动态码').fill(six_digits(officer.secret, 1000))
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('alert').waitFor()
    expect(new URL(page.url()).pathname).toBe('/desk/sign-in')
    await sign_in_officer(page, officer, '/desk/queue')
    await page.getByRole('heading', { name: '待办' }).waitFor()
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })

})
