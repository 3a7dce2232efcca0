// What a person does on a phone: shared by the journeys of the seeker.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Download, Page } from 'playwright-core'
import { expect } from 'vitest'
import { sign_in, type Newcomer, type Visit } from './browser'

const run = promisify(execFile)

/** Yes or no to a question, by the name of its field. */
export const answer = (on: Visit, field: string, words: string) => on.page.locator(`#field-${field}`).getByText(words, { exact: true }).click()

/** Opens a page that needs a file and becomes somebody new on the way. */
export async function open_as(on: Visit, who: Newcomer, path: string): Promise<void> {
  await on.page.goto(path)
  await sign_in(on.page, who)
  await on.page.waitForURL((url) => url.pathname === path)
}

/** The questions of 失业登记 that no record answers; an empty day, or reason, where the record holds it. */
export async function fill_in_registration(on: Visit, reason: string, lost_on = '昨天'): Promise<void> {
  const { page } = on
  await page.getByText('这些我们已经知道').waitFor()
  if (lost_on) await page.locator('#field-lost_on').fill(lost_on)
  if (reason) await page.locator('#field-reason').selectOption({ label: reason })
  else expect(await page.locator('#field-reason').count()).toBe(0)
  await answer(on, 'wants_work', '是')
  await answer(on, 'able_to_work', '是')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('heading', { name: '提交前看一遍' }).waitFor()
}

export const submit = (page: Page) => page.getByRole('button', { name: '提交', exact: true }).click()

/** Registers as unemployed and waits until it is settled; the number of the case. */
export async function register_unemployed(on: Visit, who: Newcomer): Promise<string> {
  await open_as(on, who, '/apply/unemployment_registration')
  await fill_in_registration(on, '毕业后未就业')
  await submit(on.page)
  await on.page.getByRole('heading', { name: '失业登记办好了' }).waitFor()
  return new URL(on.page.url()).pathname.split('/')[2]
}

/** What a downloaded certificate says, and the address in its QR code, read from the printed page. */
export async function read_certificate(download: Download): Promise<{ text: string; address: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'leye-certificate-'))
  try {
    const pdf = await download.path()
    const text = (await run('pdftotext', ['-layout', pdf, '-'])).stdout
    await run('pdftoppm', ['-r', '200', '-png', '-singlefile', pdf, join(folder, 'page')])
    const address = (await run('zbarimg', ['--quiet', '--raw', join(folder, 'page.png')])).stdout.trim()
    return { text, address }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
