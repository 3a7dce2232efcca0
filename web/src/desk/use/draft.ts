import { ref, watch, type Ref } from 'vue'

const prefix = 'leye.draft.'

/** A value that survives a reload, a lost session and a conflict: kept in this tab until `forget` is called. */
export function use_draft<T extends object>(name: Ref<string> | (() => string), fresh: () => T): { value: Ref<T>; forget: () => void; restored: Ref<boolean> } {
  const key = () => prefix + (typeof name === 'function' ? name() : name.value)
  const restored = ref(false)
  const value = ref(read()) as Ref<T>

  function read(): T {
    try {
      const text = sessionStorage.getItem(key())
      restored.value = text !== null
      if (text !== null) return { ...fresh(), ...(JSON.parse(text) as T) }
    } catch {
      restored.value = false
    }
    return fresh()
  }

  let silent = false
  watch(key, () => {
    silent = true
    value.value = read()
  }, { flush: 'sync' })
  watch(value, (now) => {
    if (silent) {
      silent = false
      return
    }
    try {
      const text = JSON.stringify(now)
      if (text === JSON.stringify(fresh())) sessionStorage.removeItem(key())
      else sessionStorage.setItem(key(), text)
    } catch {
      // A full or forbidden store only costs the draft, never the page.
    }
  }, { deep: true, flush: 'sync' })

  function forget() {
    sessionStorage.removeItem(key())
    restored.value = false
    silent = true
    value.value = fresh()
    silent = false
  }
  return { value, forget, restored }
}

/** Unsent work belongs to who typed it: somebody else signing in at the same desk finds nothing. */
export function keep_drafts_for(owner: string): void {
  const owner_key = 'leye.drafts_of'
  const before = sessionStorage.getItem(owner_key)
  if (before !== null && before !== owner) {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(prefix) || key.startsWith('leye.reason.')) sessionStorage.removeItem(key)
    }
  }
  sessionStorage.setItem(owner_key, owner)
}
