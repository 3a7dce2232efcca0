// «我能领什么» on a phone: by anybody with answers of their own, by somebody signed in from what the records know.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expect_accessible, newcomer } from './browser'
import { register_unemployed } from './seeker'
import { set_stage } from './stage'

const stage = set_stage()
const card = (page: Page, code: string) => page.locator(`[data-policy="${code}"]`)
const next = (page: Page) => page.getByRole('button', { name: '下一步' }).click()
const tick = (page: Page, words: string) => page.getByText(words, { exact: true }).click()

describe('somebody without an account, at 375 px (rows 15.3, 16.1)', () => {
  it('answers six short pages and reads what is theirs, what is nearly, how many months are missing and what would give it', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/')
    await page.getByRole('link', { name: /我能领什么/ }).click()
    await page.getByText('不登录也能算').waitFor()
    await expect_accessible(page)
    await next(page)
    await page.getByRole('heading', { name: /有\d处要改/ }).waitFor()
    await expect_accessible(page)
    await page.locator('#field-birth_date').fill('1975年3月5日')
    await tick(page, '男')
    await next(page)
    await page.getByRole('heading', { name: '工作和社保' }).waitFor()
    await page.locator('#field-insured_months').fill('十个')
    await next(page)
    await page.getByRole('alert').getByText('请填整数').waitFor()
    await page.locator('#field-insured_months').fill('10')
    await page.locator('#field-last_end_reason').selectOption({ label: '合同期满' })
    expect(await page.locator('#field-open_unemployment_since').count()).toBe(0)
    await tick(page, '已登记失业')
    await page.locator('#field-open_unemployment_since').fill('昨天')
    await expect_accessible(page)
    for (const heading of ['开店、办企业', '上学、毕业', '家里的情况', '领过的']) {
      await next(page)
      await page.getByRole('heading', { name: heading }).waitFor()
    }
    await expect_accessible(page)
    await page.locator('#field-benefit_months_paid').fill('0')
    await page.getByRole('button', { name: '看我能领什么' }).click()

    await page.getByRole('heading', { name: '算出来的结果' }).waitFor()
    await page.getByRole('status').filter({ hasText: /能领\d项，差一点\d项/ }).waitFor()
    const benefit = card(page, 'unemployment_benefit')
    await benefit.getByText('差一点', { exact: true }).waitFor()
    await benefit.getByText('单位缴费10个月，满12个月才能领，还差2个月').waitFor()
    await benefit.getByText(/从10变成12，就能领：每月[\d,]+元，12个月/).waitFor()
    await card(page, 'hardship_recognition').getByText('因为：就业困难情形——51周岁，男满50周岁').waitFor()
    await benefit.getByText('看理由').click()
    await benefit.getByText('条款：社会保险法45').waitFor()
    await expect_accessible(page)

    await page.locator('.facts-told li').filter({ hasText: '持残疾人证' }).getByText('默认值，您没有填').waitFor()

    // Two months more, told here, make it theirs.
    await page.getByRole('button', { name: '单位缴费累计月数不对？' }).click()
    await page.locator('#fact-insured_months').fill('12')
    await expect_accessible(page)
    await page.getByRole('button', { name: '按这个算' }).click()
    await benefit.getByText('能领', { exact: true }).waitFor()
    await benefit.locator('.amount').getByText(/^每月[\d,]+元，12个月$/).waitFor()
    await page.getByRole('button', { name: '改答案再算' }).click()
    await page.getByText('第1步，共6步').waitFor()
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain('1975')
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('fits in large print, in English and on a wide screen', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/entitlements')
    await page.getByRole('button', { name: '关怀版' }).click()
    await expect_accessible(page)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'What can I get' }).waitFor()
    await page.locator('#field-birth_date').fill('1985-03-05')
    await page.getByText('Female', { exact: true }).click()
    for (let step = 0; step < 5; step++) await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'See what I can get' }).click()
    await page.getByRole('heading', { name: 'The result' }).waitFor()
    await expect_accessible(page)
    const small = await page.locator('main .button:visible').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 60).length)
    expect(small).toBe(0)
    expect(await page.locator('[data-policy] h3').allInnerTexts().then((all) => all.join())).not.toMatch(/[\u4e00-\u9fff]/)
    await page.setViewportSize({ width: 1440, height: 900 })
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })
})

describe('somebody signed in (rows 15.3, 16.1)', () => {
  it('finds it filled in, tells one thing otherwise for this time only, and goes on to what starts it', async () => {
    const on = await stage.visit()
    const { page } = on
    await register_unemployed(on, newcomer('郑可领'))
    await page.goto('/me')
    await page.getByRole('link', { name: '我能领什么' }).click()
    await page.getByRole('heading', { name: '算的依据' }).waitFor()
    const registered = page.locator('.facts-told li').filter({ hasText: '已登记失业' })
    await registered.getByText('来自就业登记记录').waitFor()
    expect(await page.getByText('改了').count()).toBe(0)
    await expect_accessible(page)
    await page.getByRole('button', { name: '持残疾人证不对？' }).click()
    await page.locator('#fact-disabled').getByText('是', { exact: true }).click()
    await page.getByRole('button', { name: '按这个算' }).click()
    await page.getByText('改了1项，只用于这次测算，档案没有变。').waitFor()
    await card(page, 'hardship_recognition').getByText('能领', { exact: true }).or(card(page, 'hardship_recognition').getByText('因为：就业困难情形——持有残疾人证')).first().waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: '都改回去' }).click()
    await page.getByText('改了1项').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('heading', { name: '算的依据' }).waitFor()
    await page.locator('.facts-told li').filter({ hasText: '持残疾人证' }).getByText('否', { exact: true }).waitFor()

    // Not registered, it is one step away, and the step is a button.
    await page.getByRole('button', { name: '已登记失业不对？' }).click()
    await page.locator('#fact-open_unemployment').getByText('否', { exact: true }).click()
    await page.getByRole('button', { name: '按这个算' }).click()
    await page.getByRole('button', { name: '持残疾人证不对？' }).click()
    await page.locator('#fact-disabled').getByText('是', { exact: true }).click()
    await page.getByRole('button', { name: '按这个算' }).click()
    const hardship = card(page, 'hardship_recognition')
    await hardship.getByText('差一点', { exact: true }).waitFor()
    await hardship.getByRole('link', { name: '去办失业登记' }).click()
    await page.waitForURL(/\/apply\/unemployment_registration/)
    expect(on.faults).toEqual([])
    await on.close()
  })
})
