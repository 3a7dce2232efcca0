#!/usr/bin/env node
// Writes src/api/generated.ts, the types of /v1, from the program's own OpenAPI.
// Usage: node tools/api.mjs [--check]     LEYE_PROGRAM names the program (default: the one that ./dev builds)
// --check writes nothing and fails where the file on disk is not what the program says.
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import make_types, { astToString } from 'openapi-typescript'

const program = process.env.LEYE_PROGRAM ?? fileURLToPath(new URL('../../build/default/src/leye', import.meta.url))
const target = fileURLToPath(new URL('../src/api/generated.ts', import.meta.url))

const { openapi, info, components } = JSON.parse(execFileSync(program, ['openapi'], { encoding: 'utf8' }))
// The pages need the shapes alone: what is asked where stands in the calls themselves.
const description = { openapi, info, paths: {}, components: { schemas: components.schemas } }
const types = astToString(await make_types(description, { alphabetize: true }))
const text = `// Made by tools/api.mjs from what \`leye openapi\` prints. Do not edit: change the program and run \`npm run api\`.\n${types}`

if (!process.argv.includes('--check')) {
  await writeFile(target, text)
} else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
  console.error(`${target} is not what the program says: run \`npm run api\``)
  process.exit(1)
}
