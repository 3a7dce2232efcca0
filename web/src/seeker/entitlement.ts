// What the pages of «我能领什么» know: which facts are asked now, and how an amount is said.
import type { Amount, AskedFact, Entitlement, Field, FieldType, Values, Words } from '../api/types'

export const groups = ['self', 'work', 'business', 'school', 'household', 'paid'] as const
export type Group = (typeof groups)[number]

/** A fact that says something only where another one does. */
const asked_with: Record<string, (values: Values) => boolean> = {
  last_end_reason: (values) => !values.insured_employee,
  laid_off: (values) => !values.insured_employee,
  open_unemployment_since: (values) => values.open_unemployment === true,
  benefit_months_paid: (values) => values.open_unemployment === true,
  insured_flexible: (values) => !values.insured_employee,
  business_since: (values) => values.runs_business === true,
  graduate_level: (values) => Boolean(values.graduated_on),
}
const needed = ['birth_date', 'sex']
const types: Record<AskedFact['type'], FieldType> = { boolean: 'boolean', date: 'date', number: 'integer', string: 'choice' }

/** The fact as a question. A yes-or-no is a box to tick, unless `whole`, where «no» has to be said. */
export function field_of(fact: AskedFact, whole = false): Field {
  return { name: fact.name, type: types[fact.type], label: fact.label, hint: { zh: '', en: '' }, required: whole ? fact.type === 'boolean' : needed.includes(fact.name), options: fact.options, length_max: 0 }
}

/** The questions of a group that make sense after what was answered. */
export function questions_of(facts: AskedFact[], group: Group, values: Values): Field[] {
  return facts.filter((fact) => fact.group === group && (asked_with[fact.name]?.(values) ?? true)).map((fact) => field_of(fact))
}

/** All that is asked after these answers, whatever its group. */
export const all_questions = (facts: AskedFact[], values: Values): Field[] => groups.flatMap((group) => questions_of(facts, group, values))

const whole = (n: number) => n.toLocaleString('zh-CN')
/** 150000 as 15万. */
const in_zh = (yuan: number) => (yuan >= 10_000 && yuan % 1000 === 0 ? `${whole(yuan / 10_000)}万` : whole(yuan))

/** «每月1,638元，共12个月». */
export function amount_words(amount: Amount): Words {
  const zh = in_zh(amount.yuan), en = `${whole(amount.yuan)} yuan`
  if (amount.per === 'loan') return { zh: `最高可贷${zh}元`, en: `a loan of up to ${en}` }
  if (amount.per === 'once') return { zh: `一次${zh}元`, en: `${en} once` }
  return amount.months === undefined
    ? { zh: `每月${zh}元`, en: `${en} a month` }
    : { zh: `每月${zh}元，${amount.months}个月`, en: `${en} a month for ${amount.months} months` }
}

export const standings: Record<Entitlement['standing'], { words: Words; tag: string }> = {
  granted: { words: { zh: '能领', en: 'Yours' }, tag: 'settled' },
  near: { words: { zh: '差一点', en: 'Nearly' }, tag: 'promised' },
  review: { words: { zh: '要核实', en: 'To be checked' }, tag: 'primary' },
  no: { words: { zh: '不符合', en: 'Not yours' }, tag: '' },
}

/** How many there are of each standing, those that are none left out. */
export function counted(policies: Entitlement[]): { standing: Entitlement['standing']; count: number }[] {
  return (Object.keys(standings) as Entitlement['standing'][]).map((standing) => ({ standing, count: policies.filter((each) => each.standing === standing).length })).filter((each) => each.count > 0)
}
