// The province registers by itself: a sweep is begun at the desk, a person says «this is wrong» with one tap, an officer looks at it,
// rosters keep their talks, and a number is tried on everybody before it is law. rows 8.2 15.3 18.3 20.1
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Caller } from '../api/caller'
import { expect_accessible, newcomer, sign_in } from './browser'
import { set_stage } from './stage'

const stage = set_stage()

/** The month so many before this one, «202610». */
const month = (back: number) => {
  const now = new Date(Date.now() + 8 * 3_600_000)
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7).replace('-', '')
}

let unit: Promise<string> | undefined
/** The code of a unit of the demo, asked of its handler, who gets one message a minute. */
async function some_unit(): Promise<string> {
  const handler = await new Caller(stage.program).person('12000000004')
  const id = (await handler.get('/v1/session')).body.acts_for[0].employer_id
  return (await handler.get(`/v1/employers/${id}`)).body.uscc
}

/** Somebody whose employer has paid insurance for half a year, handed over by the insurance office; no account yet. */
async function insured(name: string) {
  const who = newcomer(name)
  const window = await new Caller(stage.program).officer('street')
  const opened = await window.post('/v1/desk/people', { name, document_type: 'resident_id', document_number: who.number, area: '370102001' })
  expect(opened.status, opened.text).toBe(201)
  const uscc = await (unit ??= some_unit())
  const data = await new Caller(stage.program).officer('data')
  const csv = ['公民身份号码,费款所属期,参保身份,统一社会信用代码,缴费基数', ...[6, 5, 4, 3, 2, 1].map((back) => `${who.number},${month(back)},单位职工,${uscc},4500`)].join('\r\n')
  const looked = await data.post('/v1/desk/fact-files?source=social_insurance', csv, { 'content-type': 'application/octet-stream', 'x-file-name': 'insured.csv' })
  expect(looked.status, looked.text).toBe(202)
  const begun = await data.post(`/v1/desk/fact-files/${looked.body.id}/import`, {})
  await expect.poll(async () => (await data.get('/v1/desk/fact-files/' + begun.body.id)).body.state, { timeout: 30_000 }).toBe('done')
  return who
}

