import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expect_accessible, newcomer, open_browser, sign_in, visit } from './browser'
import { start_program, type Program } from './program'
import { fill_in_registration, open_as, read_certificate, submit } from './seeker'

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

/** The demo's person whose employer has told the end of the last job. */
const just_lost_a_job = '12000000001'

describe('a person who lost the job, on a 375 px phone', () => {
  it('with the end on record is not asked for it, is settled at once, and the QR code of the certificate verifies (rows 1.1, 1.2, 16.1, 18.1, 18.4)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await page.goto('/apply/unemployment_registration')
    await sign_in(page, { name: '', phone: just_lost_a_job, number: '' }, false)
    await page.getByText('这些我们已经知道').waitFor()
    const known = await page.locator('.known').innerText()
    expect(known).toContain('从哪天起没有工作')
    expect(known).toContain('原来在哪里工作')
    expect(await page.locator('#field-lost_on, #field-last_employer, #field-area, #field-phone').count()).toBe(0)
    await expect_accessible(page)
    await fill_in_registration(on, '合同期满', '')
    await expect_accessible(page)
    await submit(page)
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    await page.getByText('记录证明工作已结束，失业登记已办结').waitFor()
    await expect_accessible(page)

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载网证（PDF）' }).click()])
    const { text, address } = await read_certificate(download)
    expect(text).toContain('失业登记')
    expect(new URL(address).origin).toBe(program.url)

    await page.getByRole('link', { name: '看理由' }).click()
    await page.getByRole('heading', { name: '理由' }).waitFor()
    await expect_accessible(page)
    expect(await page.getByText(/条款：/).innerText()).toContain('6号文')
    expect(on.faults).toEqual([])
    await on.close()

    const anybody = await visit(browser, program.url)
    await anybody.page.goto(address)
    await anybody.page.getByText('这张网证是真的，现在有效').waitFor()
    await expect_accessible(anybody.page)
    await anybody.close()
  })

  it('who never worked registers in under a minute; a double click makes one case, a second registration is refused in plain words (rows 1.1, 18.1)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await page.goto('/')
    await page.getByRole('link', { name: /登记失业/ }).click()
    await page.waitForURL(/sign-in/)
    await expect_accessible(page)
    const began = Date.now()
    await sign_in(page, newcomer())
    await page.waitForURL(/apply\/unemployment_registration/)
    await fill_in_registration(on, '毕业后未就业')
    const posts: string[] = []
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/v1/cases')) posts.push(request.url()) })
    await page.getByRole('button', { name: '提交', exact: true }).dblclick()
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    expect(Date.now() - began).toBeLessThan(60_000)
    expect(posts.length).toBe(1)

    await page.goto('/apply/unemployment_registration')
    await page.getByText(/起已在失业登记/).waitFor()
    expect(await page.getByRole('button', { name: /下一步|提交/ }).count()).toBe(0)
    await expect_accessible(page)
    await page.getByRole('link', { name: '看我的办件' }).click()
    await page.getByRole('heading', { name: '我的办件' }).waitFor()
    expect(await page.getByRole('link', { name: '失业登记', exact: true }).count()).toBe(1)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('whose last job is not on record is told which item and settles it by a written commitment with a dated check (rows 1.3, 18.2)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await open_as(on, newcomer('买买提·艾力'), '/apply/unemployment_registration')
    await fill_in_registration(on, '合同期满')
    await submit(page)
    await page.getByRole('heading', { name: '书面承诺，当场办结' }).waitFor()
    await page.getByText('记录里没有您上一份工作').first().waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: '承诺并办结' }).click()
    await page.getByText('先勾选“愿意承诺”').waitFor()
    await expect_accessible(page)
    await page.getByText('我已看过，愿意承诺').click()
    await page.getByRole('button', { name: '承诺并办结' }).click()
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    expect(await page.getByText(/前核查您的承诺/).innerText()).toMatch(/\d+月\d+日/)
    await page.getByRole('link', { name: '看理由' }).click()
    await page.getByRole('heading', { name: '您的承诺' }).waitFor()
    await page.getByText('我承诺：').waitFor()
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('who changes the answer instead of committing corrects it and is settled (rows 18.2, 15.4)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await open_as(on, newcomer('赵敏'), '/apply/unemployment_registration')
    await fill_in_registration(on, '合同期满')
    await submit(page)
    await page.getByRole('heading', { name: '书面承诺，当场办结' }).waitFor()
    await page.goto('/me')
    await page.getByRole('heading', { name: '等您办的' }).waitFor()
    await page.getByRole('link', { name: '失业登记', exact: true }).click()
    await page.getByRole('button', { name: '不承诺，改答案' }).click()
    await page.locator('#field-reason').selectOption({ label: '毕业后未就业' })
    await expect_accessible(page)
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.getByText('记录里没有就业，失业登记已办结').first().waitFor()
    await page.getByRole('link', { name: '下载网证（PDF）' }).waitFor()
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })
})

