// How the questions of an item are laid out on pages.
import type { Field } from '../api/types'

const at_once_max = 4

/** Few questions share a page; more are asked one a page. A question that depends on another stays with it. */
export function question_pages(asked: Field[]): Field[][] {
  if (asked.length === 0) return []
  if (asked.length <= at_once_max) return [asked]
  const pages: Field[][] = []
  for (const field of asked) {
    const with_parent = field.shown_if && pages.find((page) => page.some((each) => each.name === field.shown_if?.field))
    const with_type = field.type === 'document_number' && pages.find((page) => page.some((each) => each.type === 'document_type'))
    const home = with_parent || with_type
    if (home) home.push(field)
    else pages.push([field])
  }
  return pages
}

/** The step in the address bar: 1…n are questions, n + 1 is the check. Nothing to ask goes straight to the check. */
export function step_of(query: unknown, pages: number): number {
  if (pages === 0 || query === 'check') return pages + 1
  const step = Number(query)
  return Number.isInteger(step) && step >= 1 && step <= pages ? step : 1
}
