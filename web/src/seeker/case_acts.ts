// What a person may do with a case, sent once and on the state they saw.
import { shallowRef, watch, type Ref } from 'vue'
import { get, post, request } from '../api/client'
import type { Case, Item, NewAction } from '../api/types'
import { own_channel } from '../shared/channel'
import { use_load, use_send } from '../shared/load'

/** What opens a case handed in without a file. */
export const with_code = (query_code?: string) => (query_code ? { 'Query-Code': query_code } : undefined)

/** One case, its item, and `act`; after every act the newest state is shown. A state changed by somebody else is fetched anew. */
export function use_case(number: Ref<string> | string, query_code?: string) {
  const path = () => `/v1/cases/${encodeURIComponent(typeof number === 'string' ? number : number.value)}`
  const load = use_load(() => request<Case>('GET', path(), { headers: with_code(query_code) }))
  const item = shallowRef<Item>()
  const sending = use_send()
  watch(load.data, async (now) => {
    if (!now || item.value?.code === now.item) return
    try {
      item.value = await get<Item>(`/v1/items/${encodeURIComponent(now.item)}`)
    } catch {
      item.value = undefined
    }
  })
  async function act(action: NewAction): Promise<Case | undefined> {
    const before = load.data.value
    if (!before) return undefined
    const after = await sending.send((key) => post<Case>(`${path()}/actions`, { channel: own_channel(), ...action }, { if_match: before.etag, idempotency_key: key, headers: with_code(query_code) }))
    if (after) load.data.value = after
    else if (sending.problem.value?.status === 412) await load.reload()
    return after
  }
  return { load, item, sending, act }
}
