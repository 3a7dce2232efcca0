// Which database the program runs on where a test or a benchmark may choose: SQLite in the data folder, or a database of its
// own on the PostgreSQL server that LEYE_TEST_POSTGRES names, where LEYE_TEST_DATABASE says «postgresql».
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'

export const on_postgres = process.env.LEYE_TEST_DATABASE === 'postgresql'

const made = new Map()
const psql = (sql) => execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-d', process.env.LEYE_TEST_POSTGRES, '-c', sql], { stdio: ['ignore', 'ignore', 'pipe'] })

/** The flags that put the program with data folder `data` on its database: the same ones for the same folder. */
export function database_of(data) {
  if (!on_postgres) return []
  if (!process.env.LEYE_TEST_POSTGRES) throw new Error('LEYE_TEST_POSTGRES must name a server')
  if (!made.has(data)) {
    const name = `leye_${randomBytes(6).toString('hex')}`
    psql(`create database ${name}`)
    const url = new URL(process.env.LEYE_TEST_POSTGRES)
    url.pathname = `/${name}`
    made.set(data, { name, url: url.href })
  }
  return ['--database', made.get(data).url]
}

/** Makes the database of data folder `to` a copy of that of `from`, whatever it was before; nobody uses either. On SQLite it is in
 * the folder, which is copied by whoever asks. */
export function copy_database(from, to) {
  if (!on_postgres) return
  if (made.has(to)) psql(`drop database if exists ${made.get(to).name} with (force)`)
  made.delete(to)
  database_of(to)
  psql(`drop database ${made.get(to).name}`)
  psql(`create database ${made.get(to).name} template ${made.get(from).name}`)
}

/** What a query of the database of `data` gives: a line a row, «|» between fields. */
export function rows_of(data, sql) {
  const [program, ...words] = on_postgres ? ['psql', '-qAt', '-d', made.get(data).url, '-c', sql] : ['sqlite3', `${data}/leye.db`, sql]
  return execFileSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28 })
}

/** Drops the databases made here; whoever uses them has ended. */
export function drop_databases() {
  for (const { name } of made.values()) psql(`drop database if exists ${name} with (force)`)
  made.clear()
}
process.on('exit', () => {
  try { drop_databases() } catch { /* the server is gone, and its databases with it */ }
})
