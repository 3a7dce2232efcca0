// One caller of the API: cookies, the CSRF token, keys for repeated requests.
import { randomUUID } from 'node:crypto'
import type { Program } from '../journey/program'
import { officer_of, six_digits } from '../journey/officer'

export interface Answer { status: number; body: any; headers: Headers; text: string }

export class Caller {
  private cookie = ''
  csrf = ''
  /** `address`: asks from there, where the program trusts 127.0.0.1 as a proxy. */
  constructor(readonly program: Program, private readonly address = '') {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const raw = body instanceof Uint8Array || typeof body === 'string'
    const response = await fetch(this.program.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(this.address ? { 'x-forwarded-for': this.address } : {}), ...(this.cookie ? { cookie: this.cookie } : {}), ...(this.csrf ? { 'x-csrf-token': this.csrf } : {}), ...headers },
      body: body === undefined ? undefined : raw ? (body as BodyInit) : JSON.stringify(body),
    })
    const set = response.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0]!
    const text = await response.text()
    let parsed: any
    try { parsed = JSON.parse(text) } catch { parsed = undefined }
    return { status: response.status, body: parsed, headers: response.headers, text }
  }

  /** The bytes of a file. */
  async download(path: string): Promise<Buffer> {
    const response = await fetch(this.program.url + path, { headers: { cookie: this.cookie } })
    if (!response.ok) throw new Error(await response.text())
    return Buffer.from(await response.arrayBuffer())
  }

  get = (path: string) => this.call('GET', path)
  post = (path: string, body: unknown, headers: Record<string, string> = {}) => this.call('POST', path, body, headers)
  submit = (body: unknown, key: string = randomUUID()) => this.post('/v1/cases', body, { 'idempotency-key': key })
  act = (c: any, body: unknown) => this.post(`/v1/cases/${c.number}/actions`, body, { 'if-match': c.etag })

  /** Signs in by phone and code and, with a name, joins the account to a file. */
  async person(phone: string, identity?: Record<string, unknown>): Promise<this> {
    const sent = await this.post('/v1/session/code', { phone })
    if (sent.status !== 202) throw new Error(sent.text)
    const code = /\d{6}/.exec((await this.get(`/v1/outbox/latest?phone=${phone}`)).body.text)![0]
    const session = await this.post('/v1/session/person', { phone, code })
    if (session.status !== 200) throw new Error(session.text)
    this.csrf = session.body.csrf
    if (identity) {
      const joined = await this.post('/v1/account/identity', identity)
      if (joined.status !== 200) throw new Error(joined.text)
    }
    return this
  }

  /** Signs in with two factors; a code used already is not taken twice, so the next one is tried. `days_later`: the program takes
   * today to be that. */
  async officer(user: string, days_later = 0): Promise<this> {
    const account = officer_of(this.program, user)
    for (const steps of [0, 1, -1]) {
      const session = await this.post('/v1/session/staff', { user, password: account.password, totp: six_digits(account.secret, steps, Date.now() + days_later * 86_400_000) })
      if (session.status !== 200) continue
      this.csrf = session.body.csrf
      return this
    }
    throw new Error(`${user} could not sign in`)
  }
}

/** An invented identity number: region 3799xx, which nobody has, with a true check character. */
export function identity_number(sequence: number, born = '19850101'): string {
  const head = `3799${String(1 + (Math.floor(sequence / 999) % 90)).padStart(2, '0')}${born}${String(1 + (sequence % 999)).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return head + '10X98765432'[weights.reduce((sum, w, i) => sum + w * Number(head[i]), 0) % 11]
}

/** The day so many days from today, in China. */
export function day(offset: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10)
}
