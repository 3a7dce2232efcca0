import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expect_accessible, newcomer, open_browser, sign_in, visit } from './browser'
import { Caller } from '../api/caller'
import { officer_of, sign_in_officer } from './officer'
import { start_program, type Program } from './program'
import { fill_in_registration, read_certificate, register_unemployed, submit } from './seeker'

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

describe('one page of one’s own', () => {
  it('shows the status over time, each case with its line and promised day, and what opens next, asked and recorded (rows 18.4, 18.5)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await register_unemployed(on, newcomer())
    await page.getByRole('link', { name: '回我的' }).click()
    await page.locator('.now').getByText(/失业/).first().waitFor()
    await page.getByRole('heading', { name: '我的就业经历' }).waitFor()
    await page.locator('.spells').getByText('登记失业').waitFor()
    await page.getByRole('img', { name: /就业失业状态图/ }).waitFor()
    await page.getByText('【乐业】您的失业登记已办结').waitFor()
    expect(await page.getByText(/验证码\d/).count()).toBe(0)
    expect(await page.getByRole('list', { name: '进度：已办结' }).getByRole('listitem').allInnerTexts()).toEqual(['提交', '办理', '办结'])
    await expect_accessible(page)

    await page.getByRole('link', { name: /就业创业培训需求/ }).first().click()
    await page.waitForURL(/needs_opening/)
    for (const each of ['我想找工作', '我想创业', '我想学技能']) await page.getByText(each, { exact: true }).click()
    await page.locator('#field-employment_note').fill('附近的保洁，3000元以上')
    await page.locator('#field-startup_note').fill('开早点铺，缺设备钱')
    await page.locator('#field-training_note').fill('想学电工')
    await expect_accessible(page)
    while (await page.getByRole('button', { name: '下一步' }).count()) await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('heading', { name: '提交前看一遍' }).waitFor()
    await submit(page)
    await page.waitForURL(/\/done$/)
    await page.getByText('您的需求已记下').first().waitFor()
    await page.getByRole('link', { name: '看理由' }).click()
    for (const each of ['附近的保洁，3000元以上', '开早点铺，缺设备钱', '想学电工']) await page.getByText(each).waitFor()
    await expect_accessible(page)
    await page.goto('/me')
    await page.getByRole('link', { name: '失业登记', exact: true }).click()
    await page.getByRole('link', { name: '看就业创业培训需求' }).click()
    await page.getByText('附近的保洁，3000元以上').waitFor()
    await page.goto('/me')
    await page.getByRole('link', { name: '就业创业培训需求', exact: true }).waitFor()
    expect(await page.getByRole('heading', { name: '接下来可以办' }).count()).toBe(0)

    await page.goto('/apply/policy_advice')
    await page.locator('#field-topic').selectOption({ index: 1 })
    await page.locator('#field-question').fill('登记失业后能领多久失业金？')
    await page.getByRole('button', { name: '下一步' }).click()
    await submit(page)
    await page.getByRole('heading', { name: '政策咨询已收到' }).waitFor()
    await page.goto('/me')
    expect(await page.getByText(/承诺\d+月\d+日.*前/).innerText()).toMatch(/还剩|工作日/)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('evaluates once; a second time, from another tab, is refused in plain words (row 23.1)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    const number = await register_unemployed(on, newcomer())
    const other = await page.context().newPage()
    await other.goto(`/cases/${number}`)
    await other.getByText('非常不满意', { exact: true }).click()
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByText('先选一档').waitFor()
    await page.getByText('非常满意', { exact: true }).click()
    await page.getByLabel('想说的话').fill('很快')
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByText('您已评价：非常满意').waitFor()
    expect(await page.getByRole('button', { name: '提交评价' }).count()).toBe(0)
    await other.getByRole('button', { name: '提交评价' }).click()
    await other.getByRole('alert').getByText('刚有人改过这个办件').waitFor()
    await other.getByText('您已评价：非常满意').waitFor()
    expect(await other.getByRole('button', { name: '提交评价' }).count()).toBe(0)
    await expect_accessible(page)
    const refused = await page.evaluate(async (name) => {
      const seen = await fetch(`/v1/cases/${name}`)
      const session = await (await fetch('/v1/session')).json() as { csrf: string }
      const again = await fetch(`/v1/cases/${name}/actions`, { method: 'POST', body: JSON.stringify({ act: 'evaluate', grade: 1 }),
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, 'If-Match': seen.headers.get('ETag') ?? '', 'Idempotency-Key': crypto.randomUUID() } })
      return { status: again.status, problem: await again.json() as { detail: { zh: string } } }
    }, number)
    expect(refused.status).toBe(409)
    expect(refused.problem.detail.zh).toBe('这件事您已经评价过')
    await on.close()
  })

  it('objects to a fact and to the result; the objection stands with its day on the page (rows 15.4, 16.4)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await register_unemployed(on, newcomer('王·古丽'))
    await page.getByRole('link', { name: '看理由' }).click()
    await page.getByRole('button', { name: /^对“.*”提出异议$/ }).first().click()
    expect(await page.getByLabel('哪里不对，实际是怎样').inputValue()).toContain('不对：')
    await page.getByRole('button', { name: '提交异议' }).click()
    await page.getByText('请写几句，我们才知道查什么').waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: '不了' }).click()
    await page.getByRole('button', { name: '我不同意这个结果' }).click()
    await page.getByLabel('哪里不对，实际是怎样').fill('原单位名称写错了')
    await page.getByRole('button', { name: '提交异议' }).click()
    await page.getByText('原单位名称写错了').waitFor()
    await page.locator('.to-come').getByText(/前/).first().waitFor()
    await expect_accessible(page)
    await page.goto('/me')
    await page.locator('.card.objected').waitFor()
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('corrects what an officer asks for, is told which field and why, and the clock runs again (rows 15.4, 16.4)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    const who = newcomer('陈大文')
    await page.goto('/apply/unemployment_registration')
    await sign_in(page, who, false)
    await page.waitForURL(/\/join/)
    await page.getByLabel('姓名').fill(who.name)
    await page.getByLabel('证件', { exact: true }).selectOption('hm_travel_permit')
    await page.getByLabel('证件号码').fill(`H${who.phone.slice(3)}`)
    await page.getByLabel('市', { exact: true }).selectOption('370100')
    await page.getByLabel('县（市、区）').selectOption('370102')
    await page.getByRole('button', { name: '确认是我' }).click()
    await fill_in_registration(on, '合同期满')
    await submit(page)
    await page.getByRole('heading', { name: '失业登记已收到' }).waitFor()
    await page.getByText(/前办完/).first().waitFor()
    await expect_accessible(page)
    const number = new URL(page.url()).pathname.split('/')[2]

    const officer = await new Caller(program).officer('window')
    const taken = await officer.act((await officer.get(`/v1/cases/${number}`)).body, { act: 'take' })
    const asked = await officer.act(taken.body, { act: 'ask_correction', fields: [{ field: 'last_employer', sentence: '请写原单位全称' }] })
    expect(asked.body.state).toBe('awaiting_correction')

    await page.goto('/me')
    await page.getByRole('heading', { name: '等您办的' }).waitFor()
    await expect_accessible(page)
    await page.getByRole('link', { name: '失业登记', exact: true }).click()
    await page.getByRole('heading', { name: '请改这些' }).waitFor()
    await page.locator('.missing').getByText('请写原单位全称').waitFor()
    expect(await page.locator('form .question').count()).toBe(1)
    await page.locator('#field-last_employer').fill('香港某某贸易有限公司济南代表处')
    await expect_accessible(page)
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.getByText('香港某某贸易有限公司济南代表处').waitFor()
    await page.locator('.page-title .clock').getByText(/还剩/).waitFor()
    expect(await page.getByRole('button', { name: '改正并提交' }).count()).toBe(0)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('joins a second document to the same file and shows everything recorded (rows 1.1, 15.4)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    const who = newcomer('林·雅')
    await register_unemployed(on, who)
    await page.goto('/me')
    await page.getByRole('link', { name: '再加一个证件' }).click()
    await page.getByRole('heading', { name: '再加一个证件' }).waitFor()
    await expect_accessible(page)
    await page.getByLabel('证件', { exact: true }).selectOption('tw_travel_permit')
    await page.getByLabel('证件号码').fill(String(10_000_000 + Math.floor(Math.random() * 89_999_999)))
    await page.getByRole('button', { name: '加上这个证件' }).click()
    await page.waitForURL(/\/me$/)
    await page.getByText('台湾居民来往大陆通行证').waitFor()
    await page.getByText('居民身份证').waitFor()
    await page.getByRole('link', { name: '失业登记', exact: true }).waitFor()
    await page.getByRole('link', { name: '看全部记录' }).click()
    await page.getByRole('heading', { name: '我的全部记录' }).waitFor()
    await page.locator('.entries').getByText('失业登记').first().waitFor()
    await page.locator('.entries').getByText(/台湾居民来往大陆通行证 \d/).waitFor()
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('tells who looked at the file, from where and why (row 15.4)', async () => {
    const on = await visit(browser, program.url)
    const who = newcomer('周小满')
    await register_unemployed(on, who)
    await on.page.goto('/me')
    await on.page.getByText('没有人看过').waitFor()
    const desk = await visit(browser, program.url, 1440)
    await sign_in_officer(desk.page, officer_of(program, 'street'), `/desk/people?q=${who.number}`)
    await desk.page.getByRole('link', { name: /^周/ }).click()
    await desk.page.getByLabel('理由').fill('本人在窗口问进度')
    await desk.page.getByRole('button', { name: '打开档案' }).click()
    await desk.page.getByRole('heading', { name: /周小满/ }).first().waitFor()
    await desk.close()
    await on.page.reload()
    await on.page.getByText('解放路街道', { exact: false }).filter({ hasText: '本人在窗口问进度' }).first().waitFor()
    await expect_accessible(on.page)
    await on.close()
  })
})