describe('a sweep', () => {
  it('is begun at the desk and shows what it did; the person reads why, says that it is wrong, and an officer decides', async () => {
    const who = await insured('贺自动')
    const desk = await stage.officer('manager', '/desk/sweeps')
    await desk.page.getByRole('button', { name: '现在比对一次' }).click()
    const newest = desk.page.locator('tbody tr').first()
    await newest.getByText('已完成').waitFor({ timeout: 60_000 })
    await newest.getByText('自动更新').waitFor()
    await desk.page.getByRole('button', { name: '只比对有变化的人' }).click()
    await newest.getByText('有变化的人').waitFor()
    await newest.getByText('已完成').waitFor({ timeout: 60_000 })
    for (const width of [1440, 375]) {
      await desk.page.setViewportSize({ width, height: 900 })
      await expect_accessible(desk.page)
    }
    await desk.close()

    const on = await stage.visit()
    await on.page.goto('/sign-in?to=/me')
    await sign_in(on.page, who)
    await on.page.waitForURL('**/me')
    const card = on.page.locator('li.sheet').filter({ hasText: '就业状态认定' })
    await card.getByText(/单位每月为您缴社保/).waitFor()
    await card.getByText('看理由').click()
    await card.getByText('条款：6号文(十八)', { exact: false }).waitFor()
    await expect_accessible(on.page)
    await card.getByRole('button', { name: '这不对' }).click()
    await on.page.getByLabel('说一两句').fill('我没在这家上班')
    await expect_accessible(on.page)
    await on.page.context().setOffline(true)
    await on.page.getByRole('button', { name: '这不对，改回去' }).click()
    await on.page.getByText('网络断了').first().waitFor()
    expect(await on.page.getByLabel('说一两句').inputValue()).toBe('我没在这家上班')
    await on.page.context().setOffline(false)
    const sent: string[] = []
    on.page.on('request', (request) => { if (request.url().endsWith('/object')) sent.push(request.url()) })
    await on.page.getByRole('button', { name: '这不对，改回去' }).dblclick()
    await on.page.getByRole('status').filter({ hasText: '改过的登记已改回' }).waitFor()
    expect(sent.length).toBe(1)
    await on.page.getByRole('link').filter({ hasText: '对比对结果的异议' }).first().waitFor()
    await on.page.locator('.now').getByText('没有登记').or(on.page.locator('.now').getByText(/没有/)).first().waitFor()
    await expect_accessible(on.page)

    await on.page.locator('li.sheet').filter({ hasText: '就业状态认定' }).getByRole('link', { name: '看核实进度' }).click()
    await on.page.getByRole('definition').filter({ hasText: '我没在这家上班' }).waitFor()
    await on.page.getByText(/已改回原来的登记，工作人员会核实/).first().waitFor()
    await expect_accessible(on.page)
    const number = new URL(on.page.url()).pathname.split('/').pop()!
    await on.page.goBack()

    const check = await stage.officer('check', '/desk/findings')
    await expect_accessible(check.page)
    await check.page.getByRole('button', { name: '本人说不对' }).click()
    await check.page.getByRole('link', { name: '异议 ' + number }).waitFor()
    await expect_accessible(check.page)

    const window = await stage.officer('window', '/desk/cases/' + number)
    await window.page.getByRole('heading', { name: '对比对结果的异议' }).first().waitFor()
    await window.page.getByText('依据', { exact: true }).first().click()
    await window.page.getByText('6号文(十八)').first().waitFor()
    await window.page.getByRole('button', { name: '办结' }).click()
    await window.page.getByRole('radio', { name: '不能办' }).check()
    await window.page.locator('#decide-code').selectOption({ label: '核实记录属实，按记录登记' })
    await window.page.locator('#decide-note').fill('单位出具了劳动合同')
    for (const width of [1440, 375]) {
      await window.page.setViewportSize({ width, height: 900 })
      await expect_accessible(window.page)
    }
    await window.page.locator('form button[type=submit]').click()
    await window.page.locator('.case-done').waitFor()
    await on.page.reload()
    await on.page.locator('li.sheet').filter({ hasText: '工作人员核实属实' }).waitFor()
    expect([...on.faults, ...check.faults, ...desk.faults, ...window.faults]).toEqual([])
    await on.close()
    await check.close()
    await window.close()
  })

  it('is objected to by telephone: the officer finds it in the file, a case begins, and another officer says why it is settled (12.1, 18.3)', async () => {
    const who = await insured('柳来电')
    const manager = new Caller(stage.program)
    await manager.officer('manager')
    const begun = await manager.post('/v1/desk/sweeps', undefined, { 'idempotency-key': crypto.randomUUID() })
    await expect.poll(async () => (await manager.get('/v1/desk/sweeps/' + begun.body.number)).body.state, { timeout: 60_000 }).toBe('done')
    const id = (await manager.get('/v1/desk/people?q=' + who.number)).body.rows[0].id

    const { page, faults, close } = await stage.officer('window', '/desk/people/' + id)
    await page.getByRole('dialog').getByRole('textbox').fill('本人来电说登记不对')
    await page.keyboard.press('Enter')
    const row = page.getByRole('row').filter({ hasText: '就业状态认定' })
    await row.getByText(/单位每月为您缴社保/).waitFor()
    await row.getByRole('button', { name: '本人说不对' }).click()
    await page.getByRole('button', { name: '改回去，开始核实' }).click()
    await page.locator('.field-error').waitFor()
    await page.getByRole('textbox', { name: '本人怎么说' }).fill('没在这家单位上过班')
    await page.getByLabel('12333电话').check()
    for (const width of [1440, 375]) {
      await page.setViewportSize({ width, height: 900 })
      await expect_accessible(page)
    }
    await page.getByRole('button', { name: '改回去，开始核实' }).dblclick()
    await row.getByRole('link', { name: /^异议 \d+/ }).click()
    await page.getByRole('heading', { name: '对比对结果的异议' }).first().waitFor()
    await page.getByText('12333电话').first().waitFor()
    await page.getByRole('button', { name: '办结' }).click()
    await page.getByRole('button', { name: /^确认/ }).click()
    await page.getByText('请选一个结果').waitFor()
    await page.getByLabel('核实的结果').selectOption({ label: '核实记录有误，已请来源部门更正，更正后当晚重新比对' })
    for (const width of [375, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await expect_accessible(page)
    }
    await page.getByRole('button', { name: /^确认/ }).click()
    await page.locator('.case-done').waitFor()
    await page.goBack()
    await page.getByRole('row').filter({ hasText: '就业状态认定' }).getByText('核实本人说得对，已改回').waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('leaves lists by household, roster and rule, in which talks are noted, and which read in English on a phone', async () => {
    const check = await stage.officer('check', '/desk/findings?look=all')
    const { page } = check
    await page.getByLabel('哪一项').waitFor()
    const first = page.locator('tbody tr').first()
    await first.getByRole('button', { name: '记联系' }).click()
    await page.getByRole('textbox', { name: '联系情况' }).fill('介绍了两个离家近的岗位')
    await page.getByLabel('12333电话').check()
    await expect_accessible(page)
    await page.getByRole('button', { name: '记下', exact: true }).click()
    await first.getByRole('button', { name: '联系1次' }).click()
    await page.getByText('介绍了两个离家近的岗位').waitFor()
    await page.keyboard.press('Escape')
    for (const look of ['零就业家庭', '重点群体花名册']) {
      await page.getByRole('button', { name: look }).click()
      await expect_accessible(page)
    }
    await page.setViewportSize({ width: 375, height: 740 })
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Findings', level: 1 }).waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: '中文' }).click()
    expect(check.faults).toEqual([])
    await check.close()
  })
})

/** The map says in place and colour what the table of cities says in numbers: the more people, the stronger; losses in the other colour. */
async function expect_map(page: Page) {
  const { tiles, cities } = await page.evaluate(() => {
    const number = (text: string | null | undefined) => Number((text ?? '').replace(/[,+]/g, ''))
    const tiles = [...document.querySelectorAll('svg.tiles g')].map((g) => {
      const colour = g.querySelector('rect:not(.base)')!
      const box = g.getBoundingClientRect()
      return { name: g.querySelector('.city')!.textContent!, value: number(g.querySelector('.value')!.textContent), shown: g.querySelector('.value')!.textContent!, kind: colour.getAttribute('class')!, fill: getComputedStyle(colour).fill, opacity: Number(getComputedStyle(colour).opacity), x: box.x, y: box.y }
    })
    const table = [...document.querySelectorAll('table')].find((one) => one.caption?.textContent === '按市')!
    const cities = [...table.tBodies[0]!.rows].map((row) => ({ name: row.cells[0]!.textContent!.trim(), gain: number(row.cells[4]!.textContent), lose: number(row.cells[5]!.textContent) }))
    return { tiles, cities }
  })
  const net = new Map(cities.filter((one) => one.name.endsWith('市')).map((one) => [one.name.replace(/市$/, ''), one.gain - one.lose]))
  expect(tiles.length).toBeGreaterThan(1)
  expect(Object.fromEntries(tiles.map((one) => [one.name, one.value]))).toEqual(Object.fromEntries(net))
  const most = Math.max(...[...net.values()].map(Math.abs))
  expect(most).toBeGreaterThan(0)
  for (const one of tiles) {
    expect([one.name, one.kind]).toEqual([one.name, one.value < 0 ? 'less' : 'more'])
    expect(one.opacity, one.name).toBeCloseTo((Math.abs(one.value) / most) * 0.45, 2)
    expect(one.shown.startsWith('+'), one.name).toBe(one.value > 0)
  }
  const at = (name: string) => tiles.find((one) => one.name === name)!
  for (const [west, east] of [['聊城', '济南'], ['济南', '青岛'], ['烟台', '威海']] as const) if (at(west) && at(east)) expect(at(west).x).toBeLessThan(at(east).x)
  return new Set(tiles.filter((one) => one.value !== 0).map((one) => one.fill))
}

describe('a rule', () => {
  it('is tried on everybody: a wrong number is told beside its field, gains and losses are shown by city, and one case opens with its facts', async () => {
    const on = await stage.officer('manager', '/desk/trials?determination=hardship_ground')
    const { page } = on
    const women = page.getByLabel(/女性满多少岁/)
    await women.fill('四十五')
    await page.getByText('请填整数').waitFor()
    expect(await page.getByRole('button', { name: '在全省试算' }).isDisabled()).toBe(true)
    await women.fill('40')
    await page.getByRole('button', { name: '在全省试算' }).click()
    await page.getByText('还没有改动，试了也一样').waitFor()
    await women.fill('30')
    for (const width of [375, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await expect_accessible(page)
    }
    await page.getByRole('button', { name: '在全省试算' }).dblclick()
    await page.waitForURL(/\/desk\/trials\/[0-9a-f-]{36}/)
    await page.getByText('女性满多少岁：40 → 30').waitFor()
    await page.getByRole('heading', { name: '公平' }).waitFor({ timeout: 60_000 })
    await page.getByRole('rowheader', { name: '济南市', exact: true }).waitFor()
    const gained = await expect_map(page)
    for (const width of [375, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await expect_accessible(page)
    }
    await page.getByRole('button', { name: '第1例', exact: true }).click()
    await page.getByRole('heading', { name: '看到的事实' }).waitFor()
    await page.getByText('年龄').first().waitFor()
    await expect_accessible(page)
    await page.keyboard.press('Escape')
    await page.goBack()
    await page.getByRole('heading', { name: '最近试过的' }).waitFor()
    await page.getByLabel(/女性满多少岁/).fill('50')
    await page.getByRole('button', { name: '在全省试算' }).click()
    await page.getByText('女性满多少岁：40 → 50').waitFor()
    await page.getByRole('heading', { name: '公平' }).waitFor({ timeout: 60_000 })
    const lost = await expect_map(page)
    expect([gained.size, lost.size, new Set([...gained, ...lost]).size]).toEqual([1, 1, 2])
    expect(on.faults).toEqual([])
    await on.close()
  })
})
