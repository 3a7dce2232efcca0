// What has been entered and not yet sent: on this device at once, on the server a moment later. Without an account it is
// kept in this tab only, for the device may be anybody's.
import { new_key, put } from '../api/client'
import type { Field, Values } from '../api/types'

const prefix = 'leye.draft.'

interface Kept { values: Values; sent?: string; key?: string }

const place_of = (name: string) => (name.startsWith('nobody.') ? sessionStorage : localStorage)

function read(name: string): Kept | undefined {
  try {
    const text = place_of(name).getItem(prefix + name)
    return text ? (JSON.parse(text) as Kept) : undefined
  } catch {
    return undefined
  }
}

function write(name: string, kept: Kept | undefined): void {
  try {
    if (kept) place_of(name).setItem(prefix + name, JSON.stringify(kept))
    else place_of(name).removeItem(prefix + name)
  } catch {
    // The server's copy remains.
  }
}

/** Leaves nothing of anybody on this device. */
export function forget_drafts(): void {
  try {
    for (const place of [localStorage, sessionStorage])
      for (const name of Object.keys(place)) if (name.startsWith(prefix)) place.removeItem(name)
  } catch {
    // Nothing was kept.
  }
}

/** Numbers of documents are never left on a device that others may share. */
function without_documents(values: Values, fields: Field[]): Values {
  const secret = new Set(fields.filter((field) => field.type === 'document_number').map((field) => field.name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secret.has(name)))
}

export interface Draft {
  values: () => Values | undefined
  keep: (values: Values, fields: Field[]) => void
  /** The key of a submission: the same values give the same key, also after the page was opened again. */
  key_for: (values: Values) => string
  /** The program has answered: the next submission is a new one. */
  answered: () => void
  drop: () => void
  stop: () => void
}

/** The draft of one item of one person. */
export function make_draft(item: string, owner: string): Draft {
  const name = `${owner}.${item}`
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false
  return {
    values: () => read(name)?.values,
    keep(values, fields) {
      gone = false
      write(name, { ...read(name), values: without_documents(values, fields) })
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (!gone && owner !== 'nobody') put(`/v1/me/drafts/${encodeURIComponent(item)}`, { values }).catch(() => undefined)
      }, 800)
    },
    key_for(values) {
      const sent = fingerprint(JSON.stringify(values))
      const kept = read(name)
      if (kept?.key && kept.sent === sent) return kept.key
      const key = new_key()
      write(name, { values: kept?.values ?? {}, sent, key })
      return key
    },
    answered() {
      const kept = read(name)
      if (kept) write(name, { values: kept.values })
    },
    drop() {
      gone = true
      clearTimeout(timer)
      write(name, undefined)
    },
    stop: () => clearTimeout(timer),
  }
}

function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  return `${text.length}.${(hash >>> 0).toString(16)}`
}
