import type { PolicySheet } from '../../api/types'

/** One column of the grid: the inputs' cells first, then outputs, then annotations. */
export interface Column {
  id: string
  kind: 'cells' | 'outputs' | 'annotations'
  at: number
  label: string
  /** What stands under the label: the expression, the name, the type. */
  about: string
}
/** A cell of the grid: rule from 0, column from 0 over all kinds. */
export interface Place { rule: number; column: number }
type Rule = PolicySheet['rules'][number]

export function columns_of(sheet: PolicySheet): Column[] {
  return [
    ...sheet.inputs.map((one, at): Column => ({ id: one.id, kind: 'cells', at, label: one.label || one.expression, about: one.expression })),
    ...sheet.outputs.map((one, at): Column => ({ id: one.id, kind: 'outputs', at, label: one.label || one.name, about: one.name })),
    ...sheet.annotations.map((one, at): Column => ({ id: one.id, kind: 'annotations', at, label: one.name, about: '' })),
  ]
}

export const text_at = (rule: Rule, column: Column): string => rule[column.kind][column.at] ?? ''
/** What an emptied cell says: an input that does not matter, an output without a value. */
export const blank_of = (column: Column): string => (column.kind === 'cells' ? '-' : column.kind === 'outputs' ? 'null' : '')

/** The sheet with another text in one cell; everything else is shared. The same sheet where nothing changes. */
export function with_text(sheet: PolicySheet, at: number, column: Column, text: string): PolicySheet {
  const rule = sheet.rules[at]
  const said = text.trim() === '' ? blank_of(column) : text.trim()
  if (!rule || text_at(rule, column) === said) return sheet
  const cells = [...rule[column.kind]]
  cells[column.at] = said
  const rules = [...sheet.rules]
  rules[at] = { ...rule, [column.kind]: cells }
  return { ...sheet, rules }
}

/** What was copied from a spreadsheet (tabs and lines) laid over the grid from a place; rules beyond the last are added. */
export function with_pasted(sheet: PolicySheet, from: Place, text: string): PolicySheet {
  const columns = columns_of(sheet)
  let out = sheet
  text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n').forEach((line, down) => {
    if (from.rule + down >= out.rules.length) out = with_rule(out, out.rules.length)
    line.split('\t').forEach((cell, right) => {
      const column = columns[from.column + right]
      if (column) out = with_text(out, from.rule + down, column, cell)
    })
  })
  return out
}

function fresh_id(sheet: PolicySheet): string {
  const taken = new Set(sheet.rules.map((rule) => rule.id))
  for (let n = sheet.rules.length + 1; ; n++) if (!taken.has(`rule_new_${n}`)) return `rule_new_${n}`
}

/** With a new rule at that place, holding always and saying nothing; a copy of `like` where one is given. */
export function with_rule(sheet: PolicySheet, at: number, like?: Rule): PolicySheet {
  const rule: Rule = {
    ...(like ?? { cells: sheet.inputs.map(() => '-'), outputs: sheet.outputs.map(() => 'null'), annotations: sheet.annotations.map(() => '') }),
    id: fresh_id(sheet),
  }
  return { ...sheet, rules: [...sheet.rules.slice(0, at), rule, ...sheet.rules.slice(at)] }
}

export function without_rule(sheet: PolicySheet, at: number): PolicySheet {
  return { ...sheet, rules: sheet.rules.filter((_, n) => n !== at) }
}

export function with_rule_moved(sheet: PolicySheet, from: number, to: number): PolicySheet {
  const rules = [...sheet.rules]
  const [rule] = rules.splice(from, 1)
  if (!rule || to < 0 || to > rules.length) return sheet
  rules.splice(to, 0, rule)
  return { ...sheet, rules }
}

const said_by = (rule: Rule): string => JSON.stringify([rule.cells, rule.outputs, rule.annotations])

/** Ids of the rules that are new or say something else than in `before`. */
export function changed_rules(before: PolicySheet, now: PolicySheet): Set<string> {
  const known = new Map(before.rules.map((rule) => [rule.id, said_by(rule)]))
  return new Set(now.rules.filter((rule) => known.get(rule.id) !== said_by(rule)).map((rule) => rule.id))
}
