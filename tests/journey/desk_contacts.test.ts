// Who lost a job says what they need; an officer gets in touch in time and notes it (row 18.5).
import { describe, expect, it } from 'vitest'
import { Caller, day } from '../api/caller'
import { expect_accessible, newcomer } from './browser'
import { set_stage } from './stage'

const stage = set_stage()

/** Somebody registered as unemployed who has just said that they want to learn a trade; the caller and the case of the needs. */
async function who_wants_training(name: string) {
  const who = newcomer(name)
  const person = await new Caller(stage.program).person(who.phone, { name, document_type: 'resident_id', document_number: who.number, area: '370102001' })
  const registered = await person.submit({ item: 'unemployment_registration', values: { lost_on: day(-1), reason: 'never_worked', wants_work: true, able_to_work: true, area: '370102001', phone: who.phone } })
  expect(registered.body.state, registered.text).toBe('settled')
  const said = await person.submit({ item: 'needs_opening', channel: 'phone', values: { wants_employment: false, wants_startup: false, wants_training: true, training_note: '电工' } })
  expect(said.body.state, said.text).toBe('settled')
  return { who, number: said.body.number as string, person }
}

describe('the page of first contacts', () => {
  it('lists who waits and by when; the contact is noted once, though the network fails, the button is hit twice and a colleague was faster', async () => {
    const { number, person } = await who_wants_training('郁等候')
    const on = await stage.officer('window', '/desk/contacts')
    const { page } = on
    const row = page.getByRole('row').filter({ hasText: number })
    await row.getByRole('cell', { name: '培训', exact: true }).waitFor()
    expect(await row.getByRole('cell').last().innerText()).toMatch(/\d+月\d+日/)
    for (const width of [375, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await expect_accessible(page)
    }
    await row.getByRole('link').click()
    await page.getByText('前会有人联系您').or(page.getByText(/前.*联系/)).first().waitFor()
    await page.getByRole('button', { name: '已联系' }).click()
    await page.getByRole('button', { name: '已联系' }).click()
    await page.locator('#note-text-error').getByText('请写一句话').waitFor()
    await expect_accessible(page)
    await page.getByLabel('联系情况').fill('已电话联系，下周来报名电工班')
    await page.getByLabel('12333电话').check()

    const fast = await stage.officer('street', `/desk/cases/${number}`, 375)
    await fast.page.getByRole('button', { name: '已联系' }).click()
    await fast.page.getByLabel('联系情况').fill('没人接，明天再打')
    await expect_accessible(fast.page)

    await page.context().setOffline(true)
    await page.getByRole('button', { name: '已联系' }).click()
    await page.getByText('网络断了，没有送到').waitFor()
    expect(await page.getByLabel('联系情况').inputValue()).toBe('已电话联系，下周来报名电工班')
    await page.context().setOffline(false)
    const sent: string[] = []
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/actions')) sent.push(request.url()) })
    await page.getByRole('button', { name: '已联系' }).dblclick()
    await page.getByRole('status').filter({ hasText: '已记录' }).waitFor()
    expect(sent.length).toBe(1)

    await fast.page.getByRole('button', { name: '已联系' }).click()
    await fast.page.getByText('同事先办了这一件').waitFor()
    await fast.page.locator('.conflict').getByText('已电话联系，下周来报名电工班').waitFor()
    await fast.page.getByText('没人接，明天再打').waitFor()
    await expect_accessible(fast.page)
    await fast.close()

    // Back on the list the person waits no longer.
    await page.goBack()
    await page.getByRole('heading', { name: '首次联系', level: 1 }).waitFor()
    await expect_accessible(page)
    expect(await row.count()).toBe(0)
    const seen = (await person.get(`/v1/cases/${number}`)).body
    expect(seen.actions.at(-1)).toMatchObject({ act: 'contact', channel: 'hotline', note: '已电话联系，下周来报名电工班' })
    expect([...on.faults, ...fast.faults]).toEqual([])
    await on.close()
  })

  it('says so where nobody waits, opens the next by the keyboard, and reads in English', async () => {
    const far = await stage.officer('linyi', '/desk/contacts')
    await far.page.getByText('没有要联系的人').waitFor()
    await expect_accessible(far.page)
    await far.close()
    const { number } = await who_wants_training('郁·古丽')
    const on = await stage.officer('window', '/desk/contacts')
    await on.page.getByRole('button', { name: 'English' }).click()
    const link = on.page.getByRole('row').filter({ hasText: number }).getByRole('link')
    await on.page.getByText('Training').first().waitFor()
    await expect_accessible(on.page)
    await link.focus()
    await on.page.keyboard.press('Enter')
    await on.page.waitForURL(new RegExp(number))
    await on.page.getByRole('button', { name: 'Got in touch' }).waitFor()
    await expect_accessible(on.page)
    expect(on.faults).toEqual([])
    await on.close()
  })
})
