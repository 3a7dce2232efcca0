// A real Chromium, and what every journey asks of every page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { expect } from 'vitest'

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Without a graphics process, whose frames were seen to wait for seconds on a busy machine: the pages need none. */
export function open_browser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'] })
}

export interface Visit { page: Page; faults: string[]; close: () => Promise<void> }

/** A new visitor with an empty browser, or with the store of an earlier one; scripts that fail or break the policy of the pages are collected. */
export async function visit(browser: Browser, url: string, width = 375, storageState?: BrowserContextOptions['storageState']): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: width < 800 ? 740 : 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', baseURL: url, acceptDownloads: true, storageState })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) faults.push(message.text())
  })
  return { page, faults, close: () => context.close() }
}

/** axe finds nothing and nothing is wider than the screen. */
export async function expect_accessible(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(axe_source)
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await axe.run()).violations.map((each) => `${each.id}: ${each.nodes[0].html}`)
  })
  expect(found, page.url()).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0)
}

const some = (count: number) => Math.floor(Math.random() * count)
const some_day = () => `19${80 + some(20)}${String(1 + some(12)).padStart(2, '0')}${String(1 + some(28)).padStart(2, '0')}`

/** An identity number of nobody, with a check character that fits; two of them are hardly ever the same. */
export function invented_number(born = some_day()): string {
  const first = `370102${born}${100 + some(900)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return first + '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(first[at]), 0) % 11]
}

export function invented_phone(): string {
  return `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
}

export interface Newcomer { name: string; phone: string; number: string }

export function newcomer(name = '王秀兰'): Newcomer {
  return { name, phone: invented_phone(), number: invented_number() }
}

/** From the sign-in page to the page that was wanted: phone, code from the demo's outbox, document. */
export async function sign_in(page: Page, who: Newcomer, joins = true): Promise<void> {
  await page.getByLabel('手机号').fill(who.phone)
  await page.getByRole('button', { name: '发验证码' }).click()
  const message = await page.locator('.demo').innerText()
  const code = /\d{6}/.exec(message)?.[0] ?? ''
  await page.getByLabel('验证码').fill(code)
  await page.locator('form').getByRole('button', { name: '登录', exact: true }).click()
  if (!joins) return
  await page.waitForURL(/\/join/)
  await page.getByLabel('姓名').fill(who.name)
  await page.getByLabel('证件号码').fill(who.number)
  await page.getByLabel('市', { exact: true }).selectOption('370100')
  await page.getByLabel('县（市、区）').selectOption('370102')
  await page.getByRole('button', { name: '确认是我' }).click()
}
