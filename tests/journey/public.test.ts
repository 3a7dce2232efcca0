import { describe, expect, it } from 'vitest'
import { expect_accessible } from './browser'
import { set_stage } from './stage'

const stage = set_stage()

const pages = ['/', '/items/unemployment_registration', '/items/flexible_employment_registration', '/catalogues', '/catalogues?of=online', '/advice', '/advice?q=登记', '/agencies',
  '/agencies?area=370102', '/verify', '/verify/AAAAAAAAAAAAAAAA', '/apply/policy_advice', '/query', '/query?number=1', '/sign-in', '/desk/sign-in', '/nowhere']
/** Those whose layout changes on a wide screen. */
const wide_pages = ['/', '/items/unemployment_registration', '/catalogues', '/advice', '/agencies?area=370102', '/verify', '/sign-in', '/desk/sign-in']

describe('anybody', () => {
  it('sees the ten free services of the annex, each opening to its items, and reads the guide of every item (row 14.2)', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/')
    await page.getByRole('heading', { name: '十项免费服务' }).waitFor()
    const services = page.locator('.services > li')
    await services.nth(9).waitFor()
    expect(await services.count()).toBe(10)
    for (const service of await services.all()) {
      if (!await service.locator('details[open]').count()) await service.locator('summary').click()
      expect((await service.locator('.items').innerText()).trim()).not.toBe('')
    }
    await expect_accessible(page)
    const items = await (await fetch(`${stage.program.url}/v1/items`)).json() as { code: string; name: { zh: string } }[]
    expect(items.length).toBeGreaterThanOrEqual(8)
    for (const item of items) {
      await page.goto(`/items/${item.code}`)
      await page.getByRole('heading', { name: `${item.name.zh}办事指南` }).waitFor()
      for (const part of ['谁能办', '怎么办', '要带什么']) await page.getByRole('heading', { name: part }).waitFor()
      for (const part of ['办好后有什么', '费用', '在哪里办', '依据']) expect(await page.locator('dt', { hasText: part }).locator('+ dd').innerText(), item.code).not.toBe('')
    }
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('reads both catalogues and takes them along (row 14.2)', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/catalogues')
    await page.getByRole('link', { name: '失业登记', exact: true }).waitFor()
    await page.getByRole('link', { name: '网上办理' }).click()
    await page.getByText('公共就业服务网上办理事项目录').waitFor()
    for (const words of ['下载表格（xlsx）', '下载CSV']) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: words }).click()])
      expect(await file.failure()).toBeNull()
    }
    for (const name of ['window.xlsx', 'window.csv', 'online.xlsx', 'online.csv']) {
      const response = await fetch(`${stage.program.url}/v1/catalogues/${name}`)
      expect(response.status, name).toBe(200)
      const bytes = Buffer.from(await response.arrayBuffer())
      if (name.endsWith('.csv')) expect(bytes.toString('utf8'), name).toContain('失业登记')
      else expect(bytes.subarray(0, 2).toString(), name).toBe('PK')
    }
    await on.close()
  })

  it('finds an answer given before and reads it with its clause; asking needs no account (A1)', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/advice')
    await page.getByLabel('找什么问题').fill('外卖')
    await page.getByRole('button', { name: '查找' }).click()
    await page.waitForURL(/q=/)
    await page.getByRole('link', { name: /送外卖算就业吗/ }).click()
    await page.getByRole('heading', { name: '答复', exact: true }).waitFor()
    await page.getByText('本人在网上登记').waitFor()
    await page.getByText('6号文(十七)').waitFor()
    await expect_accessible(page)
    await page.goBack()
    expect(await page.getByLabel('找什么问题').inputValue()).toBe('外卖')
    await page.getByLabel('找什么问题').fill('没有这个词')
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByText('没有找到“没有这个词”').waitFor()
    await expect_accessible(page)
    await page.getByRole('link', { name: '我要问' }).click()
    await page.waitForURL(/apply\/policy_advice/)
    await page.getByLabel('您的问题').waitFor()
    expect(on.faults).toEqual([])
    await on.close()
  })

  it('finds a window nearby by city and county', async () => {
    const on = await stage.visit()
    const { page } = on
    await page.goto('/agencies')
    await page.getByLabel('市', { exact: true }).selectOption('370100')
    await page.getByLabel('县（市、区）').selectOption('370102')
    await page.getByText(/找到\d+个窗口/).waitFor()
    expect(page.url()).toContain('370102')
    await expect_accessible(page)
    await on.close()
  })

  it('is told about a certificate that does not exist', async () => {
    const on = await stage.visit()
    await on.page.goto('/verify')
    await on.page.getByRole('button', { name: '核验' }).click()
    await on.page.locator('.error-summary').getByText('请输入网证编号').waitFor()
    await on.page.getByLabel('网证编号').fill('AAAA BBBB CCCC DDDD')
    await on.page.getByRole('button', { name: '核验' }).click()
    await on.page.getByText('没有这个编号的网证').waitFor()
    await expect_accessible(on.page)
    await on.close()
  })

  it.each([375, 1440])('finds every public page accessible and no wider than %i px, in Chinese and English, in large print and in the dark', async (width) => {
    const on = await stage.visit(width)
    const { page } = on
    const see = async (paths: string[]) => {
      for (const path of paths) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await expect_accessible(page)
      }
    }
    await see(width === 375 ? pages : wide_pages)
    await page.getByRole('button', { name: '关怀版' }).click()
    await see(width === 375 ? pages : wide_pages.slice(0, 2))
    const small = await page.locator('main .button:visible').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 60).length)
    expect(small).toBe(0)
    await page.goto('/items/unemployment_registration')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Unemployment registration: guide' }).waitFor()
    await page.locator('#theme').selectOption('dark')
    await see(['/', '/items/unemployment_registration', '/catalogues', '/advice', '/apply/policy_advice', '/query', '/sign-in'])
    expect(on.faults).toEqual([])
    await on.close()
  })
})
