// Every address of the site. Areas load when somebody goes there.
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { get } from './api/client'
import type { Item } from './api/types'
import { desk_routes } from './desk/routes'
import { employer_routes } from './employer/routes'
import { public_routes } from './public/routes'
import { seeker_routes } from './seeker/routes'
import { use_session } from './shared/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may open it; without one the page is for anybody. `person` has an account, `file` has also joined a document,
     * `audience` is whom the item {code} is for: anybody, or who has a file. */
    who?: 'person' | 'file' | 'staff' | 'audience'
    /** desk: compact, wide, without the public header's column. */
    area?: 'public' | 'desk'
    /** The page reads its query itself and is not rebuilt when only the query changes. */
    keep_on_query?: boolean
  }
}

async function is_for_anybody(item: string): Promise<boolean> {
  try {
    return (await get<Item>(`/v1/items/${encodeURIComponent(item)}`)).audience === 'anybody'
  } catch {
    return false
  }
}

async function let_in(to: RouteLocationNormalized) {
  if (!to.meta.who) return true
  const store = use_session()
  try {
    await store.ensure()
  } catch {
    return true
  }
  if (to.meta.who === 'audience' && (store.has_file || await is_for_anybody(String(to.params.code)))) return true
  const back = { query: { to: to.fullPath } }
  if (to.meta.who === 'staff') return store.is_staff || { path: '/desk/sign-in', ...back }
  if (!store.is_person) return { path: '/sign-in', ...back }
  if (to.meta.who !== 'person' && !store.has_file) return { path: '/join', ...back }
  return true
}

export function make_router() {
  const router = createRouter({
    history: createWebHistory(),
    routes: [...public_routes, ...seeker_routes, ...employer_routes, ...desk_routes,
      { path: '/:rest(.*)*', component: () => import('./public/NotHere.vue') }],
    scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash, top: 80 } : { top: 0 }),
  })
  router.beforeEach(let_in)
  router.afterEach((to) => {
    document.documentElement.dataset.area = to.meta.area ?? 'public'
  })
  return router
}
