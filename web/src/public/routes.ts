import type { RouteRecordRaw } from 'vue-router'

export const public_routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./HomePage.vue') },
  { path: '/items/:code', component: () => import('./GuidePage.vue') },
  { path: '/catalogues', component: () => import('./CataloguesPage.vue'), meta: { keep_on_query: true } },
  { path: '/advice', component: () => import('./AdvicePage.vue'), meta: { keep_on_query: true } },
  { path: '/advice/:id', component: () => import('./AdviceDetailPage.vue') },
  { path: '/verify', component: () => import('./VerifyPage.vue') },
  { path: '/verify/:code', component: () => import('./VerifyPage.vue') },
  { path: '/agencies', component: () => import('./AgenciesPage.vue'), meta: { keep_on_query: true } },
  { path: '/sign-in', component: () => import('./SignInPage.vue') },
  { path: '/join', component: () => import('./JoinPage.vue'), meta: { who: 'person' } },
]
