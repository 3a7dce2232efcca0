import type { RouteRecordRaw } from 'vue-router'

export const employer_routes: RouteRecordRaw[] = []
