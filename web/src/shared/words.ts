// Words in two languages. A dictionary keeps both side by side, so a missing one does not compile.
import type { Words } from '../api/types'
import { language } from './preferences'

export type Dictionary = Record<string, readonly [zh: string, en: string]>
export type Named = Record<string, string | number>

function fill(sentence: string, named?: Named): string {
  return named ? sentence.replace(/\{(\w+)\}/g, (all, name: string) => (name in named ? String(named[name]) : all)) : sentence
}

/** The words the server gave, in the chosen language; English falls back to Chinese where there is none. */
export function w(words: Words | undefined): string {
  if (!words) return ''
  return language.value === 'en' && words.en ? words.en : words.zh
}

/** `t('key', {name: value})` over one dictionary; it re-renders when the language changes. */
export function use_words<D extends Dictionary>(dictionary: D) {
  const t = (key: keyof D & string, named?: Named): string => fill(dictionary[key][language.value === 'en' ? 1 : 0], named)
  return { t, w, language }
}
