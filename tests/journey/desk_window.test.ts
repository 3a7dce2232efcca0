import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expect_accessible, newcomer, open_browser, visit } from './browser'
import { Officers, register_flexible } from './desk'
import { officer_of, sign_in_officer, six_digits } from './officer'
import { open_as } from './seeker'
import { start_program, type Program } from './program'

let program: Program
let browser: Browser
let officers: Officers
beforeAll(async () => {
  program = await start_program()
  browser = await open_browser()
  officers = new Officers(browser, program)
})
afterAll(async () => {
  await browser?.close()
  await program?.stop()
})

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

  it('registers somebody standing there, is told of a wrong check character while typing, and decides with a coded reason by the keyboard (16.4, 18.1)', async () => {
    const on = await officers.at('window', '/desk/register')
    const { page } = on
    await page.getByLabel('证件号码').fill('110105194912310021')
    await page.getByText(/最后一位/).waitFor()
    await page.getByRole('button', { name: '清空' }).click()
    await expect_accessible(page)
    const number = await register_flexible(page, '欧阳·婉')
    await page.getByText('办理中').first().waitFor()
    await expect_accessible(page)

    await page.goto('/desk/queue')
    await page.locator('#queue-q').fill(number)
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=/)
    await page.getByRole('button', { name: /灵活就业登记/ }).waitFor()
    await page.locator('#queue-q').blur()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`case=${number}`))
    await page.getByRole('button', { name: /^不能办/ }).waitFor()
    await expect_accessible(page)
    await page.keyboard.press('d')
    await page.getByRole('button', { name: '确认不能办' }).click()
    await page.getByText('请选一条理由').waitFor()
    await page.getByLabel('不能办的理由').selectOption({ index: 1 })
    await page.getByLabel('说明（本人能看到）').fill('电话核实，没有做这份工作')
    await page.reload()
    await page.getByText('上次没发出的内容还在').waitFor()
    expect(await page.getByLabel('说明（本人能看到）').inputValue()).toBe('电话核实，没有做这份工作')
    await expect_accessible(page)
    await page.getByRole('button', { name: '确认不能办' }).click()
    await page.getByRole('status').filter({ hasText: '已记录' }).waitFor()
    await page.getByText('未通过').first().waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('asks for correction so that the clock stops, corrects on their behalf and settles', async () => {
    const on = await officers.at('window', '/desk/register')
    const { page } = on
    await register_flexible(page, '司徒·月')
    await page.getByRole('button', { name: /^请补正/ }).click()
    await page.getByLabel('哪一项').selectOption('work')
    await page.getByLabel('写一句话告诉本人').fill('请写清楚给哪个平台送')
    await page.getByRole('button', { name: '发给本人' }).click()
    await page.getByText(/计时暂停/).first().waitFor()
    await page.getByRole('button', { name: '代为补正' }).click()
    await page.locator('#correct-work').fill('给本地平台送外卖')
    await expect_accessible(page)
    await page.getByRole('button', { name: '补正并提交' }).click()
    await page.getByRole('button', { name: /^办结/ }).click()
    await page.getByRole('button', { name: '确认办结' }).click()
    await page.getByText('已办结').first().waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('whose colleague was faster sees what the other did and keeps what was typed (412)', async () => {
    const slow = await officers.at('window', '/desk/register')
    const number = await register_flexible(slow.page, '上官·宁')
    await slow.page.getByRole('button', { name: /^办结/ }).click()
    await slow.page.getByLabel('说明（本人能看到）').fill('材料都核对了')

    const fast = await officers.at('linyi', `/desk/cases/${number}`)
    await fast.page.getByRole('button', { name: /^请补正/ }).click()
    await fast.page.getByLabel('哪一项').selectOption('work')
    await fast.page.getByLabel('写一句话告诉本人').fill('请写清楚做什么')
    await fast.page.getByRole('button', { name: '发给本人' }).click()
    await fast.page.getByText(/计时暂停/).first().waitFor()

    await slow.page.getByRole('button', { name: '确认办结' }).click()
    await slow.page.getByText('同事先办了这一件').waitFor()
    await slow.page.locator('.conflict').getByText(/张伟/).waitFor()
    expect(await slow.page.getByLabel('说明（本人能看到）').inputValue()).toBe('材料都核对了')
    await expect_accessible(slow.page)
    await slow.page.getByRole('button', { name: '知道了' }).click()
    await slow.page.getByRole('button', { name: '确认办结' }).click()
    await slow.page.getByRole('status').filter({ hasText: '已记录' }).waitFor()
    expect([...slow.faults, ...fast.faults]).toEqual([])
    await slow.close()
    await fast.close()
  })

  it('opens a file without a task for a typed reason; the person and an administrator see who looked (row 15.4)', async () => {
    const person = await visit(browser, program.url)
    const who = newcomer('诸葛青')
    await open_as(person, who, '/me')
    const on = await officers.at('linyi', '/desk/people')
    const { page } = on
    await page.getByLabel('证件号、手机号或姓名').fill(who.number)
    await page.keyboard.press('Enter')
    const hit = page.getByRole('link', { name: '诸*青' })
    await hit.waitFor()
    await expect_accessible(page)
    await hit.click()
    const reason = page.getByLabel('理由', { exact: true })
    await reason.waitFor()
    await expect_accessible(page)
    expect(await page.getByText('诸葛青').count()).toBe(0)
    await reason.fill('本人来电问进度')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '诸葛青', level: 1 }).waitFor()
    await page.getByRole('heading', { name: '时间线' }).waitFor()
    await expect_accessible(page)

    await person.page.goto('/me/timeline')
    await person.page.getByText(/本人来电问进度/).first().waitFor()
    const admin = await officers.at('admin', '/desk/admin/reads')
    await admin.page.getByRole('cell', { name: /本人来电问进度/ }).first().waitFor()
    await expect_accessible(admin.page)
    expect([...person.faults, ...on.faults, ...admin.faults]).toEqual([])
    await Promise.all([person.close(), on.close(), admin.close()])
  })
})
