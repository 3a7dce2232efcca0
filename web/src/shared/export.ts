// A table as a file that opens in a spreadsheet as it is: .xlsx, or CSV with a byte-order mark for Chinese Excel.
import type { Page } from '../api/types'
import { to_xlsx } from './xlsx'

export type TableFormat = 'xlsx' | 'csv'

function cell(text: string): string {
  // A leading = + - @ would be run as a formula by spreadsheets.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export function to_csv(titles: string[], rows: string[][]): string {
  return `\ufeff${[titles, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Hands the browser a file made on the page. */
export function save_table(name: string, format: TableFormat, titles: string[], rows: string[][]): void {
  const blob = format === 'csv' ? new Blob([to_csv(titles, rows)], { type: 'text/csv;charset=utf-8' })
    : new Blob(to_xlsx(titles, rows), { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `${name}.${format}`
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Reads a list page by page to its end. in: `told` hears how many rows are here; gives nothing when `signal` stops it. */
export async function read_all<Row>(page_at: (cursor: string | undefined) => Promise<Page<Row>>, told: (rows: number) => void, signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page = await page_at(cursor)
    if (signal.aborted) return []
    rows.push(...page.rows)
    told(rows.length)
    cursor = page.next_cursor || undefined
  } while (cursor)
  return rows
}
