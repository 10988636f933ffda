import { describe, expect, it } from 'vitest'
import { pieces } from '../src/textdiff'

const without = (kind: string, before: string, after: string) =>
  pieces(before, after)
    .filter((one) => one.kind !== kind)
    .map((one) => one.text)
    .join('')

describe('the difference of two texts', () => {
  it('names the words that came and went', () => {
    expect(pieces('铅含量不合格。', '铅含量合格。').map((one) => `${one.kind}:${one.text}`)).toEqual([
      'same:铅含量', 'gone:不', 'same:合格。',
    ])
    expect(pieces('lead 0.3 mg', 'lead 0.5 mg').map((one) => `${one.kind}:${one.text}`)).toEqual([
      'same:lead 0.', 'gone:3', 'new:5', 'same: mg',
    ])
  })
  it('holds both texts whole', () => {
    let seed = 7
    const next = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n
    const text = () => Array.from({ length: next(60) }, () => '质量 abc，1\n'[next(9)]).join('')
    for (let i = 0; i < 300; ++i) {
      const [before, after] = [text(), text()]
      expect(without('new', before, after)).toBe(before)
      expect(without('gone', before, after)).toBe(after)
    }
  })
  it('of long texts without anything in common is one replacement', () => {
    const found = pieces('a '.repeat(3000), '质'.repeat(3000))
    expect(found.map((one) => one.kind)).toEqual(['gone', 'new'])
  })
})
