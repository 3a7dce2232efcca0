import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Caller, identity_number } from '../api/caller'
import { expect_accessible } from './browser'
import { set_stage } from './stage'

const stage = set_stage()

const shots = process.env.LEYE_SHOTS
const shoot = async (page: Page, name: string) => {
  if (shots && existsSync(shots)) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true, animations: 'disabled' })
}
const number = (i: number) => identity_number(85_000 + i)
const unit = '91370100MA3C0000XH'
const csv = (...rows: string[]) => Buffer.from(['公民身份号码,姓名,费款所属期,参保类型,单位编码,缴费基数(元)', ...rows].join('\r\n'))
const row = (i: number, month: string, base = 4500) => `${number(i)},杜页面,${month},职工,${unit},${base}`
const downloaded = async (page: Page, name: string | RegExp) => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()])
  return { name: file.suggestedFilename(), text: await readFile((await file.path())!, 'utf8') }
}

describe('an officer imports the data of another department (rows 15.3, 18.3)', () => {
  it('looks at the file first, imports it with a bar, opens the result, does the unknown again and takes the batch back', async () => {
    const window = await new Caller(stage.program).officer('window')
    const enlist = (i: number) => window.post('/v1/desk/people', { name: '杜页面', document_type: 'resident_id', document_number: number(i), area: '370102001' })
    await enlist(0)
    await enlist(1)
    const on = await stage.officer('data', '/desk/facts')
    const { page } = on
    await page.getByRole('rowheader', { name: /社会保险缴费/ }).waitFor()
    await expect_accessible(page)
    await shoot(page, 'facts-sources')

    // What is wrong with the file as such is told with its place, and the page stays.
    await page.locator('#file-social_insurance').setInputFiles({ name: '坏的.csv', mimeType: 'text/csv', buffer: Buffer.concat([csv(row(0, '202609')), Buffer.from([0x0a, 0xce, 0xd2])]) })
    await page.getByText('第3行第1个字节不是UTF-8编码').waitFor()
    await expect_accessible(page)

    await page.locator('#file-social_insurance').setInputFiles({ name: '九月.csv', mimeType: 'text/csv', buffer: csv(row(0, '2026-09'), row(1, '202609'), row(1, '202613'), row(7, '202609')) })
    await page.waitForURL(/\/desk\/facts\/files\//)
    await page.getByText('姓名 不认得，不读').waitFor()
    await page.getByRole('cell', { name: `${number(0).slice(0, 6)}********${number(0).slice(14)}` }).waitFor()
    expect(await page.locator('main').innerText()).not.toContain(number(0))
    expect(await page.getByLabel('交来部门').inputValue()).toBe('社会保险经办机构')
    await expect_accessible(page)
    await shoot(page, 'facts-preview')
    await page.getByLabel('交来部门').fill('济南市社保中心')
    await page.getByRole('button', { name: '导入', exact: true }).click()
    await page.getByRole('heading', { name: /第\d+批已导入/ }).waitFor()
    await page.getByText('共4行：写入2，更正0，早已有0，撤销0，未写入2').waitFor()
    await expect_accessible(page)
    await shoot(page, 'facts-done')
    const result = await downloaded(page, /^逐行结果/)
    expect(result.name).toMatch(/^社会保险缴费-第\d+批-逐行结果\.csv$/)
    expect(result.text).toContain('2,已写入,taken')
    const refused = await downloaded(page, /^未写入的行/)
    expect(refused.text.trim().split('\r\n')).toHaveLength(3)

    // Once the person has a file the line is done again.
    await enlist(7)
    await page.goto('/desk/facts/ledger')
    await page.getByRole('rowheader', { name: /九月\.csv/ }).waitFor()
    await page.getByText('济南市社保中心').waitFor()
    await expect_accessible(page)
    await shoot(page, 'facts-ledger')
    await page.getByRole('button', { name: /重做未找到的人/ }).click()
    await page.getByText('共1行：写入1').waitFor()

    await page.goto('/desk/facts/ledger')
    const first = page.getByRole('row').filter({ hasText: '未写入2' })
    await first.getByRole('button', { name: /^撤回/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click()
    await page.getByText('至少').waitFor()
    await page.getByLabel('撤回原因').fill('对方给错了月份')
    await expect_accessible(page)
    await shoot(page, 'facts-undo')
    await page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click()
    await page.getByRole('heading', { name: /已撤回，撤回记录是第\d+批/ }).waitFor()
    await page.goto('/desk/facts/ledger')
    await page.getByText(/已被第\d+批撤回/).waitFor()
    await page.getByText(/撤回第\d+批：对方给错了月份/).waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('in English and on a phone; who has not the duty looks and changes nothing', async () => {
    const on = await stage.officer('manager', '/desk/facts', 375)
    const { page } = on
    await page.getByRole('rowheader', { name: /社会保险缴费/ }).waitFor()
    expect(await page.getByText('上传文件').count()).toBe(0)
    await expect_accessible(page)
    await page.evaluate(() => localStorage.setItem('leye.language', 'en'))
    await page.goto('/desk/facts/ledger')
    await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor()
    await page.getByText(/taken back by batch \d+/).waitFor()
    expect(await page.getByRole('button', { name: /^Take back/ }).count()).toBe(0)
    await expect_accessible(page)
    expect(on.faults).toEqual([])
    await on.close()
  })
})
