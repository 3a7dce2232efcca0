// How the questions of an item are laid out on pages.
import type { Field } from '../api/types'

const page_weight_max = 6

/** Roughly how much of a phone's screen a question takes. */
function weight(field: Field): number {
  switch (field.type) {
    case 'date': return 1.5
    case 'area':
    case 'long_text': return 2
    case 'choices': return 0.6 * field.options.length
    case 'choice': return field.options.length > 6 ? 1 : 0.6 * field.options.length
    default: return 1
  }
}

/** As many questions as fit a screen share a page. One that depends on another stays with it, so answering never moves a page. */
export function question_pages(asked: Field[]): Field[][] {
  const pages: Field[][] = []
  let filled = 0
  for (const field of asked) {
    const parent = field.shown_if && pages.find((page) => page.some((each) => each.name === field.shown_if?.field))
    if (parent) {
      parent.push(field)
      continue
    }
    const last = pages[pages.length - 1]
    const belongs = last?.at(-1)?.type === 'document_type' && field.type === 'document_number'
    if (last && (belongs || filled + weight(field) <= page_weight_max)) {
      last.push(field)
      filled += weight(field)
    } else {
      pages.push([field])
      filled = weight(field)
    }
  }
  return pages
}

/** The step in the address bar: 1…n are questions, n + 1 is the check. Nothing to ask goes straight to the check. */
export function step_of(query: unknown, pages: number): number {
  if (pages === 0 || query === 'check') return pages + 1
  const step = Number(query)
  return Number.isInteger(step) && step >= 1 && step <= pages ? step : 1
}
