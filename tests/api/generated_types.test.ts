// The pages' types of /v1 are what the program's own description gives now.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const program = resolve(process.env.LEYE_PROGRAM ?? 'build/default/src/leye')
const check = (described_by: string) =>
  spawnSync('node', ['web/tools/api.mjs', '--check'], { encoding: 'utf8', env: { ...process.env, LEYE_PROGRAM: described_by } })

describe('types of the pages', () => {
  it('are generated from what `leye openapi` prints now', () => {
    const done = check(program)
    expect(done.stderr).toBe('')
    expect(done.status).toBe(0)
  })

  it('are refused where the program says one member more', () => {
    const folder = mkdtempSync(join(tmpdir(), 'leye-types-'))
    const described = JSON.parse(execFileSync(program, ['openapi'], { encoding: 'utf8' }))
    described.components.schemas.Words.properties.bo = { type: 'string' }
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(described))
    writeFileSync(join(folder, 'leye'), `#!/bin/sh\ncat ${folder}/openapi.json\n`, { mode: 0o755 })
    const done = check(join(folder, 'leye'))
    expect(done.status).toBe(1)
    expect(done.stderr).toContain('npm run api')
  })
})
