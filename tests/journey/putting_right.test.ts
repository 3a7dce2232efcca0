// A settled case is put right by the person and at the desk, and a past day still says what was known then (row 15.4).
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Caller, day } from '../api/caller'
import { expect_accessible, newcomer } from './browser'
import { answer, register_unemployed } from './seeker'
import { set_stage } from './stage'

const stage = set_stage()

const acts_sent = (page: Page) => {
  const sent: string[] = []
  page.on('request', (request) => { if (request.method() === 'POST' && /\/v1\/cases\/\d+\/actions$/.test(request.url())) sent.push(request.postData() ?? '') })
  return sent
}
const spoken = (iso: string) => `${Number(iso.slice(0, 4))}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8))}日`

/** Opens the correction of the settled case that the page shows. */
async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: '填错了，更正' }).click()
  await page.getByRole('heading', { name: '更正', exact: true }).waitFor()
}

describe('the person, on a 375 px phone', () => {
  it('puts a wrong day right, without network too, once; the old certificate is void and a past day tells both what was known and what is', async () => {
    const on = await stage.visit()
    const { page } = on
    const number = await register_unemployed(on, newcomer('秦更正'))
    const old = await page.getByRole('link', { name: '核验页面' }).getAttribute('href')
    await page.getByRole('link', { name: '看理由' }).click()
    await begin(page)
    await page.locator('#field-lost_on').fill('前天')
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.locator('.question.wrong').getByText('请写几个字，说明为什么更正').waitFor()
    await expect_accessible(page)
    await page.getByLabel('为什么更正').fill('日期记错了一天')
    const sent = acts_sent(page)
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.getByText('没有连上').waitFor()
    // What to do now is on the screen, though the button stood far below.
    expect(await page.getByRole('button', { name: '再试一次' }).evaluate((button) => { const box = button.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight })).toBe(true)
    expect(await page.getByLabel('为什么更正').inputValue()).toBe('日期记错了一天')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '再试一次' }).dblclick()
    await page.getByText('日期记错了一天').first().waitFor()
    await page.getByRole('heading', { name: '更正', exact: true }).waitFor({ state: 'detached' })
    await page.locator('.tag').getByText('已办结').waitFor()
    expect(sent.length).toBe(2)
    await expect_accessible(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    await expect_accessible(page)
    await page.setViewportSize({ width: 375, height: 740 })
    const renewed = await page.getByRole('link', { name: '核验页面' }).getAttribute('href')
    expect(renewed).not.toBe(old)
    expect(await page.locator('.facts').last().innerText()).toContain(spoken(day(-2)))

    await page.goto('/me')
    await page.getByText('那一天我们知道什么').click()
    await page.getByRole('button', { name: '看那一天' }).click()
    await page.getByText('请写一个日期').waitFor()
    await page.getByLabel('哪一天').fill('2099-01-01')
    await page.getByRole('button', { name: '看那一天' }).click()
    await page.getByText('不能晚于今天').waitFor()
    await expect_accessible(page)
    await page.getByLabel('哪一天').fill('昨天')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '看那一天' }).click()
    await page.getByText('没有连上').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '再试一次' }).click()
    const then = page.locator('dt', { hasText: '当时知道的' }).locator('+ dd'), now = page.locator('dt', { hasText: '现在知道的' }).locator('+ dd')
    expect(await then.innerText()).toBe('没有就业或失业登记')
    expect(await now.innerText()).toBe(`登记失业，自${spoken(day(-2))}起`)
    await page.getByText('后来更正过').waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: '回到今天' }).click()
    await page.locator('.spells').getByText(spoken(day(-2))).waitFor()
    expect(await page.locator('#past-day').inputValue()).toBe('')

    await page.goto(old ?? '')
    await page.getByText('这张网证已失效').waitFor()
    await page.goto(renewed ?? '')
    await page.getByText('这张网证是真的，现在有效').waitFor()
    // The way back leads to the case as it is, not to a form that sends again.
    await page.goto(`/cases/${number}`)
    await page.getByRole('button', { name: '填错了，更正' }).waitFor()
    await page.goBack()
    await page.goForward()
    await page.getByRole('button', { name: '填错了，更正' }).waitFor()
    expect(sent.length).toBe(2)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('is told why a correction cannot stand, and what else to do; nothing has changed and nothing typed is lost', async () => {
    const on = await stage.visit()
    const { page } = on
    await register_unemployed(on, newcomer('秦不成'))
    await page.getByRole('link', { name: '看理由' }).click()
    await begin(page)
    await page.getByLabel('为什么更正').fill('没有什么要改')
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.locator('.error-summary').getByText('内容和原来一样').waitFor()
    await page.locator('#field-lost_on').fill('2099-01-01')
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.locator('.error-summary').getByText('不能晚于今天').waitFor()
    await page.locator('.question.wrong', { has: page.locator('#field-lost_on') }).waitFor()
    await page.locator('#field-lost_on').fill('昨天')
    await answer(on, 'wants_work', '否')
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.getByRole('alert').getByText(/异议/).waitFor()
    await expect_accessible(page)
    expect(await page.getByLabel('为什么更正').inputValue()).toBe('没有什么要改')
    await page.reload()
    await page.locator('.tag').getByText('已办结').waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('who has two windows open sees what the other did, keeps what was typed and sends it on the newest state', async () => {
    const on = await stage.visit()
    const { page } = on
    const number = await register_unemployed(on, newcomer('秦两窗'))
    await page.goto(`/cases/${number}`)
    await begin(page)
    await page.locator('#field-lost_on').fill('前天')
    await page.getByLabel('为什么更正').fill('记错了')
    const other = await page.context().newPage()
    await other.goto(`/cases/${number}`)
    await other.getByText('非常满意', { exact: true }).click()
    await other.getByRole('button', { name: '提交评价' }).click()
    await other.getByText('您已评价：非常满意').waitFor()
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.getByRole('alert').getByText('刚有人改过这个办件').waitFor()
    await page.getByText('您已评价：非常满意').waitFor()
    expect(await page.locator('#field-lost_on').inputValue()).toBe(spoken(day(-2)))
    expect(await page.getByLabel('为什么更正').inputValue()).toBe('记错了')
    await page.getByRole('button', { name: '改正并提交' }).click()
    await page.getByRole('heading', { name: '更正', exact: true }).waitFor({ state: 'detached' })
    await page.getByText('记错了').first().waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })
})

