// The npm packages of bench/package.json, in .cache/bench.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const cache = '.cache/bench'

/** Installs them where they are not there yet. */
export function install() {
  mkdirSync(cache, { recursive: true })
  const wanted = readFileSync('bench/package.json', 'utf8')
  const at = join(cache, 'package.json')
  if (existsSync(at) && readFileSync(at, 'utf8') === wanted && existsSync(join(cache, 'node_modules'))) return
  copyFileSync('bench/package.json', at)
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], { cwd: cache, stdio: 'inherit' })
}
