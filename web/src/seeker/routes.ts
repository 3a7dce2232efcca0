import type { RouteRecordRaw } from 'vue-router'

export const seeker_routes: RouteRecordRaw[] = []
