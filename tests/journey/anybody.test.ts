// Somebody without an account asks about policy on a phone, and reads the answer by number and query code.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expect_accessible } from './browser'
import { choose_area } from './desk'
import { set_stage } from './stage'

const stage = set_stage()

async function fill(page: Page, question: string): Promise<void> {
  await page.locator('#field-topic').selectOption({ index: 1 })
  await page.getByLabel('您的问题').fill(question)
}
const proceed = (page: Page) => page.getByRole('button', { name: '下一步' }).click()
/** Through every page of questions to the last look. */
async function to_check(page: Page): Promise<void> {
  for (let pages = 0; pages < 4 && await page.getByRole('heading', { name: '提交前看一遍' }).count() === 0; pages++) {
    const before = page.url()
    await proceed(page)
    await page.waitForURL((url) => url.href !== before)
  }
  await page.getByRole('heading', { name: '提交前看一遍' }).waitFor()
}
async function number_and_code(page: Page): Promise<[string, string]> {
  await page.getByRole('heading', { name: '记下编号和查询码' }).waitFor()
  const shown = await page.locator('dd.number').allInnerTexts()
  expect(shown).toEqual([expect.stringMatching(/^\d{16}$/), expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)])
  return shown as [string, string]
}
async function look_up(page: Page, number: string, code: string): Promise<void> {
  await page.getByLabel('编号').fill(number)
  await page.getByLabel('查询码').fill(code)
  await page.getByRole('button', { name: '查', exact: true }).click()
}
async function open_questions(): Promise<number> {
  const on = await stage.officer('adviser', '/desk/advice')
  const rows = await on.page.evaluate(async () => (await (await fetch('/v1/desk/advice?state=open&limit=200')).json() as { rows: unknown[] }).rows.length)
  await on.close()
  return rows
}

