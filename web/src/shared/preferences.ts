// What a visitor prefers to see: language, large print, theme. Kept on this device only.
import { ref, watchEffect } from 'vue'

export type Language = 'zh' | 'en'
export type Theme = 'light' | 'dark' | 'contrast'

function kept<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  try {
    const value = localStorage.getItem(name) as T | null
    return value !== null && allowed.includes(value) ? value : fallback
  } catch {
    return fallback
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // A browser that keeps nothing still works for this visit.
  }
}

export const language = ref<Language>(kept('leye.language', ['zh', 'en'], 'zh'))
export const large_print = ref(kept('leye.print', ['normal', 'large'], 'normal') === 'large')
export const theme = ref<Theme>(kept('leye.theme', ['light', 'dark', 'contrast'], 'light'))

/** Writes the preferences on <html> and keeps them from now on. */
export function apply_preferences(): void {
  watchEffect(() => {
    const root = document.documentElement
    root.lang = language.value === 'zh' ? 'zh-CN' : 'en'
    root.dataset.print = large_print.value ? 'large' : 'normal'
    root.dataset.theme = theme.value
    keep('leye.language', language.value)
    keep('leye.print', large_print.value ? 'large' : 'normal')
    keep('leye.theme', theme.value)
  })
}
