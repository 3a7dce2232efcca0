import { afterEach, describe, expect, it } from 'vitest'
import { language } from './preferences'
import { use_words } from './words'

afterEach(() => { language.value = 'zh' })

describe('words in two languages', () => {
  const { t, w } = use_words({ left: ['还剩{days}天', '{days} days left'] })
  it('follow the switch', () => {
    expect(t('left', { days: 2 })).toBe('还剩2天')
    language.value = 'en'
    expect(t('left', { days: 2 })).toBe('2 days left')
    expect(w({ zh: '好', en: 'Good' })).toBe('Good')
  })
  it('fall back to Chinese where the server has no English', () => {
    language.value = 'en'
    expect(w({ zh: '历下区', en: '' })).toBe('历下区')
    expect(w(undefined)).toBe('')
  })
  it('leave an unknown name as it is', () => {
    expect(t('left')).toBe('还剩{days}天')
  })
})
