import type { Ref } from 'vue'
import type { PolicyCases, PolicySheet } from '../../api/types'

export interface Unsaved { etag: string; sheet: PolicySheet; cases: PolicyCases; whys: Record<string, string> }

/** What was typed into a draft and not saved: kept in this tab through a reload, a lost session and a conflict. */
export function use_unsaved(id: Ref<string>) {
  const key = () => 'leye.draft.policy.' + id.value
  return {
    read(): Unsaved | undefined {
      try {
        const text = sessionStorage.getItem(key())
        return text ? (JSON.parse(text) as Unsaved) : undefined
      } catch {
        return undefined
      }
    },
    keep(work: Unsaved) {
      try {
        sessionStorage.setItem(key(), JSON.stringify(work))
      } catch {
        // A full or forbidden store only costs this copy, never the page.
      }
    },
    forget() { sessionStorage.removeItem(key()) },
  }
}
