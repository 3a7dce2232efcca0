import { effectScope } from 'vue'
import { describe, expect, it } from 'vitest'
import { NetworkLoss, ProblemError } from '../api/client'
import { use_load, use_send } from './load'

const words = { zh: '', en: '' }
const refusal = new ProblemError({ type: '', title: '', status: 422, code: 'x', detail: words, next: words })
const inside = <T>(make: () => T): T => effectScope().run(make) as T

describe('sending', () => {
  it('runs once however often it is pressed', async () => {
    const sending = inside(use_send)
    let times = 0
    const act = async () => { times++ }
    await Promise.all([sending.send(act), sending.send(act), sending.send(act)])
    expect(times).toBe(1)
  })
  it('keeps its key while the network is lost, and takes a new one once answered', async () => {
    const sending = inside(use_send)
    const keys: string[] = []
    const lose = async (key: string) => { keys.push(key); throw new NetworkLoss() }
    await sending.send(lose)
    expect(sending.lost.value).toBe(true)
    await sending.send(lose)
    await sending.send(async (key) => { keys.push(key); throw refusal })
    expect(sending.problem.value?.code).toBe('x')
    await sending.send(async (key) => { keys.push(key) })
    expect(keys[0]).toBe(keys[1])
    expect(keys[1]).toBe(keys[2])
    expect(keys[3]).not.toBe(keys[2])
  })
})

describe('asking', () => {
  it('an older answer never overwrites a newer one', async () => {
    const waiting: ((value: string) => void)[] = []
    const load = inside(() => use_load(() => new Promise<string>((done) => waiting.push(done))))
    const second = load.reload()
    waiting[1]('new')
    await second
    waiting[0]('old')
    await Promise.resolve()
    expect(load.data.value).toBe('new')
  })
  it('what was there stays when the network is lost', async () => {
    let lose = false
    const load = inside(() => use_load(async () => { if (lose) throw new NetworkLoss(); return 1 }, false))
    await load.reload()
    lose = true
    await load.reload()
    expect(load.lost.value).toBe(true)
    expect(load.data.value).toBe(1)
  })
})
