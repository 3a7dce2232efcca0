// How this device reaches the program, as it is recorded with each act: a kiosk is set up as one, a narrow screen is a phone.
import type { CaseSummary } from '../api/types'

type Channel = CaseSummary['channel']

const kiosk_key = 'leye.kiosk'
const narrow = '(max-width: 700px)'

/** `?kiosk=1` once makes this device a kiosk, `?kiosk=0` an ordinary one again. */
export function read_kiosk_setting(search: string): void {
  const wanted = new URLSearchParams(search).get('kiosk')
  try {
    if (wanted === '1') localStorage.setItem(kiosk_key, '1')
    if (wanted === '0') localStorage.removeItem(kiosk_key)
  } catch {
    // A browser that keeps nothing is no kiosk.
  }
}

function is_kiosk(): boolean {
  try {
    return localStorage.getItem(kiosk_key) === '1'
  } catch {
    return false
  }
}

/** The channel of a person or a unit on this device; where the item is not offered by it, the web. */
export function own_channel(offered?: readonly string[]): Channel {
  const own: Channel = is_kiosk() ? 'kiosk' : window.matchMedia(narrow).matches ? 'phone' : 'web'
  return !offered || offered.includes(own) ? own : 'web'
}