describe('what was typed is never lost', () => {
  it('an empty form leads to every question; the back button and a reload keep the answers; without network the form says so and goes on later', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await open_as(on, newcomer('𠮷'), '/apply/unemployment_registration')
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
    await page.getByText('上次填的还在').waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.context().setOffline(true)
    await submit(page)
    await page.getByText('没有连上').first().waitFor()
    await page.getByText('毕业后未就业').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('a name of 10,000 characters is refused next to its field with nothing lost; a wrong check character is named before and after sending', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    const who = newcomer()
    const wrong = who.number.slice(0, 17) + (who.number.endsWith('1') ? '2' : '1')
    const long = '王'.repeat(10_000)
    await page.goto('/me')
    await sign_in(page, { ...who, name: long, number: wrong })
    await page.locator('.error-summary').getByText('最后一位对不上').waitFor()
    await page.locator('.error-summary').getByText('姓名最多60字，现在10000字').waitFor()
    await page.locator('.question', { has: page.locator('#field-name') }).locator('.error').getByText('姓名最多60字').waitFor()
    expect(await page.locator('#field-name').inputValue()).toBe(long)
    expect(await page.locator('#field-document_number').inputValue()).toBe(wrong)
    await expect_accessible(page)
    await page.getByLabel('姓名').fill(who.name)
    await page.getByLabel('证件号码').fill(who.number)
    await page.getByText('号码校验通过').waitFor()
    await page.getByRole('button', { name: '确认是我' }).click()
    await page.waitForURL(/\/me$/)

    await page.goto('/apply/unemployment_registration')
    await page.locator('#field-last_employer').fill('厂'.repeat(10_000))
    await page.locator('#field-lost_on').fill('昨天')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.locator('.question', { has: page.locator('#field-last_employer') }).locator('.error').getByText(/最多100字/).waitFor()
    expect((await page.locator('#field-last_employer').inputValue()).length).toBe(10_000)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('the program refuses what the page let through, at the field and in its name (a day after today)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await open_as(on, newcomer('孙丽'), '/apply/unemployment_registration')
    await fill_in_registration(on, '毕业后未就业', '2099-01-01')
    await submit(page)
    await page.locator('.error-summary').getByText('没有工作的日子不能晚于今天').waitFor()
    await page.locator('.question', { has: page.locator('#field-lost_on') }).locator('.error').waitFor()
    expect(await page.locator('#field-lost_on').inputValue()).toContain('2099')
    await expect_accessible(page)
    await page.locator('#field-lost_on').fill('昨天')
    await page.getByRole('button', { name: '下一步' }).click()
    await submit(page)
    await page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
    await on.close()
  })
})

describe('a flexible worker', () => {
  it('registers without an employer, on commitment (row 3.1)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await open_as(on, newcomer('李建国'), '/apply/flexible_employment_registration')
    await page.locator('#field-flexible_kind').selectOption('platform_delivery')
    await page.locator('#field-started_on').fill('前天')
    await page.locator('#field-work').fill('送外卖')
    await page.locator('#field-platform').fill('同城配送')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('heading', { name: '提交前看一遍' }).waitFor()
    await expect_accessible(page)
    await submit(page)
    await page.waitForURL(/\/done$/)
    await page.getByText('我已看过，愿意承诺').click()
    await page.getByRole('button', { name: '承诺并办结' }).click()
    await page.getByRole('heading', { name: '灵活就业登记办好了' }).waitFor()
    await page.getByRole('link', { name: '下载网证（PDF）' }).waitFor()
    await page.goto('/me')
    await page.locator('.now').getByText(/灵活就业/).waitFor()
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('who typed nothing is told so in the field (row 3.1)', async () => {
    const on = await visit(browser, program.url)
    await open_as(on, newcomer('刘洋'), '/apply/flexible_employment_registration')
    await on.page.getByRole('button', { name: '下一步' }).click()
    for (const name of ['flexible_kind', 'started_on', 'work']) await on.page.locator('.question.wrong', { has: on.page.locator(`#field-${name}`) }).waitFor()
    expect(await on.page.locator('.error-summary a').count()).toBe(3)
    await on.close()
  })
})
