// kill -9 at random moments while people are entered and cases submitted. After every restart: what was acknowledged is
// there and whole; what was not is there whole or not at all; the same request sent again makes exactly one case; in
// the end the journal verifies.
// On PostgreSQL with LEYE_TEST_DATABASE=postgresql and LEYE_TEST_POSTGRES=URL.
//   node bench/kill.mjs FOLDER [TIMES]
import { execFileSync } from 'node:child_process'
import { database_of } from './database.mjs'
import { end, free_port, make_demo, officer, program_path, report, start } from './stand.mjs'

const data = `${process.argv[2]}/data`
const times = Number(process.argv[3] ?? 200)
const port = await free_port()
const url = `http://127.0.0.1:${port}`
const clients = 16
let headers
let entered = 0
const faults = []
const seen = { acknowledged: 0, repeated: 0, stored_unanswered: 0 }

/** Three days before the run began, in China: a request sent again is the same, also after midnight. */
const lost_on = new Date(Date.now() + 8 * 3_600_000 - 3 * 86_400_000).toISOString().slice(0, 10)
const get = async (path) => (await fetch(url + path, { headers })).json()
const post = async (path, body, more = {}) => {
  const answer = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers, ...more }, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}

/** An invented identity number of region 3799xx, which nobody has. */
function identity_number(n) {
  const born = new Date(Date.UTC(1985, 0, 1 + Math.floor(n / 999) % 7000)).toISOString().slice(0, 10).replaceAll('-', '')
  const head = `379990${born}${String(1 + (n % 999)).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return head + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(head[i]), 0) % 11]
}

const submit = (one) => post('/v1/cases', {
  item: 'unemployment_registration', person: one.person, channel: 'window', commitment: true,
  values: { lost_on, reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12000000001' },
}, { 'idempotency-key': one.key })

/** One client until the program is gone: enters a person, submits that person's case, remembers what was acknowledged. */
async function client(round, all) {
  for (;;) {
    const n = entered++
    const one = { key: `kill-${round}-${n}` }
    try {
      const added = await post('/v1/desk/people', { name: '量度', document_type: 'resident_id', document_number: identity_number(n), area: '370102001' })
      if (added.status !== 201) throw new Error(`a person was answered ${added.status} ${JSON.stringify(added.body)}`)
      one.person = added.body.id
      all.push(one)
      const answer = await submit(one)
      if (answer.status !== 201) throw new Error(`a case was answered ${answer.status} ${JSON.stringify(answer.body)}`)
      one.number = answer.body.number
    } catch (error) {
      if (error.cause === undefined) throw error // The program answered, and wrongly.
      return
    }
  }
}

/** The case stands whole in the person's file: settled, with its spell and a certificate that verifies; or there is nothing of it. */
async function check(one) {
  const file = await get(`/v1/desk/people/${one.person}?reason=${encodeURIComponent('核对登记')}`)
  if (file.id !== one.person) return faults.push(`person ${one.person} is lost`)
  const spells = file.spells.filter((spell) => spell.kind === 'unemployed')
  if (file.cases.length > 1 || spells.length !== file.cases.length) faults.push(`person ${one.person}: ${file.cases.length} cases, ${spells.length} spells`)
  if (one.number && file.cases[0]?.number !== one.number) return faults.push(`case ${one.number} is lost`)
  if (file.cases.length === 0) return
  const kase = await get(`/v1/cases/${file.cases[0].number}`)
  const certificate = await get(`/v1/certificates/${kase.certificate?.code}`)
  if (kase.state !== 'settled' || kase.actions.length !== kase.version || spells[0].case_number !== kase.number || !certificate.valid)
    faults.push(`case ${kase.number} is half`)
  if (!one.number) ++seen.stored_unanswered
}

async function repeat(one) {
  const answer = await submit(one)
  if (answer.status !== 201) return faults.push(`repeating ${one.key} was answered ${answer.status} ${answer.body.code}`)
  one.number = answer.body.number
  ++seen.repeated
  await check(one)
}

const verify = () => execFileSync(program_path, ['journal', 'verify', '--data', data, ...database_of(data)], { encoding: 'utf8' }).trim()

const pause = (ms) => new Promise((done) => setTimeout(done, ms))
/** A moment of the round: in every fourth at once or soon, in the others soon after the first case is acknowledged, however busy the machine is. */
async function moment(round, all) {
  for (let waited = 0; round % 4 !== 3 && waited < 20_000 && !all.some((one) => one.number); waited += 5) await pause(5)
  await pause(Math.random() * 480)
}

await make_demo(data, port, 300)
let leye = await start('serve', data, port)
headers = await officer(data, port)
for (let round = 0; round < times; ++round) {
  const all = []
  const working = Promise.all(Array.from({ length: clients }, () => client(round, all)))
  await Promise.race([working, moment(round, all)])
  await end(leye, 'SIGKILL')
  await working
  leye = await start('serve', data, port)
  const acknowledged = all.filter((one) => one.number)
  seen.acknowledged += acknowledged.length
  await Promise.all(all.map(check))
  await Promise.all(all.filter((one) => !one.number).map(repeat))
  if (round % 20 === 19) verify()
}
await end(leye)
console.log(verify())
for (const fault of faults.slice(0, 20)) console.log(fault)
console.log(`${seen.acknowledged} cases acknowledged before a kill, ${seen.stored_unanswered} checks found a case stored whose answer was lost, ${seen.repeated} requests sent again`)
report(`kill -9 at ${times} random moments under load, ${clients} clients: ${faults.length} lost or half, target 0`, faults.length === 0 && seen.acknowledged > times)
