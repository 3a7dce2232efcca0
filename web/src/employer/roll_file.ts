import type { Employment } from '../api/types'
import { list_employments } from './api'

/** A field of CSV: quoted where it must be, and never a formula when a spreadsheet opens it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

export function roll_csv(head: string[], rows: string[][]): string {
  return '\uFEFF' + [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

/** Reads the whole roll page by page. in: `told` hears how many rows are here; stops when `signal` says so. */
export async function read_roll(unit: string, state: string, told: (rows: number) => void, signal: AbortSignal): Promise<Employment[]> {
  const rows: Employment[] = []
  let cursor: string | undefined
  do {
    const page = await list_employments(unit, { state, cursor, limit: 200 })
    if (signal.aborted) return []
    rows.push(...page.rows)
    told(rows.length)
    cursor = page.next_cursor
  } while (cursor)
  return rows
}

/** Hands a text to the browser as a file. */
export function save_file(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
