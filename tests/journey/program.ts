// The real program on an invented province, for one test file: started, waited for, stopped by its own id.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { database_of, drop_databases } from '../../bench/database.mjs'

export interface Program { url: string; printed: () => string; stop: () => Promise<void>; data?: string }

async function free_port(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** `leye demo` with few people and these settings in a folder and a database of its own. LEYE_URL takes a program that already runs. */
export async function start_program(people = 300, settings = ['--requests-per-minute', '0']): Promise<Program> {
  if (process.env.LEYE_URL) return { url: process.env.LEYE_URL, printed: () => '', stop: async () => undefined }
  const data = await mkdtemp(join(tmpdir(), 'leye-journey-'))
  const port = await free_port()
  const path = process.env.LEYE_PROGRAM ?? 'build/default/src/leye'
  const child = spawn(path, ['demo', '--people', String(people), '--data', data, ...database_of(data), '--listen', `127.0.0.1:${port}`, ...settings])
  let printed = ''
  child.stdout.on('data', (text: Buffer) => { printed += text.toString() })
  child.stderr.on('data', (text: Buffer) => { printed += text.toString() })
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    await end(child)
    drop_databases()
    await rm(data, { recursive: true, force: true })
  }
  for (let wait = 0; wait < 600; wait++) {
    if (child.exitCode !== null) throw new Error(`${path} ended with ${child.exitCode}:\n${printed}`)
    try {
      if ((await fetch(`${url}/readyz`)).ok) return { url, printed: () => printed, stop, data }
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 200))
  }
  await stop()
  throw new Error(`${path} was not ready in two minutes:\n${printed}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(late)
}
