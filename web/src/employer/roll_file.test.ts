import { describe, expect, it } from 'vitest'
import { roll_csv } from './roll_file'

describe('the roll as a file', () => {
  it('quotes what must be quoted and begins with the mark that Excel needs', () => {
    expect(roll_csv(['姓名', '合同'], [['李"四', '固定,三年']])).toBe('\uFEFF姓名,合同\r\n"李""四","固定,三年"\r\n')
  })

  it('never lets a name become a formula', () => {
    expect(roll_csv(['姓名'], [['=1+1']])).toContain("'=1+1")
  })
})
