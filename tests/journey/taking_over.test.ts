import { describe, expect, it } from 'vitest'
import { Caller } from '../api/caller'
import { expect_accessible, newcomer, sign_in } from './browser'
import { set_stage } from './stage'

const stage = set_stage()

const identity_of = (who: { name: string; number: string }) => ({ name: who.name, document_type: 'resident_id', document_number: who.number, area: '370102001' })
const newest = async (phone: string) => (await new Caller(stage.program).get(`/v1/outbox/latest?phone=${phone}`)).body.text as string

describe('a person whose phone is a new one (row 1.1)', () => {
  it('proves with a code from the old phone that the file is theirs', async () => {
    const who = newcomer('孔换号'), renewed = { ...who, phone: newcomer().phone }
    await new Caller(stage.program).person(who.phone, identity_of(who))
    const on = await stage.visit()
    const { page } = on
    await page.goto('/me')
    await sign_in(page, renewed)
    await page.locator('.error-summary').getByText('要证明是您本人').waitFor()
    await page.getByRole('heading', { name: '先证明是您本人' }).waitFor()
    await expect_accessible(page)
    await page.getByRole('button', { name: '向原来的手机取验证码' }).click()
    await page.getByRole('status').getByText(`尾号${who.phone.slice(-4)}`).waitFor()
    await page.locator('#field-code').fill(/验证码(\d{6})/.exec(await newest(who.phone))![1]!)
    await page.getByRole('button', { name: '确认是我' }).click()
    await page.waitForURL(/\/me$/)
    expect(await newest(who.phone)).toContain(`尾号${renewed.phone.slice(-4)}的手机使用`)
    await on.close()
  })

  it('without the old phone is let in by a window, which sees the document', async () => {
    const who = newcomer('孔丢号'), renewed = { ...who, phone: newcomer().phone }
    await new Caller(stage.program).person(who.phone, identity_of(who))
    const desk = await stage.officer('street', `/desk/people?q=${who.number}`)
    await desk.page.getByRole('link', { name: /^孔/ }).click()
    await desk.page.getByLabel('理由').fill('本人换了手机，持证到窗口')
    await desk.page.getByRole('button', { name: '打开档案' }).click()
    await desk.page.getByRole('button', { name: '本人换了手机' }).click()
    await desk.page.getByLabel('新手机号').fill(renewed.phone)
    await desk.page.getByLabel('理由').fill('本人持身份证到窗口')
    await expect_accessible(desk.page)
    await desk.page.getByRole('button', { name: '已核对本人，同意' }).click()
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' })
    await desk.close()
    const on = await stage.visit()
    await on.page.goto('/me')
    await sign_in(on.page, renewed)
    await on.page.waitForURL(/\/me$/)
    await on.close()
  })
})
