import type { RouteRecordRaw } from 'vue-router'

const meta = { who: 'file', keep_on_query: true } as const

/** Pages of somebody who acts for a unit; the person's own file must be joined first. */
export const employer_routes: RouteRecordRaw[] = [
  { path: '/employer', component: () => import('./UnitsPage.vue'), meta },
  { path: '/employer/join', component: () => import('./JoinPage.vue'), meta },
  { path: '/employer/:id', component: () => import('./UnitPage.vue'), meta },
  { path: '/employer/:id/one/:item', component: () => import('./OnePage.vue'), meta },
  { path: '/employer/:id/cases', component: () => import('./UnitCasesPage.vue'), meta },
  { path: '/employer/:id/handlers', component: () => import('./HandlersPage.vue'), meta },
  { path: '/employer/:id/sheets', component: () => import('./SheetsPage.vue'), meta },
  { path: '/employer/:id/sheets/:sheet', component: () => import('./SheetPage.vue'), meta },
]
