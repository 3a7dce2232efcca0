// An answer as a reader says it: what the program shows is Chinese, the options of an item have both languages.
import type { Field } from '../api/types'
import { say_dates } from './dates'
import { option_words } from './form'
import { language } from './preferences'
import { w } from './words'

const yes_or_no: Record<string, string> = { true: 'Yes', false: 'No' }

/** in: what the program shows, the value behind it, and its field where the item asks for it. */
export function say_answer(shown: string, value: unknown, field?: Field): string {
  if (language.value === 'zh') return say_dates(shown)
  if (Array.isArray(value)) return value.map((each) => say_answer(String(each), each, field)).join(', ')
  return yes_or_no[String(value)] ?? (w(option_words(field?.options ?? [], value)) || say_dates(shown))
}
