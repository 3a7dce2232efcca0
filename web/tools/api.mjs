#!/usr/bin/env node
// Writes src/api/generated.ts from the program's own OpenAPI.
// Usage: node tools/api.mjs [ADDRESS or FILE] [--check]     default http://127.0.0.1:8080/openapi.json
// --check writes nothing and fails when the file on disk differs from what the program says.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const args = process.argv.slice(2)
const check = args.includes('--check')
const source = args.find((each) => !each.startsWith('--')) ?? 'http://127.0.0.1:8080/openapi.json'
const target = fileURLToPath(new URL('../src/api/generated.ts', import.meta.url))

async function read_description() {
  if (!/^https?:/.test(source)) return JSON.parse(await readFile(source, 'utf8'))
  const response = await fetch(source)
  if (!response.ok) throw new Error(`${source} answers ${response.status}`)
  return response.json()
}

const safe = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))
const name_of = (reference) => type_name(reference.split('/').at(-1))
const type_name = (name) => name.replace(/[^\w$]/g, '_')

function type_of(schema, indent = '') {
  if (schema === undefined || schema === true) return 'unknown'
  if (schema === false) return 'never'
  if (schema.$ref) return name_of(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.oneOf ?? schema.anyOf) return (schema.oneOf ?? schema.anyOf).map((each) => type_of(each, indent)).join(' | ')
  if (schema.allOf) return schema.allOf.map((each) => `(${type_of(each, indent)})`).join(' & ')
  const kinds = Array.isArray(schema.type) ? schema.type : [schema.type]
  return kinds.map((kind) => type_of_kind(kind, schema, indent)).join(' | ')
}

function type_of_kind(kind, schema, indent) {
  switch (kind) {
    case 'string': return 'string'
    case 'integer':
    case 'number': return 'number'
    case 'boolean': return 'boolean'
    case 'null': return 'null'
    case 'array': {
      const inner = type_of(schema.items, indent)
      return /[|&]/.test(inner) ? `(${inner})[]` : `${inner}[]`
    }
    default: return object_of(schema, indent)
  }
}

function object_of(schema, indent) {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return `Record<string, ${type_of(schema.additionalProperties ?? true, indent)}>`
  const required = new Set(schema.required ?? [])
  const lines = fields.map(([name, field]) => {
    const note = field.description ? `${indent}  /** ${field.description.replace(/\s+/g, ' ').replaceAll('*/', '* /')} */\n` : ''
    return `${note}${indent}  ${safe(name)}${required.has(name) ? '' : '?'}: ${type_of(field, `${indent}  `)}`
  })
  return `{\n${lines.join('\n')}\n${indent}}`
}

function answer_of(operation) {
  const good = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))
  const content = good?.[1].content?.['application/json']
  return content ? type_of(content.schema, '  ') : 'void'
}

const description = await read_description()
const parts = [`// Made by tools/api.mjs from the program's OpenAPI (${description.info?.version ?? 'no version'}). Do not edit.`]
for (const [name, schema] of Object.entries(description.components?.schemas ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))) {
  const body = type_of(schema)
  parts.push(body.startsWith('{') ? `export interface ${type_name(name)} ${body}` : `export type ${type_name(name)} = ${body}`)
}
const calls = Object.entries(description.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods).filter(([method]) => ['get', 'post', 'put', 'delete', 'patch'].includes(method)).map(([method, operation]) => {
    const body = operation.requestBody?.content?.['application/json']?.schema
    return `  ${JSON.stringify(`${method.toUpperCase()} ${path}`)}: { body: ${body ? type_of(body, '  ') : 'never'}; answer: ${answer_of(operation)} }`
  }))
parts.push(`/** Every call of /v1 with what it takes and gives. */\nexport interface Calls {\n${calls.sort().join('\n')}\n}`)
const text = `${parts.join('\n\n')}\n`

if (check) {
  const old = await readFile(target, 'utf8').catch(() => '')
  if (old !== text) {
    console.error(`${target} is not what the program says: run \`npm run api\``)
    process.exit(1)
  }
} else {
  await writeFile(target, text)
  console.log(`${target}: ${Object.keys(description.components?.schemas ?? {}).length} types, ${calls.length} calls`)
}
