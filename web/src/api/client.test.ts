import { afterEach, describe, expect, it, vi } from 'vitest'
import { NetworkLoss, ProblemError, get, on_stale_token, post, post_once, set_csrf, with_query } from './client'

const words = { zh: '不行', en: 'no' }
const answer = (status: number, body: unknown) => new Response(body === undefined ? null : JSON.stringify(body), { status })
const problem = (status: number, code: string) => answer(status, { type: '', title: code, status, code, detail: words, next: words })
const called = vi.fn<(path: string, init: RequestInit) => Promise<Response>>()
const headers_of = (call: number) => called.mock.calls[call][1].headers as Record<string, string>
vi.stubGlobal('fetch', called)
afterEach(() => called.mockReset())

describe('talking to the program', () => {
  it('a change carries the token, its key and the state it was decided on; a question carries none', async () => {
    set_csrf('token')
    called.mockImplementation(async () => answer(200, { ok: true }))
    await post('/v1/cases', { item: 'x' }, { idempotency_key: 'k', if_match: '"v1"' })
    await get('/v1/me')
    expect(headers_of(0)).toMatchObject({ 'X-CSRF-Token': 'token', 'Idempotency-Key': 'k', 'If-Match': '"v1"', 'Content-Type': 'application/json' })
    expect(headers_of(1)).not.toHaveProperty('X-CSRF-Token')
  })
  it('a refusal is typed and keeps its field', async () => {
    called.mockResolvedValue(answer(422, { code: 'document_check_digit', field: 'document_number', detail: words, next: words }))
    const thrown = await get('/v1/me').catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(ProblemError)
    expect((thrown as ProblemError).problem).toMatchObject({ status: 422, field: 'document_number' })
  })
  it('no answer, or a gateway without a program behind it, is a lost network', async () => {
    called.mockRejectedValueOnce(new TypeError('failed'))
    await expect(get('/v1/me')).rejects.toBeInstanceOf(NetworkLoss)
    called.mockResolvedValueOnce(new Response('<html>', { status: 502 }))
    await expect(get('/v1/me')).rejects.toBeInstanceOf(NetworkLoss)
  })
  it('an answer that cannot be read is still a refusal with words', async () => {
    called.mockResolvedValue(new Response('oops', { status: 500 }))
    const thrown = await get('/v1/me').catch((error: unknown) => error)
    expect((thrown as ProblemError).problem.detail.zh).toBeTruthy()
  })
  it('a stale token is renewed once and the change repeated with the same key', async () => {
    on_stale_token(async () => set_csrf('new'))
    set_csrf('old')
    called.mockResolvedValueOnce(problem(403, 'csrf_missing')).mockResolvedValueOnce(answer(201, { number: '1' }))
    expect(await post('/v1/cases', {}, { idempotency_key: 'k' })).toEqual({ number: '1' })
    expect(headers_of(1)).toMatchObject({ 'X-CSRF-Token': 'new', 'Idempotency-Key': 'k' })
  })
  it('what makes something is sent again under its key after a lost network, and under a new one once answered', async () => {
    called.mockRejectedValueOnce(new TypeError('failed')).mockImplementation(async () => answer(201, { id: '1' }))
    await expect(post_once('/v1/desk/people', { name: '王' })).rejects.toBeInstanceOf(NetworkLoss)
    await post_once('/v1/desk/people', { name: '李' })
    await post_once('/v1/desk/people', { name: '王' })
    await post_once('/v1/desk/people', { name: '王' })
    called.mockResolvedValueOnce(problem(422, 'document_check_digit'))
    await post_once('/v1/desk/people', { name: '王' }).catch(() => undefined)
    await post_once('/v1/desk/people', { name: '王' })
    const keys = [0, 1, 2, 3, 4, 5].map((call) => headers_of(call)['Idempotency-Key'])
    expect(keys[2]).toBe(keys[0])
    expect(new Set(keys).size).toBe(5)
  })
  it('an ended session is noticed', async () => {
    const renewed = vi.fn(async () => undefined)
    on_stale_token(renewed)
    called.mockResolvedValueOnce(problem(401, 'signed_out'))
    await expect(get('/v1/me')).rejects.toBeInstanceOf(ProblemError)
    expect(renewed).toHaveBeenCalledTimes(1)
  })
  it('an empty answer is nothing', async () => {
    called.mockResolvedValueOnce(new Response(null, { status: 204 }))
    expect(await post('/v1/x')).toBeUndefined()
  })
  it('only what was given stands in the query', () => {
    expect(with_query('/v1/advice', { q: '外地 户口', cursor: undefined, area: '' })).toBe('/v1/advice?q=%E5%A4%96%E5%9C%B0+%E6%88%B7%E5%8F%A3')
  })
})
