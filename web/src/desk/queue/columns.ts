import { ref, watch } from 'vue'
import type { CaseSummary } from '../../api/types'
import type { Column } from '../../shared/DataTable.vue'
import { in_words, instant_words, say, short_day } from '../words'

/** The columns an officer may choose beside the case itself. */
export const queue_columns = ['who', 'area', 'clock', 'promised', 'submitted', 'state', 'assigned'] as const
export type QueueColumn = (typeof queue_columns)[number]
const at_first: QueueColumn[] = ['who', 'clock', 'state']

function read(key: string): QueueColumn[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return Array.isArray(kept) ? queue_columns.filter((one) => kept.includes(one)) : at_first
  } catch {
    return at_first
  }
}

/** The columns this officer chose in this browser; every change is kept. */
export function use_queue_columns(staff: string) {
  const key = `leye.queue.columns.${staff}`
  const chosen = ref<QueueColumn[]>(read(key))
  watch(chosen, (now) => {
    try {
      localStorage.setItem(key, JSON.stringify(now))
    } catch {
      // A browser that keeps nothing still shows the columns for this visit.
    }
  })
  return chosen
}

const text_of: Record<QueueColumn, (row: CaseSummary) => string> = {
  who: (row) => row.person_name ?? row.employer_name ?? '—',
  area: (row) => row.area_name ?? '—',
  clock: (row) => in_words(row.clock.words),
  promised: (row) => (row.promised_on ? short_day(row.promised_on) : '—'),
  submitted: (row) => instant_words(row.submitted_at),
  state: (row) => in_words(row.state_name),
  assigned: (row) => row.assigned_to ?? '—',
}

/** What one column says of a case, as text. */
export const column_text = (column: QueueColumn, row: CaseSummary): string => text_of[column](row)

/** The queue as it leaves for a spreadsheet: number and matter, then the chosen columns. */
export function export_columns(chosen: readonly QueueColumn[]): Column<CaseSummary>[] {
  return [
    { name: 'number', title: say('queue.col_number'), text: (row) => row.number },
    { name: 'case', title: say('queue.col_case'), text: (row) => in_words(row.item_name) },
    ...chosen.map((column) => ({ name: column, title: say('queue_column.' + column), text: (row: CaseSummary) => column_text(column, row) })),
  ]
}
