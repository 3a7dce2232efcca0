// What the journeys of the desk share: somebody whose case an officer decides.
import type { Page } from 'playwright-core'

export const invented_permit = () => `H${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`

export async function choose_area(page: Page): Promise<void> {
  await page.getByLabel('市', { exact: true }).selectOption('370100')
  await page.getByLabel('县（市、区）').selectOption('370102')
}

/** Somebody with a travel permit at the window: the rule cannot see the age, so an officer decides. The number of the case. */
export async function register_flexible(page: Page, name: string): Promise<string> {
  await page.goto('/desk/register')
  await page.getByLabel('证件种类').selectOption('hm_travel_permit')
  await page.getByLabel('证件号码').fill(invented_permit())
  await page.getByLabel('姓名').fill(name)
  await page.getByRole('button', { name: '建档', exact: true }).click()
  await page.getByRole('button', { name: /^灵活就业登记 / }).click()
  await page.locator('#behalf-started_on').waitFor()
  const kind = page.locator('#behalf-flexible_kind')
  if (await kind.evaluate((element) => element.tagName) === 'SELECT') await kind.selectOption({ index: 1 })
  else await kind.locator('label').first().click()
  await page.locator('#behalf-started_on').fill('昨天')
  await page.locator('#behalf-work').fill('送外卖')
  await choose_area(page)
  await page.locator('#behalf-phone').fill('13900001111')
  await page.getByLabel(/怎么核对的本人/).fill('本人到场，核对证件')
  await page.getByRole('button', { name: '替本人提交' }).click()
  await page.getByText('已提交').waitFor()
  await page.getByRole('link', { name: '看这一件' }).click()
  await page.waitForURL(/\/desk\/cases\//)
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}
