import { onScopeDispose } from 'vue'

/** Asks again every `pause_ms` as long as `wanted` says so; never two at once, and not behind the page's back. */
export function use_polling(ask: () => Promise<void>, wanted: () => boolean, pause_ms = 1000): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false
  function again() {
    clearTimeout(timer)
    if (gone || !wanted()) return
    timer = setTimeout(async () => {
      if (!document.hidden) await ask()
      again()
    }, pause_ms)
  }
  onScopeDispose(() => {
    gone = true
    clearTimeout(timer)
  })
  return again
}