describe('a registration that ends', () => {
  it('ends on the day the person tells; the certificate then says so to anybody (rows 1.1, 18.4)', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    await register_unemployed(on, newcomer('孙志强'))
    const verify = await page.getByRole('link', { name: '核验页面' }).getAttribute('href')
    await page.goto('/me')
    await page.getByRole('link', { name: '结束失业登记' }).click()
    await page.locator('#field-end_reason').selectOption({ label: '灵活就业或自己经营了' })
    await page.locator('#field-ended_on').fill('今天')
    await expect_accessible(page)
    await page.getByRole('button', { name: '下一步' }).click()
    await submit(page)
    await page.getByRole('heading', { name: '失业登记终止办好了' }).waitFor()
    await expect_accessible(page)
    await page.goto('/me')
    await page.locator('.now').getByText('目前没有就业或失业登记').waitFor()
    await page.goto(verify ?? '')
    await page.getByText('这张网证已失效').waitFor()
    expect(await page.locator('dt', { hasText: '失效' }).locator('+ dd').innerText()).toMatch(/\d+年\d+月\d+日/)
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })
})

describe('names as they are', () => {
  it.each(['买买提·艾力', '𠮷', '欧阳𠮷祥'])('%s stands on the page and in the certificate', async (name) => {
    const on = await visit(browser, program.url)
    const { page } = on
    await register_unemployed(on, newcomer(name))
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载网证（PDF）' }).click()])
    expect((await read_certificate(download)).text).toContain(name)
    await page.goto('/me')
    await page.getByRole('heading', { name: `${name}，您好` }).waitFor()
    await on.close()
  })
})

