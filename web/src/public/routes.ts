import type { RouteRecordRaw } from 'vue-router'

export const public_routes: RouteRecordRaw[] = []
