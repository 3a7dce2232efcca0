import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expect_accessible } from './browser'
import { register_flexible } from './desk'
import { officer_of, sign_in_officer } from './officer'
import { set_stage } from './stage'

const stage = set_stage()

async function exported(page: Page, button: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()])
  return readFile(await file.path())
}

const pages_of = {
  window: ['/desk/queue', '/desk/register', '/desk/people', '/desk/handlers', '/desk/password'],
  check: ['/desk/checks', '/desk/checks?state=open'],
  adviser: ['/desk/advice', '/desk/advice?state=answered'],
  manager: ['/desk/evaluations', '/desk/queue'],
  admin: ['/desk/admin/agencies', '/desk/admin/staff', '/desk/admin/outbox', '/desk/admin/reads'],
}

describe('every page of the desk', () => {
  for (const [user, paths] of Object.entries(pages_of)) {
    it(`${user}: axe finds nothing, nothing is wider than a phone or a desk screen, in Chinese and English (row 12.1)`, async () => {
      const on = await stage.officer(user, paths[0]!)
      for (const path of paths) {
        for (const width of [1440, 375]) {
          await on.page.setViewportSize({ width, height: width < 800 ? 740 : 900 })
          await on.page.goto(path)
          await on.page.getByRole('heading', { level: 1 }).waitFor()
          await expect_accessible(on.page)
        }
      }
      await on.page.getByRole('button', { name: 'English' }).click()
      await expect_accessible(on.page)
      expect(on.faults).toEqual([])
      await on.close()
    })
  }

  it('is reached from a phone too, the own password among them', async () => {
    const on = await stage.officer('manager', '/desk/queue')
    await on.page.setViewportSize({ width: 375, height: 740 })
    await on.page.getByRole('link', { name: '改密码' }).click()
    await on.page.getByRole('heading', { name: '改密码' }).waitFor()
    await on.close()
  })

  it('of another duty stays shut and says which duty it needs (row 11.1)', async () => {
    const on = await stage.officer('window', '/desk/admin/staff')
    await on.page.getByText('这一页需要「管理」职责。').waitFor()
    expect(await on.page.getByRole('button', { name: '新增人员' }).count()).toBe(0)
    await expect_accessible(on.page)
    await on.page.getByRole('link', { name: '去我的工作页' }).click()
    await on.page.getByRole('heading', { name: '待办' }).waitFor()
    const admin = await stage.officer('admin', '/desk/queue')
    await admin.page.getByText('这一页需要「窗口」或「主管」职责。').waitFor()
    await on.close()
    await admin.close()
  })
})

describe('the queue', () => {
  it('keeps the columns an officer chose, and leaves as Excel and as CSV with them', async () => {
    const on = await stage.officer('window', '/desk/register')
    const { page } = on
    const number = await register_flexible(page, '闻人·舟')
    await page.goto('/desk/queue')
    const head = page.getByRole('columnheader', { name: '经办人' })
    await page.getByRole('columnheader', { name: '时限' }).waitFor()
    expect(await head.count()).toBe(0)
    await page.getByRole('button', { name: '选列' }).click()
    await page.getByText('经办人', { exact: true }).waitFor()
    await expect_accessible(page)
    await page.getByText('经办人', { exact: true }).click()
    await head.waitFor()
    await page.reload()
    await head.waitFor()
    await page.locator('#queue-q').fill(number)
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=/)
    await page.getByText(number).first().waitFor()
    const csv = await exported(page, '导出 CSV')
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const [titles, ...rows] = csv.toString().slice(1).trim().split('\r\n')
    expect(titles).toBe('办件号,事项,谁,时限,状态,经办人')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(new RegExp(`^${number},灵活就业登记,`))
    const xlsx = (await exported(page, '导出 Excel')).toString()
    expect(xlsx).toContain(`<t xml:space="preserve">${number}</t>`)
    expect(on.faults).toEqual([])
    await on.close()

    const manager = await stage.officer('manager', '/desk/queue')
    await manager.page.getByRole('columnheader', { name: '时限' }).waitFor()
    expect(await manager.page.getByRole('columnheader', { name: '经办人' }).count()).toBe(0)
    await manager.close()
  })

  it('shows the cases that a number above it counts, whatever it was narrowed to before (row 16.4)', async () => {
    const on = await stage.officer('window', '/desk/queue?mine=1&item=policy_advice&area=371302')
    const { page } = on
    const numbers = page.locator('.queue-numbers')
    await numbers.getByRole('button').first().waitFor()
    for (const name of ['在办', '今天到期', '已超期', '异议']) {
      const button = numbers.getByRole('button', { name: new RegExp(`${name}$`) })
      const counted = /[\d,]+/.exec(await button.innerText())![0]
      await button.click()
      await page.locator('.page-turner-total', { hasText: new RegExp(`共\\s*${counted}\\s*条`) }).waitFor()
    }
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('and its cases print without menu, filters or buttons', async () => {
    const on = await stage.officer('window', '/desk/register')
    const { page } = on
    await register_flexible(page, '东方·禾')
    await page.emulateMedia({ media: 'print' })
    await page.getByText('灵活就业登记').first().waitFor()
    for (const hidden of ['.desk-menu', '.decision-bar', 'header[role="banner"]']) expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false)
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
    await on.close()
  })
})

describe('an administrator', () => {
  it('gives an officer a new password and code only when asked twice; the old ones open nothing any more', async () => {
    const on = await stage.officer('admin', '/desk/admin/staff?q=merge')
    const { page } = on
    await page.getByRole('row').filter({ has: page.locator('small', { hasText: /^merge$/ }) }).getByRole('button').click()
    await page.getByRole('button', { name: '重发密码和密钥' }).click()
    await page.getByRole('button', { name: '不重发' }).click()
    const merge = await stage.officer('merge', '/desk/people')
    await page.getByRole('button', { name: '重发密码和密钥' }).click()
    await expect_accessible(page)
    await page.getByRole('button', { name: '马上重发' }).click()
    await page.getByText('otpauth://').waitFor()
    await merge.page.reload()
    await merge.page.getByRole('button', { name: '登录', exact: true }).waitFor()
    await expect(sign_in_officer(merge.page, officer_of(stage.program, 'merge'))).rejects.toThrow()
    expect(on.faults).toEqual([])
    await on.close()
    await merge.close()
  })

  it('finds staff by area and takes a duty away; the officer loses the page at once (row 11.1)', async () => {
    const on = await stage.officer('admin', '/desk/admin/staff')
    const { page } = on
    await page.locator('#staff-q').fill('check')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=check/)
    const check = await stage.officer('check', '/desk/checks')
    await check.page.getByRole('heading', { level: 1 }).waitFor()
    const row = page.getByRole('row').filter({ has: page.locator('small', { hasText: /^check$/ }) })
    await row.getByRole('button').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: /^核查/ }).uncheck()
    await dialog.getByRole('checkbox', { name: /^咨询/ }).check()
    await expect_accessible(page)
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.waitFor({ state: 'detached' })
    await row.getByText('咨询').waitFor()
    await check.page.reload()
    await check.page.getByText('这一页需要「核查」职责。').waitFor()
    expect(on.faults).toEqual([])
    await on.close()
    await check.close()
  })
})