describe('an officer at the window', () => {
  it('puts it right for the person; two officers, a reload and a lost network lose nothing typed, a double click sends once', async () => {
    const who = newcomer('秦窗口')
    const person = await new Caller(stage.program).person(who.phone, { name: who.name, document_type: 'resident_id', document_number: who.number, area: '370102001' })
    const values = { lost_on: day(-1), reason: 'never_worked', wants_work: true, able_to_work: true, area: '370102001', phone: who.phone }
    const made = await person.submit({ item: 'unemployment_registration', values })
    expect(made.body.state, made.text).toBe('settled')
    const slow = await stage.officer('window', `/desk/cases/${made.body.number}`)
    const { page } = slow
    await page.getByRole('button', { name: '更正', exact: true }).click()
    await page.locator('#correct-lost_on').fill('2099-01-01')
    await page.getByRole('button', { name: '补正并提交' }).click()
    await page.locator('#correct-note-error').getByText('请写一句话').waitFor()
    await page.getByLabel('为什么更正').fill('本人到窗口说晚写了一天')
    await expect_accessible(page)
    await page.getByRole('button', { name: '补正并提交' }).click()
    await page.locator('.question.wrong', { has: page.locator('#correct-lost_on') }).waitFor()
    await expect_accessible(page)
    await page.locator('#correct-lost_on').fill('前天')

    await page.reload()
    await page.getByText('上次没发出的内容还在').waitFor()
    expect(await page.locator('#correct-lost_on').inputValue()).toBe(spoken(day(-2)))
    expect(await page.getByLabel('为什么更正').inputValue()).toBe('本人到窗口说晚写了一天')

    const fast = await stage.officer('street', `/desk/cases/${made.body.number}`, 375)
    await fast.page.getByRole('button', { name: '更正', exact: true }).click()
    await fast.page.locator('#correct-lost_on').fill(day(-3))
    await fast.page.getByLabel('为什么更正').fill('电话核对')
    await expect_accessible(fast.page)
    await fast.page.getByRole('button', { name: '补正并提交' }).click()
    await fast.page.getByRole('status').filter({ hasText: '已记录' }).waitFor()

    const sent = acts_sent(page)
    await page.getByRole('button', { name: '补正并提交' }).click()
    await page.getByText('同事先办了这一件').waitFor()
    await page.locator('.conflict').getByText('电话核对').waitFor()
    expect(await page.locator('#correct-lost_on').inputValue()).toBe(spoken(day(-2)))
    await expect_accessible(page)
    await page.getByRole('button', { name: '知道了' }).click()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '补正并提交' }).click()
    await page.getByText('网络断了，没有送到').waitFor()
    await page.context().setOffline(false)
    sent.length = 0
    await page.getByRole('button', { name: '补正并提交' }).dblclick()
    await page.getByRole('status').filter({ hasText: '已记录' }).waitFor()
    expect(sent.length).toBe(1)
    await page.getByText('本人到窗口说晚写了一天').first().waitFor()
    // What was sent is not offered again as if it were new.
    await page.getByRole('button', { name: '更正', exact: true }).click()
    expect(await page.getByLabel('为什么更正').inputValue()).toBe('')
    expect([...slow.faults, ...fast.faults]).toEqual([])
    await fast.close()

    // The file tells the same of any past day.
    await page.getByRole('link', { name: /秦窗口/ }).first().click()
    await page.getByRole('heading', { name: '秦窗口', level: 1 }).waitFor()
    await page.getByText('那一天我们知道什么').click()
    await page.getByLabel('哪一天').fill('昨天')
    await page.getByRole('button', { name: '看那一天' }).click()
    expect(await page.locator('dt', { hasText: '当时知道的' }).locator('+ dd').innerText()).toBe('没有就业或失业登记')
    expect(await page.locator('dt', { hasText: '现在知道的' }).locator('+ dd').innerText()).toBe(`登记失业，自${spoken(day(-2))}起`)
    for (const width of [1440, 375]) {
      await page.setViewportSize({ width, height: 900 })
      await expect_accessible(page)
    }
    await page.getByRole('button', { name: '回到今天' }).click()
    await page.getByRole('cell', { name: spoken(day(-2)) }).first().waitFor()
    expect(slow.faults).toEqual([])
    await slow.close()
  })
})
