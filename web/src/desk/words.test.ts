import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { desk_words } from './dictionary'

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : []
  })
}
const texts = sources(join(import.meta.dirname)).map((path) => readFileSync(path, 'utf8'))

describe('the desk’s words', () => {
  it('are all in the dictionary, in both languages', () => {
    const used = new Set(texts.flatMap((text) => [...text.matchAll(/\bsay\('([a-z_.]+)'(?! \+)/g)].map((match) => match[1] as string)))
    expect([...used].filter((key) => !(key in desk_words))).toEqual([])
    for (const [key, pair] of Object.entries(desk_words)) {
      expect(pair[0], key).not.toBe('')
      expect(pair[1], key).not.toBe('')
    }
  })

  it('are all used', () => {
    const all = texts.filter((text) => !text.includes('satisfies Dictionary')).join('\n')
    const unused = Object.keys(desk_words).filter((key) => !all.includes(`'${key}'`) && !all.includes(`'${key.slice(0, key.indexOf('.') + 1)}' +`) && !/_(due|open|done|shown|sent|failed|code|means)$/.test(key))
    expect(unused).toEqual([])
  })

  it('keep Chinese sentences short and plain', () => {
    for (const [key, [zh]] of Object.entries(desk_words)) {
      for (const sentence of zh.replace(/\{\w+\}/g, '').split(/[。？！；]/)) expect(sentence.length, key).toBeLessThanOrEqual(25)
      expect(zh, key).not.toMatch(/兹|予以|系统繁忙/)
    }
  })
})
