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
  it('registers in under a minute, is settled at once, sees the reason and evaluates once', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await page.goto('/')
    await expect_accessible(page)
    await page.getByRole('link', { name: /登记失业/ }).click()
    await page.waitForURL(/sign-in/)
    await expect_accessible(page)
    await sign_in(page, newcomer())
    await page.waitForURL(/apply\/unemployment_registration/)
    const began = Date.now()
    await fill_in_registration(on, '毕业后未就业')
    await expect_accessible(page)
    const posts: string[] = []
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/v1/cases')) posts.push(request.url()) })
    await page.getByRole('button', { name: '提交', exact: true }).dblclick()
    await page.waitForURL(/\/done$/)
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    expect(Date.now() - began).toBeLessThan(60_000)
    expect(posts.length).toBe(1)
    await expect_accessible(page)

    const [certificate] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载网证（PDF）' }).click()])
    expect(await certificate.failure()).toBeNull()

    await page.getByText('非常满意', { exact: true }).click()
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByText('您已评价：非常满意').waitFor()
    expect(await page.getByRole('button', { name: '提交评价' }).count()).toBe(0)

    await page.getByRole('link', { name: '看理由' }).click()
    await page.getByRole('heading', { name: '理由' }).waitFor()
    await expect_accessible(page)
    expect(await page.getByText(/条款：/).innerText()).toContain('6号文')

    await page.getByRole('link', { name: '核验页面' }).click()
    await page.getByText('这张网证是真的，现在有效').waitFor()
    await expect_accessible(page)

    await page.goto('/apply/unemployment_registration')
    await page.getByRole('link', { name: '看我的办件' }).click()
    await page.getByRole('heading', { name: '我的就业经历' }).waitFor()
    await expect_accessible(page)
    await page.getByRole('link', { name: /就业创业培训需求/ }).first().click()
    await page.waitForURL(/needs_opening/)
    await page.getByText('我想学技能', { exact: true }).click()
    await page.locator('#field-training_note').fill('想学电工')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.waitForURL(/\/done$/)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('whose last job is not on record settles it by a written commitment with a dated check (18.2)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await page.goto('/apply/unemployment_registration')
    await sign_in(page, newcomer('买买提·艾力'))
    await page.waitForURL(/apply/)
    await fill_in_registration(on, '合同期满')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('heading', { name: '书面承诺，当场办结' }).waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: '承诺并办结' }).click()
    await page.getByText('先勾选“愿意承诺”').waitFor()
    await page.getByText('我已看过，愿意承诺').click()
    await page.getByRole('button', { name: '承诺并办结' }).click()
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    await page.getByText(/核查您的承诺/).waitFor()
    await page.getByRole('link', { name: '看理由' }).click()
    await page.getByRole('button', { name: '我不同意这个结果' }).click()
    await page.getByLabel('哪里不对，实际是怎样').fill('原单位名称写错了')
    await expect_accessible(page)
    await page.getByRole('button', { name: '提交异议' }).click()
    await page.getByText('原单位名称写错了').waitFor()
    await page.getByRole('button', { name: '撤回' }).waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('who typed nothing is led to every question, and what was typed outlives a lost network and a reload', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await page.goto('/apply/unemployment_registration')
    await sign_in(page, newcomer('𠮷'))
    await page.waitForURL(/apply/)
    await page.getByRole('button', { name: '下一步' }).click()
    await page.locator('.error-summary').waitFor()
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('error-summary')
    await expect_accessible(page)
    await page.locator('.error-summary a').first().click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-lost_on')
    await fill_in_registration(on, '毕业后未就业')
    await page.goBack()
    expect(await page.locator('#field-lost_on').inputValue()).toMatch(/^\d{4}年\d{1,2}月\d{1,2}日$/)
    await page.reload()
    expect(await page.locator('#field-lost_on').inputValue()).toMatch(/^\d{4}年/)
    await page.getByRole('button', { name: '下一步' }).click()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByText('没有连上').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

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

describe('a flexible worker (3.1)', () => {
  it('registers without an employer, on commitment', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await page.goto('/apply/flexible_employment_registration')
    await sign_in(page, newcomer('李建国'))
    await page.waitForURL(/apply/)
    await page.locator('#field-flexible_kind').selectOption('platform_delivery')
    await page.locator('#field-started_on').fill('前天')
    await page.locator('#field-work').fill('送外卖')
    if (await page.locator('#field-platform').count()) await page.locator('#field-platform').fill('同城配送')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('提交前看一遍').waitFor()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.waitForURL(/\/done$/)
    await page.getByText('我已看过，愿意承诺').click()
    await page.getByRole('button', { name: '承诺并办结' }).click()
    await page.getByRole('heading', { name: '灵活就业登记办好了' }).waitFor()
    await on.close()
  })
})
