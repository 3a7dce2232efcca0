import { onBeforeUnmount, onMounted, reactive } from 'vue'

/** A key, the words that the list of keys shows for it, and what it does. */
export interface Hotkey {
  key: string
  words: { zh: string; en: string }
  act: () => void
}

/** Keys alive on the page now, newest last; the list of keys (`?`) is drawn from this. */
export const live_hotkeys = reactive<Hotkey[]>([])

function is_typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Dispatches single keys to the newest owner; never while somebody types, holds a modifier or has a dialog open. */
export function dispatch_hotkey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
  if (is_typing(event.target) || document.querySelector('dialog[open]')) return
  if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button, summary')) return
  for (let at = live_hotkeys.length - 1; at >= 0; at--) {
    const hotkey = live_hotkeys[at]
    if (hotkey && hotkey.key === event.key) {
      event.preventDefault()
      hotkey.act()
      return
    }
  }
}

/** Makes keys live for as long as the component is on the page. */
export function use_hotkeys(hotkeys: Hotkey[]): void {
  onMounted(() => live_hotkeys.push(...hotkeys))
  onBeforeUnmount(() => {
    for (const hotkey of hotkeys) {
      const at = live_hotkeys.findIndex((live) => live.key === hotkey.key && live.act === hotkey.act)
      if (at >= 0) live_hotkeys.splice(at, 1)
    }
  })
}
