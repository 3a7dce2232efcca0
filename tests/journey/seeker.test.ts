import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expect_accessible, newcomer, open_browser, sign_in, visit, type Visit } from './browser'
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

/** Yes or no to a question, by the name of its field. */
const answer = (on: Visit, field: string, words: string) => on.page.locator(`#field-${field}`).getByText(words, { exact: true }).click()

async function fill_in_registration(on: Visit, reason: string) {
  const { page } = on
  await page.getByText('这些我们已经知道').waitFor()
  await page.locator('#field-lost_on').fill('昨天')
  await page.locator('#field-reason').selectOption({ label: reason })
  await answer(on, 'wants_work', '是')
  await answer(on, 'able_to_work', '是')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('提交前看一遍').waitFor()
}

describe('a person who lost the job, on a 375 px phone (1.1, 16.1, 18.1, 18.4, 18.5, 23.1)', () => {
  it('with a wrong check character is told which one, before and after sending', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await page.goto('/me')
    const who = newcomer()
    const wrong = who.number.slice(0, 17) + (who.number.endsWith('1') ? '2' : '1')
    await sign_in(page, { ...who, number: wrong })
    await page.locator('.error-summary').getByText('最后一位对不上').waitFor()
    await page.getByLabel('证件号码').fill(who.number)
    await page.getByText('号码校验通过').waitFor()
    await page.getByRole('button', { name: '确认是我' }).click()
    await page.waitForURL(/\/me$/)
    await on.close()
  })
})

describe('one file of one person (1.1, 15.4)', () => {
  it('holds a second document, shows everything recorded, and asks a question to the advisers', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    const who = newcomer('林·雅')
    await page.goto('/me')
    await sign_in(page, who)
    await page.getByRole('link', { name: '再加一个证件' }).click()
    await page.getByLabel('姓名').fill(who.name)
    await page.getByLabel('证件', { exact: true }).selectOption('tw_travel_permit')
    await page.getByLabel('证件号码').fill(String(10_000_000 + Math.floor(Math.random() * 89_999_999)))
    await page.getByRole('button', { name: '加上这个证件' }).click()
    await page.waitForURL(/\/me$/)
    await page.getByText('台湾居民来往大陆通行证').waitFor()
    await page.getByRole('link', { name: '看全部记录' }).click()
    await page.getByRole('heading', { name: '我的全部记录' }).waitFor()
    await expect_accessible(page)
    await page.goto('/advice')
    await page.getByRole('link', { name: '我要问' }).click()
    await page.locator('#field-topic').selectOption({ index: 1 })
    await page.locator('#field-question').fill('外地户口能在济南登记失业吗？')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('heading', { name: '政策咨询已收到' }).waitFor()
    await page.getByText(/前办完/).waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })
})

describe('anybody (14.2, A1)', () => {
  it.each([375, 1440])('reads the services, a guide, the catalogues and the answers at %i px, in both languages', async (width) => {
    const on = await visit(browser, program.url, width)
    const { page } = on
    await page.goto('/')
    await page.getByText('十项免费服务').waitFor()
    expect(await page.locator('.services > li').count()).toBe(10)
    for (const path of ['/', '/items/unemployment_registration', '/items/flexible_employment_registration', '/catalogues', '/catalogues?of=online', '/advice', '/agencies?area=370102', '/verify', '/nowhere']) {
      await page.goto(path)
      await expect_accessible(page)
    }
    await page.goto('/items/unemployment_registration')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Unemployment registration: guide' }).waitFor()
    await page.getByRole('button', { name: 'Large print' }).click()
    const small = await page.locator('main .button').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 60).length)
    expect(small).toBe(0)
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('downloads both catalogues', async () => {
    for (const name of ['window.xlsx', 'window.csv', 'online.xlsx', 'online.csv']) {
      const response = await fetch(`${program.url}/v1/catalogues/${name}`)
      expect(response.status, name).toBe(200)
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(300)
    }
  })
})
