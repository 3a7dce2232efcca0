import type { RouteRecordRaw } from 'vue-router'

export const seeker_routes: RouteRecordRaw[] = [
  { path: '/me', component: () => import('./MePage.vue'), meta: { who: 'file' } },
  { path: '/me/timeline', component: () => import('./TimelinePage.vue'), meta: { who: 'file' } },
  { path: '/entitlements', component: () => import('./EntitlementsPage.vue') },
  { path: '/apply/:code', component: () => import('./ApplyPage.vue'), props: true, meta: { who: 'audience', keep_on_query: true } },
  { path: '/query', component: () => import('./QueryPage.vue') },
  { path: '/query/:number', component: () => import('./QueryCasePage.vue'), props: true },
  { path: '/cases/:number', component: () => import('./CasePage.vue'), props: true, meta: { who: 'person' } },
  { path: '/cases/:number/done', component: () => import('./DonePage.vue'), props: true, meta: { who: 'person' } },
]