describe('somebody without an account, at 375 px (row A1)', () => {
  it('asks, is answered at the desk, and reads the answer by number and query code; where agreed everybody finds it', async () => {
    const asker = await stage.visit()
    const { page } = asker
    const question = `开小吃店的，能领一次性创业补贴吗？${Date.now()}`
    await page.goto('/advice')
    await page.getByRole('link', { name: '我要问' }).click()
    await page.getByText('不用登录').waitFor()
    await fill(page, question)
    await expect_accessible(page)
    await page.getByLabel(/可以公开/).check()
    await choose_area(page)
    await proceed(page)
    await page.getByLabel('手机号').fill('13953110088')
    await expect_accessible(page)
    await to_check(page)
    await expect_accessible(page)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    const [number, code] = await number_and_code(page)
    expect(page.url()).not.toContain(code)
    await page.getByText('问题已收到，由咨询员答复').waitFor()
    await expect_accessible(page)
    await page.reload()
    expect(await number_and_code(page)).toEqual([number, code])

    const desk = await stage.officer('adviser', '/desk/advice')
    await desk.page.getByRole('link', { name: new RegExp(question.slice(-13)) }).click()
    await desk.page.getByRole('button', { name: /^回答/ }).click()
    await desk.page.locator('#answer-text').fill('能。首次创办且带动就业的，可领一次。')
    await expect_accessible(desk.page)
    await desk.page.getByRole('button', { name: '发出回答' }).click()
    await desk.page.getByRole('status').filter({ hasText: '已记录' }).waitFor()

    const later = await stage.visit()
    await later.page.goto('/advice')
    await later.page.getByText(question).first().waitFor()
    await later.page.getByRole('link', { name: '查我问的' }).click()
    await later.page.getByRole('heading', { name: '查答复' }).waitFor()
    await expect_accessible(later.page)
    await look_up(later.page, `${number.slice(0, 8)} ${number.slice(8)}`, code.toLowerCase().replace('-', ' '))
    await later.page.getByText('能。首次创办且带动就业的，可领一次。').waitFor()
    await expect_accessible(later.page)
    await later.page.getByText('非常满意', { exact: true }).click()
    await later.page.getByRole('button', { name: '提交评价' }).click()
    await later.page.getByText('非常满意').waitFor()
    await later.page.getByRole('button', { name: '提交评价' }).waitFor({ state: 'detached' })
    await later.page.getByRole('button', { name: 'English' }).click()
    await later.page.getByText('Keep number and query code').waitFor()
    await expect_accessible(later.page)
    const message = await (await fetch(`${stage.program.url}/v1/outbox/latest?phone=13953110088`)).json() as { text: string }
    expect(message.text).toContain(number)
    expect([...asker.faults, ...desk.faults, ...later.faults]).toEqual([])
    for (const each of [asker, desk, later]) await each.close()
  })

  it('asks by telephone: an officer writes it down without a file and tells number and code; row 12.1', async () => {
    const on = await stage.officer('window', '/desk/register')
    const { page } = on
    await page.getByText('12333', { exact: false }).first().click()
    await page.getByRole('button', { name: '只问政策，不建档' }).click()
    const items = page.locator('.item-choice')
    await items.first().waitFor()
    expect(await items.count()).toBe(1)
    await items.first().click()
    await page.locator('#behalf-topic').selectOption({ index: 1 })
    await page.locator('#behalf-question').fill('打电话问的：档案放在哪里？')
    await expect_accessible(page)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    const told = await page.locator('.found-one').innerText()
    const number = /\d{16}/.exec(told)![0], code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(told)![0]
    await expect_accessible(page)
    const caller = await stage.visit()
    await caller.page.goto('/query')
    await look_up(caller.page, number, code)
    await caller.page.getByRole('definition').filter({ hasText: '打电话问的：档案放在哪里？' }).waitFor()
    await caller.page.getByText('12333电话').first().waitFor()
    expect([...on.faults, ...caller.faults]).toEqual([])
    await on.close()
    await caller.close()
  })

  it('empty and far too long are told at the field, and what was typed stays', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/apply/policy_advice')
    await proceed(page)
    const summary = page.locator('.error-summary')
    for (const words of ['请选择：问哪方面', '请填写：您的问题']) await summary.getByText(words).waitFor()
    await expect_accessible(page)
    await fill(page, '贷'.repeat(10_000))
    await proceed(page)
    await summary.getByText('您的问题最多1000字，现在10000字').waitFor()
    await expect_accessible(page)
    expect((await page.getByLabel('您的问题').inputValue()).length).toBe(10_000)
    await page.getByLabel('您的问题').fill('你好')
    await to_check(page)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await summary.getByText(/请把问题写得具体些/).waitFor()
    expect(await page.getByLabel('您的问题').inputValue()).toBe('你好')
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('asks once by a double click; going back shows an empty form, and forward the number and code again', async () => {
    const before = await open_questions()
    const on = await stage.visit()
    const { page } = on
    await page.goto('/apply/policy_advice')
    await fill(page, '双击提交，会不会变成两个问题？')
    await to_check(page)
    await page.getByRole('button', { name: '提交', exact: true }).dblclick()
    const kept = await number_and_code(page)
    expect(await open_questions()).toBe(before + 1)
    await page.goBack()
    await page.getByLabel('您的问题').waitFor()
    expect(await page.getByLabel('您的问题').inputValue()).toBe('')
    await page.goForward()
    expect(await number_and_code(page)).toEqual(kept)
    expect(await open_questions()).toBe(before + 1)
    const stored = await page.evaluate(() => JSON.stringify(localStorage))
    expect(stored).not.toContain('双击')
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('a lost connection while sending is repeated without asking twice', async () => {
    const before = await open_questions()
    const on = await stage.visit()
    const { page } = on
    await page.goto('/apply/policy_advice')
    await fill(page, '电梯里断网了，问题丢了吗？')
    await to_check(page)
    // The program gets the question; its answer is lost on the way.
    await page.route('**/v1/cases', async (route) => {
      await route.fetch()
      await route.abort()
    }, { times: 1 })
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('button', { name: /再试|重试|再/ }).first().click()
    await number_and_code(page)
    expect(await open_questions()).toBe(before + 1)
    await on.close()
  })

  it('a wrong code and empty fields are told; the way back to the form is open; an address without a code asks for it', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/apply/policy_advice')
    await fill(page, '查询码输错了会怎么样呢？')
    await to_check(page)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    const [number, code] = await number_and_code(page)
    const other = await stage.visit()
    await other.page.goto(`/query/${number}`)
    await other.page.waitForURL(/\/query\?number=/)
    await other.page.getByRole('button', { name: '查', exact: true }).click()
    await other.page.locator('.error-summary').getByText('请填写：查询码').waitFor()
    await expect_accessible(other.page)
    await look_up(other.page, number, code.startsWith('A') ? 'BBBB-0000' : 'AAAA-0000')
    await other.page.locator('.error-summary').getByText('编号或查询码不对').waitFor()
    await expect_accessible(other.page)
    expect(await other.page.getByLabel('编号').inputValue()).toBe(number)
    await look_up(other.page, number, code)
    await other.page.getByRole('definition').filter({ hasText: '查询码输错了会怎么样呢？' }).waitFor()
    await other.page.getByRole('button', { name: '撤回' }).click()
    await other.page.locator('form').getByRole('button', { name: '撤回', exact: true }).click()
    await other.page.getByText('已撤回').first().waitFor()
    await other.page.goBack()
    await other.page.getByRole('heading', { name: '查答复' }).waitFor()
    expect([...on.faults, ...other.faults]).toEqual([])
    await on.close()
    await other.close()
  })
})
