// Numbers people type from a card, verified while they type. The server decides again.
import { is_date } from './dates'
import type { DocumentType, Words } from '../api/types'

const id_weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const id_marks = '10X98765432'
const uscc_alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const uscc_weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Half-width, upper case, no spaces: what the person meant. */
export function tidy_number(text: string): string {
  return text.replace(/[！-～]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0)).replace(/[\s·-]+/g, '').toUpperCase()
}

/** GB 11643 check character over the first 17 digits. */
export function id_check_mark(first17: string): string {
  const sum = id_weights.reduce((total, weight, place) => total + weight * Number(first17[place]), 0)
  return id_marks[sum % 11]
}

/** GB 32100 check character over the first 17 places. */
export function uscc_check_mark(first17: string): string {
  const sum = uscc_weights.reduce((total, weight, place) => total + weight * uscc_alphabet.indexOf(first17[place]), 0)
  return uscc_alphabet[(31 - (sum % 31)) % 31]
}

const fault = {
  id_length: (length: number): Words => ({ zh: `号码应为18位，现在是${length}位`, en: `The number has 18 characters; this has ${length}` }),
  id_15: { zh: '15位旧号已停用，请填18位号码', en: '15-digit numbers are no longer valid; enter the 18-digit number' },
  id_marks: { zh: '前17位是数字，最后一位是数字或X', en: '17 digits, then a digit or X' },
  id_date: { zh: '第7到14位不是真实的出生日期', en: 'Characters 7 to 14 are not a real date of birth' },
  id_check: { zh: '最后一位对不上，请对照证件再看一遍', en: 'The last character does not fit; compare it with the card' },
  id_prefix: { zh: '居住证号码应以81、82或83开头', en: 'A residence permit number begins with 81, 82 or 83' },
  hm: { zh: '应为H或M加8位数字，例如H12345678', en: 'H or M and 8 digits, for example H12345678' },
  tw: { zh: '应为8位数字', en: '8 digits' },
  uscc_length: (length: number): Words => ({ zh: `代码应为18位，现在是${length}位`, en: `The code has 18 characters; this has ${length}` }),
  uscc_marks: { zh: '代码里不会有字母I、O、S、V、Z', en: 'The code never has the letters I, O, S, V or Z' },
  uscc_check: { zh: '最后一位对不上，请对照营业执照', en: 'The last character does not fit; compare it with the licence' },
}

/** What is wrong with a document number, or nothing. */
export function document_fault(type: DocumentType | string | undefined, text: string): Words | undefined {
  const number = tidy_number(text)
  if (!number) return undefined
  if (type === 'hm_travel_permit') return /^[HM]\d{8}(\d{2})?$/.test(number) ? undefined : fault.hm
  if (type === 'tw_travel_permit') return /^\d{8}$/.test(number) ? undefined : fault.tw
  if (number.length === 15 && /^\d+$/.test(number)) return fault.id_15
  if (number.length !== 18) return fault.id_length(number.length)
  if (!/^\d{17}[\dX]$/.test(number)) return fault.id_marks
  if (type === 'hmt_residence' && !/^8[123]/.test(number)) return fault.id_prefix
  if (!is_date(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)) return fault.id_date
  return id_check_mark(number) === number[17] ? undefined : fault.id_check
}

/** What is wrong with a unified social credit code, or nothing. */
export function uscc_fault(text: string): Words | undefined {
  const code = tidy_number(text)
  if (!code) return undefined
  if (code.length !== 18) return fault.uscc_length(code.length)
  if ([...code].some((mark) => !uscc_alphabet.includes(mark))) return fault.uscc_marks
  return uscc_check_mark(code) === code[17] ? undefined : fault.uscc_check
}

/** Mainland mobile number, or nothing wrong yet. */
export function phone_fault(text: string): Words | undefined {
  const number = tidy_number(text).replace(/^\+?86(?=1\d{10}$)/, '')
  if (!number) return undefined
  return /^(1\d{10}|\+(852|853|886)\d{6,12})$/.test(number) ? undefined : { zh: '手机号应为11位，以1开头', en: 'A mobile number has 11 digits and begins with 1' }
}
