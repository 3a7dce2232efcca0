import type { Act, Values } from '../../api/types'

/** What an officer has typed for one case and not yet sent. */
export interface Work {
  act: Act | ''
  outcome: 'settle' | 'refuse'
  reason_code: string
  note: string
  fields: { field: string; sentence: string }[]
  answer: string
  topic: string
  publish: boolean
  clauses: string
  result: '' | 'kept' | 'broken'
  /** What is put right, by field. */
  values: Values
}

export function fresh_work(): Work {
  return { act: '', outcome: 'settle', reason_code: '', note: '', fields: [], answer: '', topic: '', publish: true, clauses: '', result: '', values: {} }
}

/** Acts that ask something before they are done; the others are done at once. */
export const acts_with_form: Act[] = ['decide', 'ask_correction', 'answer', 'check', 'contact', 'correct', 'commit', 'object', 'withdraw']
