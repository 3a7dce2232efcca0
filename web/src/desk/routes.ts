import type { RouteRecordRaw } from 'vue-router'

export const desk_routes: RouteRecordRaw[] = []
