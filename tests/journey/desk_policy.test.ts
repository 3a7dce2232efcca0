import { existsSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Caller } from '../api/caller'
import { copy_case, drop_copies, slow_cell } from '../api/many_cases'
import { expect_accessible } from './browser'
import { set_stage } from './stage'

const stage = set_stage()

const shots = process.env.LEYE_SHOTS
const shoot = async (page: Page, name: string) => {
  if (shots && existsSync(shots)) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true, animations: 'disabled' })
}
const cell = (page: Page, rule: number, column: number) => page.locator(`tr[aria-rowindex="${rule + 1}"] td`).nth(column - 1)
async function type_into(page: Page, rule: number, column: number, text: string) {
  await cell(page, rule, column).dblclick()
  await page.locator('input.cell-input').fill(text)
  await page.keyboard.press('Enter')
}

describe('policy staff change a decision table (16.2)', () => {
  it('a gap is shown while typing, mended, explained, approved by a second person and comes into force on its day', async () => {
    const on = await stage.officer('policy', '/desk/policy')
    const { page } = on
    await expect_accessible(page)
    await shoot(page, 'policy-list')
    await page.getByRole('link', { name: '失业登记', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '失业登记' }).waitFor()
    await expect_accessible(page)
    await shoot(page, 'policy-table')
    await page.getByRole('button', { name: '起草新版' }).click()
    await page.waitForURL(/\/desk\/policy\/drafts\//)
    await page.getByText('都保存了').waitFor()

    // «< 16» becomes «< 15»: fifteen-year-olds fall to other rows, which the difference says; an unreadable cell is told at once.
    await type_into(page, 2, 2, '< 1 5')
    await page.getByRole('button', { name: '检查', exact: true }).click()
    await page.locator('.verdict[data-verdict="unreadable"]').waitFor()
    await shoot(page, 'policy-fault')
    await page.getByRole('button', { name: '撤销' }).click()
    await type_into(page, 2, 2, '< 17')
    await page.getByRole('button', { name: '差别', exact: true }).click()
    await page.locator('.turn').first().waitFor()
    expect(await page.locator('.difference-panel').innerText()).toContain('under_16')
    await expect_accessible(page)
    await shoot(page, 'policy-difference')

    // The examples notice; the officer changes the one that is meant to change.
    await page.getByRole('button', { name: '例子', exact: true }).click()
    await page.getByText(/个例子里有/).waitFor()
    await page.getByRole('button', { name: '刚满16周岁，没有工作过' }).click()
    const age = page.getByLabel('值（数字）').first(), was = await age.inputValue()
    await age.fill('十六')
    await page.getByText('要填：数字').waitFor()
    await age.fill(was)
    await page.getByLabel('应得结果').selectOption('under_16')
    await shoot(page, 'policy-case')
    await page.getByRole('button', { name: '放进例子' }).click()
    await page.getByText(/个例子都对/).waitFor()

    await page.getByRole('button', { name: /^理由/ }).click()
    await page.locator('#why-0').fill('依据演练文件第一条')
    await expect_accessible(page)
    await page.getByRole('button', { name: /^保存/ }).click()
    await page.getByText('都保存了').waitFor()
    await page.getByRole('button', { name: '提交批准' }).click()
    await page.getByLabel('为什么改这张表').fill('演练：年龄条件调整')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByText('等另一个人批准').waitFor()
    expect(await page.getByRole('button', { name: /^批准/ }).count()).toBe(0)
    const draft = new URL(page.url()).pathname
    await shoot(page, 'policy-submitted')

    const second = await stage.officer('policy2', draft)
    await second.page.getByRole('button', { name: '改动记录' }).click()
    await second.page.getByText('依据演练文件第一条').waitFor()
    await second.page.getByRole('button', { name: /^批准/ }).click()
    await second.page.getByText(/已成为第2版/).waitFor()
    await second.page.goto('/desk/policy/unemployment_registration')
    await second.page.getByText('还没生效').waitFor()
    await second.page.getByRole('link', { name: '第2版' }).click()
    await second.page.getByText('依据演练文件第一条').waitFor()
    await expect_accessible(second.page)
    await shoot(second.page, 'policy-version')
    expect([...on.faults, ...second.faults]).toEqual([])
    await on.close()
    await second.close()
  })

  it('two people on one draft: one saves, the other sees who and keeps what they typed', async () => {
    const one = await stage.officer('policy', '/desk/policy/flexible_employment_registration')
    await one.page.getByRole('button', { name: '起草新版' }).click()
    await one.page.waitForURL(/\/desk\/policy\/drafts\//)
    const two = await stage.officer('policy2', new URL(one.page.url()).pathname)
    await type_into(one.page, 1, 1, 'false')
    await type_into(two.page, 2, 1, 'true')
    await one.page.getByRole('button', { name: /^保存/ }).click()
    await one.page.getByText('都保存了').waitFor()
    await two.page.getByRole('button', { name: /^保存/ }).click()
    await two.page.getByText('先存了这份草稿').waitFor()
    await expect_accessible(two.page)
    await two.page.reload()
    await two.page.getByText('先存了这份草稿').waitFor()
    expect(await cell(two.page, 2, 1).innerText()).toBe('true')
    await two.page.getByRole('button', { name: '看对方的' }).click()
    expect(await cell(two.page, 1, 1).innerText()).toBe('false')
    await one.close()
    await two.close()
  })

  it('a draft that takes its time on last year’s cases shows how far it is, also after the page was left, and is stopped (15.3)', async () => {
    const somebody = new Caller(stage.program, '198.51.100.91')
    const asked = await somebody.submit({ item: 'policy_advice', values: { topic: 'startup', question: '创业担保贷款怎么申请' } })
    expect(asked.status, asked.text).toBe(201)
    copy_case(stage.program.data!, asked.body.number, 20_000)
    const on = await stage.officer('policy', '/desk/policy/policy_advice')
    const { page } = on
    await page.getByRole('button', { name: '起草新版' }).click()
    await page.waitForURL(/\/desk\/policy\/drafts\//)
    await page.getByText('都保存了').waitFor()
    await type_into(page, 1, 1, slow_cell)
    await page.getByRole('button', { name: /^保存/ }).click()
    await page.getByText('都保存了').waitFor()
    await page.getByRole('button', { name: '去年的办件', exact: true }).click()
    await page.getByRole('button', { name: '试去年的办件' }).dblclick()
    const bar = page.getByRole('progressbar', { name: '正在试' })
    await bar.waitFor()
    await page.getByText(/已完成\d+% · 约剩\d+秒/).waitFor()
    for (const width of [375, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await expect_accessible(page)
    }
    const before = Number(await bar.getAttribute('value'))
    await page.reload()
    await page.getByRole('button', { name: '去年的办件', exact: true }).click()
    await bar.waitFor()
    await expect.poll(async () => Number(await bar.getAttribute('value'))).toBeGreaterThan(before)
    expect(await page.getByRole('button', { name: '试去年的办件' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: '停下' }).click()
    await page.getByText(/停下了，只试了最近的[\d,]+件/).waitFor()
    await bar.waitFor({ state: 'detached' })
    await expect_accessible(page)
    drop_copies(stage.program.data!)
    expect(on.faults).toEqual([])
    await page.getByRole('button', { name: '放弃草稿' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('只是试一试')
    await page.getByRole('dialog').getByRole('button', { name: '放弃草稿' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await on.close()
  })

  it('a draft is tried on last year’s cases, by keys and on a phone: which would have been decided otherwise (15.3)', async () => {
    const on = await stage.officer('policy', '/desk/policy/policy_advice')
    const { page } = on
    await page.getByRole('button', { name: '起草新版' }).click()
    await page.waitForURL(/\/desk\/policy\/drafts\//)
    await page.getByText('都保存了').waitFor()
    const tab = page.getByRole('button', { name: '去年的办件', exact: true }), run = page.getByRole('button', { name: '试去年的办件' })
    await tab.focus()
    await page.keyboard.press('Enter')
    await run.focus()
    await page.keyboard.press('Enter')
    await page.getByText(/^共\d+件，其中0件会不一样/).waitFor()
    await page.getByText('没有一件会不一样').waitFor()

    await type_into(page, 1, 1, '< 500')
    expect(await run.isDisabled()).toBe(true)
    await page.getByText('先保存再试').waitFor()
    await page.getByRole('button', { name: /^保存/ }).click()
    await page.getByText('都保存了').waitFor()
    await run.click()
    await page.getByText(/^共\d+件，其中[1-9]\d*件会不一样/).waitFor()
    expect(await page.getByRole('region', { name: '怎样不一样' }).innerText()).toContain('请改正')
    await expect_accessible(page)
    await shoot(page, 'policy-retry')
    await page.setViewportSize({ width: 375, height: 800 })
    await expect_accessible(page)
    await shoot(page, 'policy-retry-phone')
    const link = page.getByRole('region', { name: '会不一样的办件' }).getByRole('link').first()
    expect(await link.getAttribute('href')).toBe('/desk/cases/' + (await link.innerText()))

    await page.getByText('打开办件要有窗口').waitFor()

    // A table that cannot be read is not tried.
    await page.setViewportSize({ width: 1440, height: 900 })
    await type_into(page, 1, 1, '< (5')
    await page.getByRole('button', { name: /^保存/ }).click()
    await page.getByText('都保存了').waitFor()
    await run.click()
    await page.locator('.retry-panel [role="alert"]').waitFor()
    expect(await page.locator('.retry-panel [role="alert"]').innerText()).toContain('改好再试')
    await expect_accessible(page)

    await page.goto('/desk/policy/employment_end')
    await page.getByRole('button', { name: '起草新版' }).click()
    await page.getByText('都保存了').waitFor()
    await tab.click()
    await run.click()
    await page.getByText('最近十二个月没有按规则决定的办件').waitFor()
    await on.close()
  })

  it('the grid is used by keys alone, on a phone too', async () => {
    const on = await stage.officer('policy', '/desk/policy/unemployment_registration', 375)
    const { page } = on
    await cell(page, 1, 1).click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('td[aria-selected="true"]').innerText()).toBe('< 16')
    expect(await page.locator('.sheet-bar input').inputValue()).toBe('< 16')
    await page.keyboard.press('Control+End')
    expect(await page.locator('td[aria-selected="true"]').count()).toBe(1)
    await expect_accessible(page)
    await shoot(page, 'policy-phone')
    expect(on.faults).toEqual([])
    await on.close()
  })
})