describe('a page for everybody', () => {
  it('every page of the seeker is accessible and fits, on a phone and on a desk, in large print, in English', async () => {
    const on = await visit(browser, program.url)
    const { page } = on
    const number = await register_unemployed(on, newcomer())
    const paths = ['/me', '/me/timeline', `/cases/${number}`, `/cases/${number}/done`, '/apply/needs_opening', '/apply/flexible_employment_registration', '/apply/policy_advice', '/join']
    const see = async (some: string[]) => {
      for (const path of some) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await expect_accessible(page)
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await see(paths.slice(0, 5))
    await page.setViewportSize({ width: 375, height: 740 })
    await page.getByRole('button', { name: '关怀版' }).click()
    await see(paths)
    const small = await page.locator('main .button:visible').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 60).length)
    expect(small).toBe(0)
    await page.getByRole('button', { name: 'English' }).click()
    await see(paths.slice(0, 5))
    await page.goto(`/cases/${number}`)
    await page.getByRole('heading', { name: 'The reason' }).waitFor()
    await page.locator('.facts-list').getByText('Not yet worked after school').waitFor()
    const chinese = /[\u4e00-\u9fff]/
    expect(await page.locator('.facts-list').innerText()).not.toMatch(chinese)
    expect((await page.locator('.line .small').allInnerTexts()).join()).not.toMatch(chinese)
    expect(on.faults).toEqual([])
    await on.close()
  })
})
