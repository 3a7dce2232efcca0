import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheet = readFileSync('src/shared/styles/tokens.css', 'utf8')

function block(selector: string): Record<string, string> {
  const at = sheet.indexOf(`${selector} {`)
  const body = sheet.slice(sheet.indexOf('{', at) + 1, sheet.indexOf('}', at))
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((found) => [found[1], found[2]]))
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['paper', 'sheet', 'sheet-sunk']
const pairs: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => ['ink', 'ink-soft', 'primary', 'primary-deep', 'act', 'act-deep', 'promised-ink', 'settled'].map((text) => [text, ground])),
  ['on-colour', 'primary'], ['on-colour', 'primary-deep'], ['on-colour', 'act'], ['on-colour', 'act-deep'],
  ['ink', 'primary-pale'], ['ink', 'act-pale'], ['ink', 'promised-pale'], ['ink', 'settled-pale'], ['ink-soft', 'primary-pale'], ['ink-soft', 'promised-pale'],
  ['primary', 'primary-pale'], ['primary-deep', 'primary-pale'], ['act-deep', 'act-pale'], ['act', 'act-pale'], ['promised-ink', 'promised-pale'], ['settled', 'settled-pale'],
]
const light = block(':root')

describe.each([['light', light], ['dark', { ...light, ...block(':root[data-theme="dark"]') }], ['contrast', { ...light, ...block(':root[data-theme="contrast"]') }]])('%s theme', (_name, tokens) => {
  it.each(pairs)('%s can be read on %s', (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5)
  })
  it.each(grounds)('lines of fields and the focus can be seen on %s', (ground) => {
    expect(contrast(tokens['line-strong'], tokens[ground])).toBeGreaterThanOrEqual(3)
    expect(contrast(tokens.focus, tokens[ground])).toBeGreaterThanOrEqual(3)
  })
})
