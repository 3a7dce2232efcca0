// An officer of the demo: user, password and the secret of the six digits, as the program printed them.
import { createHmac } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Program } from './program'

export interface Officer { user: string; password: string; secret: string }

/** The account of one duty. The program prints one line for each: user, password, secret of the code, what it shows. */
export function officer_of(program: Program, user: string): Officer {
  const line = program.printed().split('\n').find((one) => new RegExp(`^\\s*${user}\\s`).test(one))
  const parts = line?.trim().split(/\s+/) ?? []
  const secret = parts.find((part) => /^[A-Z2-7]{16,}$/.test(part))
  if (!parts[1] || !secret) throw new Error(`no account «${user}» in:\n${program.printed()}`)
  return { user, password: parts[1], secret }
}

function base32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')].map((mark) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(mark).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
}

/** The six digits of RFC 6238 for the half minute that is `steps` away from now. */
export function six_digits(secret: string, steps = 0, now = Date.now()): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps))
  const digest = createHmac('sha1', base32(secret)).update(counter).digest()
  const at = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Signs in on the page that is open. A code that was used already is not taken twice, so the next one is tried. */
export async function sign_in_officer(page: Page, officer: Officer, to = '/desk'): Promise<void> {
  await page.goto(`/desk/sign-in?to=${encodeURIComponent(to)}`)
  for (const steps of [0, 1, -1]) {
    await page.getByLabel('用户名').fill(officer.user)
    await page.getByLabel('密码').fill(officer.password)
    await page.getByLabel('6位动态码').fill(six_digits(officer.secret, steps))
    const answered = page.waitForResponse((response) => response.url().endsWith('/v1/session/staff'))
    await page.getByRole('button', { name: '登录', exact: true }).click()
    if ((await answered).ok()) {
      await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
      return
    }
  }
  throw new Error(`${officer.user} could not sign in: ${await page.getByRole('alert').innerText()}`)
}
