import type { ItemSummary, Promised } from '../api/types'
import { use_words } from '../shared/words'

/** How an item's promise and channels are said, everywhere the same. */
export function use_item_words() {
  const { t } = use_words({
    at_once: ['材料齐全，当场办结', 'Settled at once when complete'],
    working: ['{days}个工作日内', 'Within {days} working days'],
    natural: ['{days}天内', 'Within {days} days'],
    person: ['个人', 'People'],
    employer: ['单位', 'Employers'],
    anybody: ['所有人', 'Anybody'],
    web: ['网上', 'Online'],
    phone: ['手机', 'Phone'],
    window: ['窗口', 'Window'],
    hotline: ['12333电话', '12333 hotline'],
    kiosk: ['自助机', 'Kiosk'],
    separator: ['、', ', '],
  })
  const channels = ['web', 'phone', 'window', 'hotline', 'kiosk'] as const
  return {
    promise: (promised: Promised) => (promised.at_once ? t('at_once') : t(promised.unit, { days: promised.days })),
    longest: (promised: Promised) => t(promised.unit, { days: promised.days }),
    audience: (item: ItemSummary) => t(item.audience),
    channels: (item: ItemSummary) => channels.filter((channel) => item.channels.includes(channel)).map((channel) => t(channel)).join(t('separator')),
  }
}

/** Where a person begins an item: employers have their own pages, and what was found about somebody is objected to where it stands. */
export function start_path(item: ItemSummary): string {
  if (item.begun_by) return '/me'
  return item.audience === 'employer' ? '/employer' : `/apply/${item.code}`
}
