import { describe, expect, it } from 'vitest'
import { expect_accessible, newcomer, sign_in } from './browser'
import { sign_in_officer, six_digits } from './officer'
import { set_stage } from './stage'

const stage = set_stage()

describe('officers with other duties', () => {
  it('an adviser answers a question and the answer joins the public list (A1)', async () => {
    const asker = await stage.visit()
    await asker.page.goto('/apply/policy_advice')
    await asker.page.getByRole('link', { name: '登录后问' }).click()
    await sign_in(asker.page, newcomer())
    await asker.page.waitForURL(/apply\/policy_advice/)
    const question = `我在济南上班，户口在河南，能在这里登记失业吗？${Date.now()}`
    await asker.page.locator('#field-topic').selectOption({ index: 1 })
    await asker.page.locator('#field-question').fill(question)
    await asker.page.locator('#field-publish_ok').check()
    await asker.page.getByRole('button', { name: '下一步' }).click()
    await asker.page.getByRole('button', { name: '提交', exact: true }).click()
    await asker.page.waitForURL(/\/done$/)

    const on = await stage.officer('adviser', '/desk/advice')
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
    const person = await stage.visit()
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

    const far = await stage.officer('linyi', `/desk/cases/${number}`)
    await far.page.getByRole('button', { name: '代记承诺' }).click()
    await far.page.getByText('已向本人念过，本人同意').click()
    await expect_accessible(far.page)
    await far.page.locator('.decision-form').getByRole('button', { name: '代记承诺' }).click()
    await far.page.getByText('已办结').first().waitFor()

    const on = await stage.officer('check', '/desk/checks?state=open')
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
    const on = await stage.officer('admin', '/desk/admin/agencies')
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
    await dialog.getByLabel('所在机构', { exact: true }).selectOption({ index: 1 })
    await expect_accessible(page)
    await dialog.getByRole('button', { name: '创建账号' }).click()
    await page.getByText('只显示这一次').waitFor()
    const codes = await page.getByRole('dialog').locator('code').allInnerTexts()
    expect(codes[2]).toMatch(/^otpauth:\/\/totp\//)
    await expect_accessible(page)
    await page.getByRole('button', { name: '已交给本人' }).click()
    await page.reload()
    expect(await page.getByText('otpauth://').count()).toBe(0)

    const fresh = await stage.visit(1440)
    await sign_in_officer(fresh.page, { user, password: codes[0] ?? '', secret: codes[1] ?? '' }, '/desk/queue')
    // The administrator has seen the first password: it is changed before anything else.
    await fresh.page.getByText('首次密码别人见过').waitFor()
    await expect_accessible(fresh.page)
    // What is missing, too short or different stands beside its field.
    const send = fresh.page.getByRole('button', { name: '改密码', exact: true })
    await send.click()
    for (const sentence of ['请填密码', '请填6位数字', '太短，至少要12个字']) await fresh.page.getByText(sentence).waitFor()
    await expect_accessible(fresh.page)
    await fresh.page.getByLabel('新密码').fill('一句只有我知道的话，很长')
    await fresh.page.getByLabel('再输一遍').fill('一句别的话')
    await fresh.page.getByText('两次输入不一样').waitFor()
    await fresh.page.getByLabel('原密码').fill(codes[0] ?? '')
    await fresh.page.getByLabel('6位动态码').fill(six_digits(codes[1] ?? '', 1))
    await fresh.page.getByLabel('新密码').fill('一句只有我知道的话，很长')
    await fresh.page.getByLabel('再输一遍').fill('一句只有我知道的话，很长')
    await send.click()
    // It leads on to the day's work at once.
    await fresh.page.getByRole('heading', { name: '待办' }).waitFor()
    await fresh.page.goto('/desk/admin/staff')
    await fresh.page.getByText('您没有看这里的职责').waitFor()
    expect([...on.faults, ...fresh.faults]).toEqual([])
    await on.close()
    await fresh.close()
  })

  it('a manager reads the evaluations in either language (row 23.1)', async () => {
    const on = await stage.officer('manager', '/desk/evaluations')
    await on.page.getByRole('heading', { name: '好差评' }).waitFor()
    await expect_accessible(on.page)
    await on.page.getByRole('button', { name: 'English' }).click()
    await on.page.getByRole('heading', { name: 'Evaluations' }).waitFor()
    await expect_accessible(on.page)
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('works on a phone and in large print', async () => {
    const on = await stage.officer('window', '/desk/queue', 375)
    await on.page.getByRole('heading', { name: '待办' }).waitFor()
    await expect_accessible(on.page)
    await on.page.getByRole('button', { name: '关怀版' }).click()
    await expect_accessible(on.page)
    expect(on.faults).toEqual([])
    await on.close()
  })
})
