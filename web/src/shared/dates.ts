// Dates as people write and read them; everything in Asia/Shanghai.
import { language } from './preferences'

const zone = 'Asia/Shanghai'
const weekdays_zh = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** Today's date in Shandong, "YYYY-MM-DD". */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now)
}

export function is_date(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
}

export function plus_days(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function days_between(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** Reads 2026-11-23, 2026.11.23, 2026/11/23, 20261123, 2026年11月23日, 11月23日 (this year or last), 今天, 昨天, 前天. */
export function read_date(text: string, now: string = today()): string | undefined {
  const typed = text.trim().replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)).replace(/\s+/g, '')
  const named: Record<string, number> = { 今天: 0, 昨天: -1, 前天: -2, today: 0, yesterday: -1 }
  if (typed.toLowerCase() in named) return plus_days(now, named[typed.toLowerCase()])
  const whole = /^(\d{4})(?:[-./年])(\d{1,2})(?:[-./月])(\d{1,2})日?$/.exec(typed) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(typed)
  if (whole) return checked(whole[1], whole[2], whole[3])
  const short = /^(\d{1,2})月(\d{1,2})日?$/.exec(typed)
  if (!short) return undefined
  const this_year = checked(now.slice(0, 4), short[1], short[2])
  if (this_year && this_year <= now) return this_year
  return checked(String(Number(now.slice(0, 4)) - 1), short[1], short[2])
}

function checked(year: string, month: string, day: string): string | undefined {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return is_date(date) ? date : undefined
}

/** «11月26日 周四», with the year when it is not this one. */
export function day_in_words(date: string | undefined, now: string = today()): string {
  if (!date) return ''
  const day = date.length > 10 ? today(new Date(date)) : date
  if (!is_date(day)) return date
  const at = new Date(`${day}T00:00:00Z`)
  const same_year = day.slice(0, 4) === now.slice(0, 4)
  if (language.value === 'en') {
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: same_year ? undefined : 'numeric' }).format(at)
  }
  const words = `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`
  return same_year ? `${words} ${weekdays_zh[at.getUTCDay()]}` : `${at.getUTCFullYear()}年${words}`
}

/** «2026年11月23日», for statements. */
export function full_day(date: string | undefined): string {
  if (!date) return ''
  const day = date.length > 10 ? today(new Date(date)) : date
  if (!is_date(day)) return date
  const at = new Date(`${day}T00:00:00Z`)
  if (language.value === 'en') return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(at)
  return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日`
}

/** «周四». */
export function weekday(date: string): string {
  const at = new Date(`${date}T00:00:00Z`)
  return language.value === 'en' ? new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' }).format(at) : weekdays_zh[at.getUTCDay()]!
}

/** A text of the program with its days as people write them: «2026-11-04» becomes «2026年11月4日». */
export function say_dates(text: string): string {
  return text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => full_day(day))
}

/** «11月23日 17:05» for an instant. */
export function moment_in_words(instant: string | undefined): string {
  if (!instant) return ''
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)
  const day = day_in_words(today(at))
  return `${language.value === 'en' ? day : day.replace(/ 周.$/, '')} ${time}`
}
