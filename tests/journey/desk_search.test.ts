import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Caller } from '../api/caller'
import { expect_accessible, invented_number, newcomer } from './browser'
import { set_stage } from './stage'

const stage = set_stage()
beforeAll(async () => {
  const clerk = await new Caller(stage.program).officer('linyi')
  for (const name of ['佘小翀', '佘晓翀', '佘小翀翀', '单小翀', '曾小翀', '𠮷翀', '喆']) {
    const made = await clerk.post('/v1/desk/people', { name, document_type: 'resident_id', document_number: invented_number(), area: '370102001' })
    expect(made.status, made.text).toBe(201)
  }
})

const box = (page: Page) => page.getByLabel('证件号、手机号或姓名')
async function search(page: Page, text: string) {
  await box(page).fill(text)
  const answered = page.waitForResponse((response) => response.url().includes('/v1/desk/people?'))
  await page.keyboard.press('Enter')
  await answered
  await page.locator('.list-state [class*=bar]').first().waitFor({ state: 'detached' })
}
const names = (page: Page) => page.locator('.desk-table tbody th').allInnerTexts()

describe('an officer who heard only part of a name', () => {
  it('finds the person by part, pinyin, initials, surname reading, rare character and single character (rows 15.4, 16.4; D45)', async () => {
    const on = await stage.officer('window', '/desk/people')
    const { page } = on
    const finds: [string, string[]][] = [
      ['小翀', ['佘*翀', '单*翀', '曾*翀', '佘**翀']],
      ['shexiaochong', ['佘*翀', '佘*翀', '佘**翀']],
      ['sxc', ['佘*翀', '佘*翀', '单*翀']],
      ['佘xc', ['佘*翀', '佘*翀']],
      ['shanxiaochong', ['单*翀']],
      ['zengxiaochong', ['曾*翀']],
      ['𠮷', ['𠮷*']],
      ['jichong', ['𠮷*']],
    ]
    for (const [text, expected] of finds) {
      await search(page, text)
      expect((await names(page)).sort(), text).toEqual([...expected].sort())
    }
    await search(page, '喆')
    expect((await names(page))[0]).toBe('*')
    await expect_accessible(page)

    await search(page, '曾小')
    await page.getByRole('link', { name: '曾*翀' }).click()
    await page.getByLabel('理由', { exact: true }).fill('本人来电，只听清名字')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '曾小翀', level: 1 }).waitFor()
    const admin = await stage.officer('admin', '/desk/admin/reads')
    await admin.page.getByRole('cell', { name: /只听清名字/ }).first().waitFor()
    expect([...on.faults, ...admin.faults]).toEqual([])
    await Promise.all([on.close(), admin.close()])
  })

  it('turns the pages of a common surname by the keyboard, and goes back', async () => {
    const on = await stage.officer('window', '/desk/people')
    const { page } = on
    await search(page, 'wang')
    const first = await names(page)
    expect(first).toHaveLength(20)
    const next = page.getByRole('button', { name: '下一页' })
    await next.focus()
    await page.keyboard.press('Enter')
    await page.getByText('第 2 页').waitFor()
    await page.getByRole('button', { name: '上一页' }).click()
    await page.getByText('第 1 页').waitFor()
    expect(await names(page)).toEqual(first)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('is told when nobody is found and what to do, and that 10,000 characters are too many', async () => {
    const on = await stage.officer('window', '/desk/people')
    const { page } = on
    await search(page, '魑魅魍魉')
    await page.getByText('没有找到这个人').waitFor()
    await page.getByText(/换个字或拼音再查/).waitFor()
    await page.locator('.list-state').getByRole('link', { name: '登记新人' }).waitFor()
    await expect_accessible(page)

    for (const text of ['王'.repeat(10_000), 'wang'.repeat(2_500)]) {
      await search(page, text)
      await page.getByText('要查的字太多').waitFor()
      await page.getByText(/50 字以内/).waitFor()
      expect(page.url().length).toBeLessThan(200)
    }
    await expect_accessible(page)
    await search(page, newcomer().number)
    await page.getByText('没有找到这个人').waitFor()
    await search(page, 'shecxc')
    await page.getByText('没有找到这个人').waitFor()
    expect(on.faults.filter((fault) => !fault.includes('422'))).toEqual([])
    await on.close()
  })
})
