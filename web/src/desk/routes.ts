import type { RouteRecordRaw } from 'vue-router'

/** Every page of the desk; filters live in the query, so a page is never rebuilt when only the query changes.
 * The menu says which duties a page needs; the shell shows it to nobody else. */
export const desk_routes: RouteRecordRaw[] = [
  { path: '/desk/sign-in', component: () => import('./SignIn.vue'), meta: { area: 'desk', keep_on_query: true } },
  {
    path: '/desk',
    component: () => import('./DeskShell.vue'),
    meta: { who: 'staff', area: 'desk', keep_on_query: true },
    children: [
      { path: '', component: () => import('./HomePage.vue') },
      { path: 'queue', component: () => import('./queue/QueuePage.vue') },
      { path: 'cases/:number', component: () => import('./case/CasePage.vue') },
      { path: 'people', component: () => import('./people/PeoplePage.vue') },
      { path: 'people/:id', component: () => import('./people/PersonPage.vue') },
      { path: 'register', component: () => import('./register/RegisterPage.vue') },
      { path: 'checks', component: () => import('./lists/ChecksPage.vue') },
      { path: 'handlers', component: () => import('./lists/HandlersPage.vue') },
      { path: 'contacts', component: () => import('./lists/ContactsPage.vue') },
      { path: 'advice', component: () => import('./lists/AdvicePage.vue') },
      { path: 'evaluations', component: () => import('./lists/EvaluationsPage.vue') },
      { path: 'findings', component: () => import('./sweep/FindingsPage.vue') },
      { path: 'sweeps', component: () => import('./sweep/SweepsPage.vue') },
      { path: 'trials', component: () => import('./sweep/TrialsPage.vue') },
      { path: 'trials/:id', component: () => import('./sweep/TrialPage.vue') },
      { path: 'facts', component: () => import('./facts/FactSourcesPage.vue') },
      { path: 'facts/ledger', component: () => import('./facts/FactLedgerPage.vue') },
      { path: 'facts/files/:id', component: () => import('./facts/FactFilePage.vue') },
      { path: 'password', component: () => import('./PasswordPage.vue') },
      { path: 'policy', component: () => import('./policy/PolicyPage.vue') },
      { path: 'policy/drafts/:id', component: () => import('./policy/DraftPage.vue') },
      { path: 'policy/:item', component: () => import('./policy/TablePage.vue') },
      { path: 'policy/:item/versions/:version', component: () => import('./policy/VersionPage.vue') },
      { path: 'admin/agencies', component: () => import('./admin/AgenciesPage.vue') },
      { path: 'admin/staff', component: () => import('./admin/StaffPage.vue') },
      { path: 'admin/outbox', component: () => import('./admin/OutboxPage.vue') },
      { path: 'admin/reads', component: () => import('./admin/ReadsPage.vue') },
    ],
  },
]
