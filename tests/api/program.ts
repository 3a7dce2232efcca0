// The program run as an operator runs it: one command, its status and what it says.
import { execFile, execFileSync } from 'node:child_process'
import { program_path } from '../../bench/stand.mjs'

export interface Ran { status: number; out: string; err: string; json: any }

/** Runs `leye WORDS…`; `env` is added to the environment. */
export function leye(words: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((done) => {
    execFile(program_path, words, { env: { ...process.env, ...env }, maxBuffer: 1 << 26 }, (failed, out, err) => {
      const status = failed === null ? 0 : typeof failed.code === 'number' ? failed.code : -1
      let json: any
      try { json = JSON.parse(out) } catch { json = undefined }
      done({ status, out, err, json })
    })
  })
}

/** The same on a terminal; what it shows there. */
export function leye_on_terminal(words: string[]): Promise<Ran> {
  const quoted = [program_path, ...words].map((word) => `'${word}'`).join(' ')
  return new Promise((done) => {
    execFile('script', ['-qec', quoted, '/dev/null'], { maxBuffer: 1 << 26 }, (failed, out) => {
      done({ status: failed === null ? 0 : typeof failed.code === 'number' ? failed.code : -1, out, err: '', json: undefined })
    })
  })
}

/** Runs SQL on the file of a SQLite database, as somebody would who has the disk. */
export const sqlite = (file: string, sql: string): string => execFileSync('sqlite3', ['-cmd', '.timeout 10000', file, sql], { encoding: 'utf8' })
