import { expect, it } from 'vitest'
import { to_csv } from './export'

it('a table leaves as a spreadsheet reads it, and no cell runs as a formula', () => {
  expect(to_csv(['姓名', '说明'], [['王,秀兰', '他说"好"'], ['=1+1', '两\n行']])).toBe('\ufeff姓名,说明\r\n"王,秀兰","他说""好"""\r\n\'=1+1,"两\n行"\r\n')
})
