// Questions of policy at the desk: those to answer and those answered.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Caller, identity_number } from './caller'
import { start_program, type Program } from '../journey/program'

let program: Program
beforeAll(async () => { program = await start_program(100) }, 180_000)
afterAll(() => program?.stop())

it('an answered question leaves the open list and heads the answered one, published only where its asker agreed (row A1)', async () => {
  const asker = await new Caller(program).person('13953110077', { name: '秦问', document_type: 'resident_id', document_number: identity_number(77) })
  const ask = async (question: string, publish_ok: boolean) => (await asker.submit({ item: 'policy_advice', values: { topic: 'startup', question, publish_ok } })).body
  const open_question = await ask('小微企业一次性创业补贴怎么申请？', true)
  const kept_question = await ask('灵活就业社保补贴能领几年呢？', false)
  const adviser = await new Caller(program).officer('adviser')
  const numbers = async (state: string) => (await adviser.get(`/v1/desk/advice?state=${state}&limit=100`)).body.rows.map((row: any) => row.number)
  expect(await numbers('open')).toEqual(expect.arrayContaining([open_question.number, kept_question.number]))
  const before = await numbers('answered')
  for (const c of [open_question, kept_question]) {
    const seen = await adviser.get(`/v1/cases/${c.number}`)
    const done = await adviser.act(seen.body, { act: 'answer', values: { answer: `答复${c.number}`, topic: '创业', publish: true } })
    expect(done.status, done.text).toBe(200)
  }
  expect(await numbers('answered')).toEqual([kept_question.number, open_question.number, ...before])
  expect(await numbers('open')).not.toContain(kept_question.number)
  const page = await adviser.get('/v1/desk/advice?state=answered&limit=1')
  expect(page.body.rows[0].question).toBe('灵活就业社保补贴能领几年呢？')
  expect((await adviser.get(`/v1/desk/advice?state=answered&limit=1&cursor=${page.body.next_cursor}`)).body.rows[0].number).toBe(open_question.number)
  const found = async (word: string) => (await new Caller(program).get(`/v1/advice?q=${encodeURIComponent(word)}`)).body.rows.length
  expect(await found(open_question.number)).toBe(1)
  expect(await found(kept_question.number)).toBe(0)
  expect((await asker.get(`/v1/cases/${kept_question.number}`)).text).toContain(`答复${kept_question.number}`)
}, 60_000)
