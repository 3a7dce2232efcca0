// Areas of the province, fetched level by level and kept for the visit.
import { get } from '../api/client'
import type { AreaRow } from '../api/types'

export const province = '370000'
const kept = new Map<string, Promise<AreaRow[]>>()

/** The areas right under one; a failed question is asked again next time. */
export function list_areas(parent: string): Promise<AreaRow[]> {
  let answer = kept.get(parent)
  if (!answer) {
    answer = get<AreaRow[]>('/v1/areas', { parent }).catch((error: unknown) => {
      kept.delete(parent)
      throw error
    })
    kept.set(parent, answer)
  }
  return answer
}

/** The codes from the city down to the area itself: 370102001 → 370100, 370102, 370102001. */
export function area_steps(code: string): string[] {
  if (!/^\d{6}/.test(code) || code.slice(0, 6) === province) return []
  const city = `${code.slice(0, 4)}00`
  const county = code.slice(0, 6)
  return [city, ...(county !== city ? [county] : []), ...(code.length > 6 ? [code] : [])]
}
