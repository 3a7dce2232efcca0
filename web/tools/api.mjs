#!/usr/bin/env node
// Writes src/api/generated/, the types of /v1, from the program's own OpenAPI: one file for each part of the API with the shapes
// that only this part tells or takes, and shared.ts with the others.
// Usage: node tools/api.mjs [--check]     LEYE_PROGRAM names the program (default: the one that ./dev builds)
// --check writes nothing and fails where the files on disk are not what the program says.
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import make_types, { astToString } from 'openapi-typescript'

const program = process.env.LEYE_PROGRAM ?? fileURLToPath(new URL('../../build/default/src/leye', import.meta.url))
const folder = fileURLToPath(new URL('../src/api/generated/', import.meta.url))
const { openapi, info, paths, components } = JSON.parse(execFileSync(program, ['openapi'], { encoding: 'utf8' }))
const shapes = components.schemas

/** The names of the shapes that a piece of the description refers to. */
const named_in = (piece) => new Set([...JSON.stringify(piece).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((found) => found[1]))
/** The parts of the API, by its description's tags, that tell or take each shape. */
const parts = new Map(Object.keys(shapes).map((name) => [name, new Set()]))
function reach(name, part) {
  if (parts.get(name).has(part)) return
  parts.get(name).add(part)
  for (const inner of named_in(shapes[name])) reach(inner, part)
}
for (const call of Object.values(paths).flatMap(Object.values)) for (const name of named_in(call)) reach(name, call.tags[0])
const file_of = (name) => (parts.get(name).size === 1 ? [...parts.get(name)][0] : 'shared')

/** The text of each shape, as the generator writes it below `schemas`. */
const types = astToString(await make_types({ openapi, info, paths: {}, components: { schemas: shapes } }, { alphabetize: true }))
const texts = new Map()
for (const found of types.matchAll(/^ {8}(\w+): ([^]*?);\n(?= {8}\w|    \};)/gm)) {
  const text = found[2].replace(/components\["schemas"\]\["(\w+)"\]/g, '$1').replace(/^ {8}/gm, '')
  const is_plain = text.startsWith('{') && !/^} & /m.test(text)  // no intersection
  texts.set(found[1], is_plain ? `export interface ${found[1]} ${text}` : `export type ${found[1]} = ${text}`)
}
if (texts.size !== parts.size) throw new Error(`${parts.size} shapes are described and ${texts.size} were made`)

const head = '// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.\n'
const names = [...texts.keys()]
const files = [...new Set(names.map(file_of))].sort()
const written = new Map([['index.ts', head + files.map((file) => `export * from './${file}'\n`).join('')]])
for (const file of files) {
  const own = names.filter((name) => file_of(name) === file)
  const others = [...new Set(own.flatMap((name) => [...named_in(shapes[name])]))].filter((name) => file_of(name) !== file).sort()
  const imports = others.length ? `import type { ${others.join(', ')} } from './shared'\n` : ''
  written.set(`${file}.ts`, head + imports + own.map((name) => `\n${texts.get(name)}\n`).join(''))
}

if (!process.argv.includes('--check')) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  for (const [file, text] of written) await writeFile(folder + file, text)
} else {
  const on_disk = await readdir(folder).catch(() => [])
  const same = await Promise.all([...written].map(async ([file, text]) => (await readFile(folder + file, 'utf8').catch(() => '')) === text))
  if (!same.every(Boolean) || on_disk.length !== written.size) {
    console.error(`${folder} is not what the program says: run \`npm run api\``)
    process.exit(1)
  }
}
