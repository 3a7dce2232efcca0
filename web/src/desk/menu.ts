import type { Duty } from '../api/types'

/** One entry of the desk's menu; shown to officers who hold any of the duties (none named: to every officer). */
export interface MenuEntry { path: string; name: string; duties: Duty[]; group: 'work' | 'look' | 'admin' }

export const menu: MenuEntry[] = [
  { path: '/desk/queue', name: 'menu.queue', duties: ['window', 'manager'], group: 'work' },
  { path: '/desk/register', name: 'menu.register', duties: ['window'], group: 'work' },
  { path: '/desk/people', name: 'menu.people', duties: ['window', 'adviser', 'check', 'manager', 'merge'], group: 'work' },
  { path: '/desk/checks', name: 'menu.checks', duties: ['check'], group: 'work' },
  { path: '/desk/handlers', name: 'menu.handlers', duties: ['window', 'check'], group: 'work' },
  { path: '/desk/contacts', name: 'menu.contacts', duties: ['window'], group: 'work' },
  { path: '/desk/advice', name: 'menu.advice', duties: ['adviser'], group: 'work' },
  { path: '/desk/findings', name: 'menu.findings', duties: ['check', 'window', 'manager'], group: 'work' },
  { path: '/desk/sweeps', name: 'menu.sweeps', duties: ['manager', 'policy', 'admin'], group: 'look' },
  { path: '/desk/trials', name: 'menu.trials', duties: ['manager', 'policy'], group: 'look' },
  { path: '/desk/facts', name: 'menu.facts', duties: ['data', 'manager', 'policy', 'admin'], group: 'look' },
  { path: '/desk/evaluations', name: 'menu.evaluations', duties: ['manager'], group: 'look' },
  { path: '/desk/policy', name: 'menu.policy', duties: ['policy'], group: 'look' },
  { path: '/desk/admin/agencies', name: 'menu.agencies', duties: ['admin'], group: 'admin' },
  { path: '/desk/admin/staff', name: 'menu.staff', duties: ['admin'], group: 'admin' },
  { path: '/desk/admin/outbox', name: 'menu.outbox', duties: ['admin'], group: 'admin' },
  { path: '/desk/admin/reads', name: 'menu.reads', duties: ['admin'], group: 'admin' },
]

type HasDuty = (duty: Duty) => boolean
export const menu_for = (has_duty: HasDuty): MenuEntry[] => menu.filter((entry) => entry.duties.length === 0 || entry.duties.some(has_duty))
/** Where an officer's day begins. */
export const first_page = (has_duty: HasDuty): string => menu_for(has_duty)[0]?.path ?? '/desk/people'
/** The duties of which the page at `path` needs any; none for a page of every officer. A page under another needs the same. */
export const duties_for = (path: string): Duty[] => menu.find((entry) => path === entry.path || path.startsWith(entry.path + '/'))?.duties ?? []
