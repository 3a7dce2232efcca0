import type { PolicyCase, PolicyName } from '../../api/types'

type FactValue = string | number | boolean | null

/** A FEEL literal of a witness as a fact's value: «@"2026-01-01"» is a day's text, «"x"» a text. */
export function value_of_literal(literal: string): FactValue {
  if (literal === 'null') return null
  if (literal === 'true' || literal === 'false') return literal === 'true'
  const quoted = /^@?"((?:[^"\\]|\\.)*)"$/s.exec(literal)
  if (quoted) return (quoted[1] ?? '').replace(/\\(.)/g, '$1')
  return /^-?\d+(\.\d+)?$/.test(literal) ? Number(literal) : literal
}

/** What somebody typed for a fact, as its type wants it; empty is «not known». Nothing where it does not fit. */
export function value_of_text(text: string, type: PolicyName['type'] | undefined): FactValue | undefined {
  const typed = text.trim()
  if (typed === '') return null
  if (type === 'boolean') return { true: true, 是: true, yes: true, false: false, 否: false, no: false }[typed.toLowerCase()]
  if (type === 'number') return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : undefined
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : undefined
  return typed
}
export const text_of_value = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value))

/** The case that stands at a witness: facts for the inputs that are plain names. */
export function case_at(expressions: string[], witness: string[], names: PolicyName[]): PolicyCase {
  const known = new Set(names.map((one) => one.name))
  const facts: Record<string, FactValue> = {}
  expressions.forEach((expression, n) => {
    if (known.has(expression) && witness[n] !== undefined) facts[expression] = value_of_literal(witness[n])
  })
  return { name: '', facts, outcome: '', reason: '', field: '' }
}
