import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Caller } from '../api/caller'
import { expect_accessible, invented_number } from './browser'
import { set_stage } from './stage'

const stage = set_stage()
const ids: Record<string, string> = {}
beforeAll(async () => {
  const clerk = await new Caller(stage.program).officer('linyi')
  for (const name of ['郝翀国', '尤翀英', '郝翀翀']) {
    const made = await clerk.post('/v1/desk/people', { name, document_type: 'resident_id', document_number: invented_number('19700101'), area: '370102001' })
    expect(made.status, made.text).toBe(201)
    ids[name] = made.body.id
  }
})

const household = (page: Page) => page.locator('section').filter({ has: page.getByRole('heading', { name: '家庭', exact: true }) })

async function open(page: Page, name: string) {
  await page.getByLabel('理由', { exact: true }).fill('登记家庭成员')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

async function add_member(page: Page, text: string, masked: string, relation: string) {
  await household(page).getByRole('button', { name: '添加家庭成员' }).click()
  await page.getByLabel('谁', { exact: true }).fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: new RegExp(`^${masked.replaceAll('*', '\\*')} `) }).click()
  await page.getByLabel('与户主的关系').selectOption({ label: relation })
  await page.getByLabel('从哪天起').fill('昨天')
  await page.getByLabel('依据').fill('户口簿')
  await page.getByRole('button', { name: '添加', exact: true }).click()
}

describe('an officer at the window', () => {
  it('enters a family found by initials, is told when the reason is too short, sees a member leave and takes it back', async () => {
    const on = await stage.officer('window', `/desk/people/${ids['郝翀国']}`)
    const { page } = on
    await open(page, '郝翀国')
    await household(page).getByText('没有登记家庭成员').waitFor()
    await add_member(page, 'ycy', '尤*英', '配偶')
    await page.getByText('请写清楚，至少4个字').waitFor()
    await expect_accessible(page)
    await page.getByLabel('依据').fill('结婚证和户口簿')
    await page.getByRole('button', { name: '添加', exact: true }).click()
    await household(page).getByRole('link', { name: '尤*英' }).waitFor()
    await household(page).getByText(/^尤\*英（配偶）.*加入$/).waitFor()
    await household(page).getByText(/结婚证和户口簿 · .*·/).waitFor()
    await expect_accessible(page)

    await household(page).getByRole('button', { name: '尤*英迁出' }).click()
    await page.getByLabel('从哪天起不在这一户').fill('今天')
    await page.getByLabel('依据').fill('户口已迁出')
    await page.getByRole('button', { name: '迁出', exact: true }).last().click()
    await household(page).getByText(/^尤\*英（配偶）.*迁出$/).waitFor()
    expect(await household(page).getByRole('link', { name: '尤*英' }).count()).toBe(0)

    await household(page).getByRole('button', { name: '撤销' }).first().click()
    await page.getByLabel('为什么撤销').fill('迁出的是别人')
    await expect_accessible(page)
    await page.keyboard.press('Enter')
    await household(page).getByRole('link', { name: '尤*英' }).waitFor()
    await household(page).getByText(/撤销：迁出的是别人/).waitFor()
    await expect_accessible(page)

    await household(page).getByRole('link', { name: '尤*英' }).click()
    await open(page, '尤翀英')
    await household(page).getByRole('link', { name: '郝*国' }).waitFor()
    expect(on.faults.filter((fault) => !/409|422/.test(fault))).toEqual([])
    await on.close()
  })

  it('cannot leave a family without its head, nor put one person in two', async () => {
    const on = await stage.officer('window', `/desk/people/${ids['郝翀翀']}`)
    const { page } = on
    await open(page, '郝翀翀')
    await household(page).getByRole('button', { name: '添加家庭成员' }).click()
    await page.getByLabel('谁', { exact: true }).fill('魑魅魍魉')
    await page.keyboard.press('Enter')
    await page.getByText('先为家人建档').waitFor()
    await page.getByRole('button', { name: '关上' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await add_member(page, '尤翀英', '尤*英', '子女')
    await page.getByLabel('依据').fill('户口簿为证')
    await page.getByRole('button', { name: '添加', exact: true }).click()
    await page.getByText('这个人已在一个家庭户里').waitFor()
    await page.keyboard.press('Escape')

    await page.goto(`/desk/people/${ids['郝翀国']}`)
    await open(page, '郝翀国')
    await household(page).getByRole('button', { name: '郝*国迁出' }).click()
    await page.getByLabel('从哪天起不在这一户').fill('今天')
    await page.getByLabel('依据').fill('户口已迁出')
    await page.getByRole('button', { name: '迁出', exact: true }).last().click()
    await page.getByText('家里还有人时不能没有户主').waitFor()
    await page.getByText(/请先迁出其他人/).waitFor()
    await expect_accessible(page)
    expect(on.faults.filter((fault) => !/409|422/.test(fault))).toEqual([])
    await on.close()
  })
})
