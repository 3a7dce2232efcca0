// The one place that talks to /v1: JSON in and out, the session's token, and three kinds of trouble told apart.
import type { Problem, Words } from './types'

/** The program answered «no» and said why; `problem.errors` name fields. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title)
    this.name = 'ProblemError'
  }
}

/** Nothing came back: the request may or may not have arrived. Repeating it with the same key is safe. */
export class NetworkLoss extends Error {
  constructor() {
    super('network loss')
    this.name = 'NetworkLoss'
  }
}

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is (a file); excludes `body`. */
  file?: Blob
  query?: Record<string, string | number | boolean | undefined>
  /** Same key, same effect: once. */
  idempotency_key?: string
  /** The state this change was decided on. */
  if_match?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

let csrf = ''
let renew: (() => Promise<void>) | undefined

/** The token that goes with every state-changing call. */
export function set_csrf(token: string): void {
  csrf = token
}

/** How to get a new session when the token is no longer good. */
export function on_stale_token(fetch_session: () => Promise<void>): void {
  renew = fetch_session
}

/** A key for one form: made when the form opens, kept until it has been answered. */
export function new_key(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const unanswered = new Map<string, string>()

/** Makes something with a key that stays until the program has answered: tried again after a lost network, it is made once.
 * `what` tells one wish from another. */
export async function once<T>(what: string, make: (key: string) => Promise<T>): Promise<T> {
  const key = unanswered.get(what) ?? new_key()
  unanswered.set(what, key)
  try {
    const made = await make(key)
    unanswered.delete(what)
    return made
  } catch (error) {
    if (!(error instanceof NetworkLoss)) unanswered.delete(what)
    throw error
  }
}

export function with_query(path: string, query?: RequestOptions['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '')
  if (pairs.length === 0) return path
  return path + '?' + new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf
  if (options.idempotency_key) headers['Idempotency-Key'] = options.idempotency_key
  if (options.if_match) headers['If-Match'] = options.if_match
  let body: BodyInit | undefined
  if (options.file) {
    body = options.file
    headers['Content-Type'] ??= 'application/octet-stream'
  } else if (options.body !== undefined) {
    body = JSON.stringify(options.body)
    headers['Content-Type'] = 'application/json'
  }
  try {
    return await fetch(with_query(path, options.query), { method, headers, body, signal: options.signal, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new NetworkLoss()
  }
}

const unreadable: Record<'detail' | 'next', Words> = {
  detail: { zh: '服务没有给出可读的回答', en: 'The service gave no readable answer' },
  next: { zh: '请稍后再试，已填的内容还在', en: 'Try again in a while; what you entered is kept' },
}

async function read_problem(response: Response): Promise<Problem> {
  const fallback: Problem = { type: 'about:blank', title: `HTTP ${response.status}`, status: response.status, code: `http_${response.status}`, ...unreadable }
  try {
    const given = (await response.json()) as Partial<Problem>
    return { ...fallback, ...given, status: response.status }
  } catch {
    return fallback
  }
}

/** Asks /v1 and gives back its answer; throws ProblemError or NetworkLoss. */
export async function request<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options: RequestOptions = {}): Promise<T> {
  let response = await send(method, path, options)
  if (!response.ok) {
    let problem = await read_problem(response)
    if (problem.code.startsWith('csrf') && renew) {
      await renew()
      response = await send(method, path, options)
      if (!response.ok) problem = await read_problem(response)
    }
    // The session has ended meanwhile: the page learns it, then shows how to sign in again.
    if (!response.ok && response.status === 401 && renew && !path.startsWith('/v1/session')) await renew().catch(() => undefined)
    // A gateway that cannot reach the program is the same to a person as a lost network.
    if (!response.ok && [502, 503, 504].includes(response.status) && problem.code.startsWith('http_')) throw new NetworkLoss()
    if (!response.ok) throw new ProblemError(problem)
  }
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export const get = <T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal) => request<T>('GET', path, { query, signal })
export const post = <T>(path: string, body?: unknown, options: RequestOptions = {}) => request<T>('POST', path, { ...options, body })
/** Posts what makes something, once. */
export const post_once = <T>(path: string, body?: unknown) => once(path + JSON.stringify(body), (idempotency_key) => post<T>(path, body, { idempotency_key }))
export const put = <T>(path: string, body?: unknown, options: RequestOptions = {}) => request<T>('PUT', path, { ...options, body })
export const remove = <T>(path: string) => request<T>('DELETE', path)

export const client = { request, get, post, put, remove }
