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

  it('registers somebody standing there, finds the double while typing, and decides with a coded reason by the keyboard (16.4, 18.1)', async () => {
    const on = await officer_at('window', '/desk/register')
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
    const on = await officer_at('window', '/desk/register')
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
    const slow = await officer_at('window', '/desk/register')
    const number = await register_flexible(slow.page, '上官·宁')
    await slow.page.getByRole('button', { name: /^办结/ }).click()
    await slow.page.getByLabel('说明（本人能看到）').fill('材料都核对了')

    const fast = await officer_at('linyi', `/desk/cases/${number}`)
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

  it('opens a file for a typed reason, which an administrator finds in the list of who looked (15.4)', async () => {
    const on = await officer_at('window', '/desk/people')
    const { page } = on
    const name = '诸葛·青'
    await register_flexible(page, name)
    await page.goto('/desk/people')
    await page.getByLabel('证件号、手机号或姓名').fill(name)
    await page.keyboard.press('Enter')
    await expect_accessible(page)
    await page.getByRole('link', { name: /诸葛/ }).first().click()
    await page.waitForURL(/\/desk\/people\/.+/)
    const reason = page.getByLabel('理由', { exact: true })
    const head = page.getByRole('heading', { name, level: 1 })
    await reason.or(head).first().waitFor()
    const asked = await reason.count() > 0
    if (asked) {
      await expect_accessible(page)
      await reason.fill('本人在窗口问进度')
      await page.keyboard.press('Enter')
    }
    await head.waitFor()
    await page.getByRole('heading', { name: '时间线' }).waitFor()
    await expect_accessible(page)
    const admin = await officer_at('admin', '/desk/admin/reads')
    await admin.page.getByRole('cell', { name: asked ? /本人在窗口问进度/ : /.+/ }).first().waitFor()
    await expect_accessible(admin.page)
    expect([...on.faults, ...admin.faults]).toEqual([])
    await on.close()
    await admin.close()
  })
})

