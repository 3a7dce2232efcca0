// A year of cases for a test: one case, many times, as it stands in the tables. The journal knows nothing of them, so they go again.
import { on_postgres, rows_of } from '../../bench/database.mjs'

const id = on_postgres ? "decode(md5(random()::text || n.i), 'hex')" : 'randomblob(16)'
const file = 'item, item_version, person_id, employer_id, area, channel, submitted_at, state, outcome, version, due_on, stopped_on, closed_at, assigned_to'
const action = 'seq, act, at, actor, by_name, channel, body, sealed_values'
const of = (columns: string, table: string) => columns.split(', ').map((column) => `${table}.${column}`).join(', ')

/** Makes `times` copies of the case with this number in the database of `data`. */
export function copy_case(data: string, number: string, times: number): void {
  rows_of(data, `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${times}) insert into case_file (id, number, ${file}) select ${id}, 'COPY' || n.i, ${of(file, 'f')} from case_file f, n where f.number = '${number}'`)
  rows_of(data, `insert into case_action (case_id, ${action}) select c.id, ${of(action, 'a')} from case_file c, case_action a where c.number like 'COPY%' and a.case_id = (select id from case_file where number = '${number}')`)
}
export function drop_copies(data: string): void {
  rows_of(data, "delete from case_action where case_id in (select id from case_file where number like 'COPY%')")
  rows_of(data, "delete from case_file where number like 'COPY%'")
}
/** «< 5», taking its time; and a sheet whose first row does. */
export const slow_cell = '< sum(for i in 1..20000 return i) - 200009995'
export const slow = (sheet: any) => ({ ...sheet, rules: sheet.rules.map((rule: any, i: number) => (i === 0 ? { ...rule, cells: [slow_cell] } : rule)) })
