import { day_in_words, full_day, moment_in_words } from '../shared/dates'
import { use_words, w, type Named } from '../shared/words'
import { desk_words } from './dictionary'

const { t } = use_words(desk_words)

/** The desk's words by key; a key made from data that has no entry says its last part instead of breaking the page. */
export function say(key: string, named?: Named): string {
  return key in desk_words ? t(key, named) : key.slice(key.indexOf('.') + 1)
}

/** Words the program gave, in the chosen language. */
export const in_words = w
/** A number of cases; narrowed ones are counted up to 10,000. */
export const counted = (n: number) => n.toLocaleString('zh-CN') + (n === 10_000 ? '+' : '')
export const short_day = day_in_words
export const day_words = full_day
export const instant_words = moment_in_words
