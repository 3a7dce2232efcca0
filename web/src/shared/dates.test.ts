import { afterEach, describe, expect, it } from 'vitest'
import { day_in_words, days_between, full_day, is_date, read_date, say_dates, today, weekday } from './dates'
import { language } from './preferences'

const now = '2026-11-23'
afterEach(() => { language.value = 'zh' })

describe('dates as people write them', () => {
  it('stand in words in what the program says', () => {
    expect(say_dates('自2026-11-04起，编号2026112300002029')).toBe('自2026年11月4日起，编号2026112300002029')
    language.value = 'en'
    expect(say_dates('2026-11-04')).toBe('4 November 2026')
  })
  it('have a day of the week, in a past year too', () => {
    expect(weekday('2020-01-01')).toBe('周三')
    language.value = 'en'
    expect(weekday('2026-06-01')).toBe('Monday')
  })
  it.each([
    ['2026-11-03', '2026-11-03'], ['2026.11.3', '2026-11-03'], ['2026/11/3', '2026-11-03'], ['20261103', '2026-11-03'],
    ['2026年11月3日', '2026-11-03'], ['２０２６年１１月３日', '2026-11-03'], ['11月3日', '2026-11-03'], ['12月3日', '2025-12-03'],
    ['今天', '2026-11-23'], ['昨天', '2026-11-22'], ['前天', '2026-11-21'], ['2024-02-29', '2024-02-29'],
  ])('%s is read as %s', (typed, date) => {
    expect(read_date(typed, now)).toBe(date)
  })
  it.each(['2026-02-30', '2023-02-29', '2026-13-01', '20261', '', '明年', '2026年0月1日'])('%s is no date', (typed) => {
    expect(read_date(typed, now)).toBeUndefined()
  })
  it('a day is said with its weekday, and with its year when it is another one', () => {
    expect(day_in_words('2026-11-26', now)).toBe('11月26日 周四')
    expect(day_in_words('2025-11-26', now)).toBe('2025年11月26日')
    expect(full_day('2026-01-05')).toBe('2026年1月5日')
  })
  it('English is plain too', () => {
    language.value = 'en'
    expect(day_in_words('2026-11-26', now)).toMatch(/^Thu,? 26 Nov$/)
  })
  it('today is the day in Shandong, not in Greenwich', () => {
    expect(today(new Date('2026-11-22T16:30:00Z'))).toBe('2026-11-23')
    expect(day_in_words('2026-11-22T16:30:00Z', now)).toContain('11月23日')
  })
  it('days between are counted over months', () => {
    expect(days_between('2026-10-30', '2026-11-02')).toBe(3)
    expect(is_date('2026-11-31')).toBe(false)
  })
})
