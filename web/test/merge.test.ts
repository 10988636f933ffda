import { describe, expect, it } from 'vitest'
import { merged } from '../src/merge'

describe('a record that two people changed', () => {
  const base = { a: 'x', b: 'x', c: null, d: ['1'] }
  it('keeps what one of them alone changed', () => {
    const made = merged(base, { ...base, a: 'theirs' }, { ...base, b: 'mine' })
    expect(made.values).toEqual({ a: 'theirs', b: 'mine', c: null, d: ['1'] })
    expect(made.theirs).toEqual(['a'])
    expect(made.conflicts).toEqual([])
  })
  it('asks where both did, and not where they agree', () => {
    const made = merged(base, { ...base, a: 'y', c: 'same' }, { ...base, a: 'z', c: 'same' })
    expect(made.conflicts).toEqual([{ field: 'a', base: 'x', theirs: 'y', mine: 'z' }])
    expect(made.values).toEqual({ a: 'z', b: 'x', c: 'same', d: ['1'] })
  })
  it('sees what was emptied and lists that became longer', () => {
    const made = merged(base, { ...base, b: null, d: ['1', '2'] }, { ...base, d: [] })
    expect(made.theirs).toEqual(['b'])
    expect(made.conflicts).toEqual([{ field: 'd', base: ['1'], theirs: ['1', '2'], mine: [] }])
  })
})