describe('officers with other duties', () => {
  it('an adviser answers a question and the answer joins the public list (A1)', async () => {
    const asker = await visit(browser, program.url)
    await asker.page.goto('/apply/policy_advice')
    await sign_in(asker.page, newcomer(), false)
    await asker.page.waitForURL(/apply\/policy_advice/)
    const question = `我在济南上班，户口在河南，能在这里登记失业吗？${Date.now()}`
    await asker.page.locator('#field-question').fill(question)
    const topic = asker.page.locator('#field-topic')
    if (await topic.evaluate((element) => element.tagName) === 'SELECT') await topic.selectOption({ index: 1 })
    else await topic.locator('label').first().click()
    await asker.page.locator('#field-publish_ok').getByText('是', { exact: true }).click()
    if (await asker.page.getByLabel('市', { exact: true }).count() > 0) await choose_area(asker.page)
    const next = asker.page.getByRole('button', { name: '下一步' })
    if (await next.count() > 0) await next.click()
    await asker.page.getByRole('button', { name: /^提交/ }).click()
    await asker.page.waitForURL(/\/done$/)

    const on = await officer_at('adviser', '/desk/advice')
    const { page } = on
    await page.getByRole('link', { name: new RegExp(question.slice(-13)) }).click()
    await page.getByRole('button', { name: /^回答/ }).click()
    await page.locator('#answer-text').fill('能。在常住地就能登记，不看户籍。')
    await expect_accessible(page)
    await page.getByRole('button', { name: '发出回答' }).click()
    await page.getByRole('status').filter({ hasText: '已记录' }).waitFor()
    await asker.page.goto('/advice')
    await asker.page.getByText(question).first().waitFor()
    expect([...on.faults, ...asker.faults]).toEqual([])
    await on.close()
    await asker.close()
  })

  it('a commitment begun online is recorded by a window elsewhere and checked afterwards (12.1, 18.2)', async () => {
    const person = await visit(browser, program.url)
    await person.page.goto('/apply/unemployment_registration')
    await sign_in(person.page, newcomer('周海'))
    await person.page.waitForURL(/apply\/unemployment_registration/)
    await person.page.locator('#field-lost_on').fill('昨天')
    await person.page.locator('#field-reason').selectOption({ label: '合同期满' })
    for (const field of ['wants_work', 'able_to_work']) await person.page.locator(`#field-${field}`).getByText('是', { exact: true }).click()
    await person.page.getByRole('button', { name: '下一步' }).click()
    await person.page.getByRole('button', { name: '提交', exact: true }).click()
    await person.page.getByRole('heading', { name: '书面承诺，当场办结' }).waitFor()
    const number = await person.page.evaluate(async () => {
      const page = await (await fetch('/v1/me/cases')).json() as { rows: { number: string }[] }
      return page.rows[0]?.number ?? ''
    })

    const far = await officer_at('linyi', `/desk/cases/${number}`)
    await far.page.getByRole('button', { name: '代记承诺' }).click()
    await far.page.getByText('已向本人念过，本人同意').click()
    await expect_accessible(far.page)
    await far.page.locator('.decision-form').getByRole('button', { name: '代记承诺' }).click()
    await far.page.getByText('已办结').first().waitFor()

    const on = await officer_at('check', '/desk/checks?state=open')
    const { page } = on
    await expect_accessible(page)
    await page.goto(`/desk/cases/${number}`)
    await page.getByRole('button', { name: '核查承诺' }).click()
    await page.getByText('属实', { exact: true }).first().click()
    await page.locator('#check-note').fill('与参保记录比对，一致')
    await expect_accessible(page)
    await page.getByRole('button', { name: '记下结果' }).click()
    await page.getByRole('status').filter({ hasText: '已记录' }).waitFor()
    expect([...person.faults, ...far.faults, ...on.faults]).toEqual([])
    await Promise.all([person.close(), far.close(), on.close()])
  })

  it('an administrator walks the network and creates an officer whose secrets are shown once (11.1)', async () => {
    const on = await officer_at('admin', '/desk/admin/agencies')
    const { page } = on
    await page.getByRole('button', { name: '济南市', exact: true }).click()
    await page.waitForURL(/area=370100/)
    await page.getByRole('cell').first().waitFor()
    await expect_accessible(page)
    await page.goto('/desk/admin/outbox')
    await expect_accessible(page)
    await page.goto('/desk/admin/staff')
    await page.getByRole('button', { name: '新增人员' }).click()
    const dialog = page.getByRole('dialog')
    const user = `new${Date.now() % 1e6}`
    await dialog.getByLabel('用户名').fill(user)
    await dialog.getByLabel('姓名').fill('赵敏')
    await dialog.getByLabel('机构').selectOption({ index: 1 })
    await expect_accessible(page)
    await dialog.getByRole('button', { name: '创建账号' }).click()
    await page.getByText('只显示这一次').waitFor()
    const codes = await page.getByRole('dialog').locator('code').allInnerTexts()
    expect(codes[2]).toMatch(/^otpauth:\/\/totp\//)
    await expect_accessible(page)
    await page.getByRole('button', { name: '已交给本人' }).click()
    await page.reload()
    expect(await page.getByText('otpauth://').count()).toBe(0)

    const fresh = await visit(browser, program.url, 1440)
    await sign_in_officer(fresh.page, { user, password: codes[0] ?? '', secret: codes[1] ?? '' }, '/desk/queue')
    await fresh.page.getByRole('heading', { name: '待办' }).waitFor()
    await fresh.page.goto('/desk/admin/staff')
    await fresh.page.getByText('您没有看这里的职责').waitFor()
    expect([...on.faults, ...fresh.faults]).toEqual([])
    await on.close()
    await fresh.close()
  })

  it('a manager reads the evaluations; nobody at the desk can write one (23.1)', async () => {
    const on = await officer_at('manager', '/desk/evaluations')
    await on.page.getByRole('heading', { name: '好差评' }).waitFor()
    await expect_accessible(on.page)
    await on.page.getByRole('button', { name: 'English' }).click()
    await on.page.getByRole('heading', { name: 'Evaluations' }).waitFor()
    await expect_accessible(on.page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('works on a phone and in large print', async () => {
    const on = await officer_at('window', '/desk/queue', 375)
    await on.page.getByRole('heading', { name: '待办' }).waitFor()
    await expect_accessible(on.page)
    await on.page.getByRole('button', { name: '关怀版' }).click()
    await expect_accessible(on.page)
    expect(on.faults).toEqual([])
    await on.close()
  })
})
