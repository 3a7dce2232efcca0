// A form drawn from an item: which fields are asked now, what is still wrong, what is sent.
import type { Field, FieldProblem, Option, Problem, Values, Words } from '../api/types'
import { document_fault, phone_fault, tidy_number, uscc_fault } from './check_digits'
import { is_date, read_date } from './dates'

export const document_types: Option[] = [
  { value: 'resident_id', label: { zh: '居民身份证', en: 'Resident identity card' } },
  { value: 'social_security_card', label: { zh: '社会保障卡', en: 'Social security card' } },
  { value: 'hmt_residence', label: { zh: '港澳台居民居住证', en: 'Residence permit (Hong Kong, Macao, Taiwan)' } },
  { value: 'hm_travel_permit', label: { zh: '港澳居民来往内地通行证', en: 'Mainland travel permit (Hong Kong, Macao)' } },
  { value: 'tw_travel_permit', label: { zh: '台湾居民来往大陆通行证', en: 'Mainland travel permit (Taiwan)' } },
]

export function is_empty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Whether a field is to be seen, given what is known and what has been entered. */
export function is_shown(field: Field, values: Values): boolean {
  if (!field.shown_if) return true
  const value = values[field.shown_if.field]
  return Array.isArray(value) ? value.includes(field.shown_if.equals) : String(value ?? '') === field.shown_if.equals
}

/** The fields to ask now, in the item's order. */
export function asked_fields(fields: Field[], ask: string[], values: Values): Field[] {
  return fields.filter((field) => ask.includes(field.name) && is_shown(field, values))
}

/** What is wrong with one value as entered; nothing when it is fine or may be empty. */
export function field_fault(field: Field, values: Values): Words | undefined {
  const value = values[field.name]
  if (is_empty(value)) {
    return field.required ? missing_words(field) : undefined
  }
  const text = String(value)
  switch (field.type) {
    case 'date':
      return is_date(text) || read_date(text) ? undefined : { zh: `${field.label.zh}不是一个日期，请像2026年11月3日这样填`, en: `${field.label.en}: enter a date such as 2026-11-03` }
    case 'document_number':
      return document_fault(values.document_type as string | undefined ?? 'resident_id', text)
    case 'uscc':
      return uscc_fault(text)
    case 'phone':
      return phone_fault(text)
    case 'integer':
      return /^-?\d+$/.test(text.trim()) ? undefined : { zh: `${field.label.zh}请填整数`, en: `${field.label.en}: enter a whole number` }
    case 'text':
    case 'long_text': {
      const length = [...text].length
      return field.length_max > 0 && length > field.length_max
        ? { zh: `${field.label.zh}最多${field.length_max}字，现在${length}字`, en: `${field.label.en}: at most ${field.length_max} characters, now ${length}` }
        : undefined
    }
    default:
      return undefined
  }
}

function missing_words(field: Field): Words {
  const choose = ['choice', 'choices', 'boolean', 'area', 'document_type'].includes(field.type)
  return choose
    ? { zh: `请选择：${field.label.zh}`, en: `Choose: ${field.label.en}` }
    : { zh: `请填写：${field.label.zh}`, en: `Enter: ${field.label.en}` }
}

export interface FormError { field: string; words: Words; next?: Words }

/** Everything wrong in the order of the page. */
export function form_errors(fields: Field[], values: Values): FormError[] {
  return fields.flatMap((field) => {
    const words = field_fault(field, values)
    return words ? [{ field: field.name, words }] : []
  })
}

/** The server's refusal as errors of fields, each naming the field it means; one without a field stands alone. */
export function problem_errors(problem: Problem, fields: Field[] = []): FormError[] {
  const list: Pick<FieldProblem, 'field' | 'detail' | 'next'>[] = problem.errors?.length
    ? problem.errors
    : [{ field: problem.field ?? '', detail: problem.detail, next: problem.next }]
  return list.map((each) => {
    const said = each.field.replace(/^(values|facts)\./, '')
    const label = fields.find((field) => field.name === said)?.label
    // What is wrong with something that the form does not ask stands above it.
    const name = label || fields.length === 0 ? said : ''
    return { field: name, words: label ? { zh: `${label.zh}：${each.detail.zh}`, en: `${label.en}: ${each.detail.en}` } : each.detail, next: each.next }
  })
}

/** The values as /v1 wants them: only the fields asked, dates and numbers in their normal form, nothing empty. */
export function values_to_send(fields: Field[], values: Values): Values {
  const sent: Values = {}
  for (const field of fields) {
    const value = values[field.name]
    if (is_empty(value)) continue
    if (field.type === 'date') sent[field.name] = read_date(String(value)) ?? value
    else if (field.type === 'document_number' || field.type === 'uscc' || field.type === 'phone') sent[field.name] = tidy_number(String(value))
    else if (field.type === 'integer') sent[field.name] = Number(value)
    else if (typeof value === 'string') sent[field.name] = value.trim()
    else sent[field.name] = value
  }
  return sent
}

/** The same for what is put right: an answer that was given and is now emptied is taken out by null. */
export function corrected_values(fields: Field[], values: Values, before: Values): Values {
  const emptied = fields.filter((field) => is_empty(values[field.name]) && !is_empty(before[field.name]))
  return { ...values_to_send(fields, values), ...Object.fromEntries(emptied.map((field) => [field.name, null])) }
}

/** What the records state and nobody was asked again: it is sent as it was shown. */
export function stated_values(known: Values, asked: Field[]): Values {
  return Object.fromEntries(Object.entries(known).filter(([name]) => !asked.some((field) => field.name === name)))
}

/** The option's words for a stored value. */
export function option_words(options: Option[], value: unknown): Words | undefined {
  return options.find((option) => option.value === String(value))?.label
}
