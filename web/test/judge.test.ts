import { describe, expect, it } from 'vitest'
import type { Field, FieldType, Register } from '../src/api/types'
import { asked, groupsOf, has, kindsOf } from '../src/fields'
import { changed, cleaned, creditCodeIsRight, gtinIsRight, judge, organisationCodeIsRight } from '../src/judge'

const field = (type: FieldType, more: Partial<Field> = {}): Field => ({
  name: 'x',
  type,
  title: { zh: 'x', en: 'x' },
  required: false,
  list: false,
  public: true,
  personal: false,
  searchable: false,
  ...more,
})

describe('check characters', () => {
  it('of credit codes follow GB 32100-2015', () => {
    for (const right of ['91350100M000100Y43', '91440300708461136T', '911100001000000020']) {
      expect(creditCodeIsRight(right)).toBe(true)
    }
    expect(creditCodeIsRight('91350100M000100Y4Z')).toBe(false)
    expect(creditCodeIsRight('91350100O000100Y43')).toBe(false)
  })
  it('of organisation codes follow GB 11714-1997', () => {
    for (const right of ['D2143569X', '708461136', 'M000100Y4', '100000040', '10000018X']) {
      expect(organisationCodeIsRight(right)).toBe(true)
    }
    expect(organisationCodeIsRight('708461137')).toBe(false)
  })
  it('of GTINs follow GS1', () => {
    for (const right of ['6901234567892', '4006381333931', '012345678905', '16901234567899', '96385074']) {
      expect(gtinIsRight(right)).toBe(true)
    }
    expect(gtinIsRight('6901234567893')).toBe(false)
  })
})

describe('a form', () => {
  it('asks for required fields only', () => {
    expect(judge(field('text', { required: true }), ' ', [])?.key).toBe('judge.required')
    expect(judge(field('text'), '', [])).toBeNull()
  })
  it('knows which days exist', () => {
    expect(judge(field('date'), '2024-02-29', [])).toBeNull()
    expect(judge(field('date'), '2023-02-29', [])?.key).toBe('judge.date')
  })
  it('counts decimal places', () => {
    expect(judge(field('money'), '1.25', [])).toBeNull()
    expect(judge(field('money'), '1.255', [])?.key).toBe('judge.places')
    expect(judge(field('integer'), '1.0', [])).toBeNull()
    expect(judge(field('integer'), '1.5', [])?.key).toBe('judge.places')
    expect(judge(field('decimal', { scale: 1, maximum: '5' }), '5.1', [])?.key).toBe('judge.maximum')
  })
  it('refuses codes that the list does not have', () => {
    expect(judge(field('code'), 'fail', ['pass', 'fail'])).toBeNull()
    expect(judge(field('code'), 'failed', ['pass', 'fail'])?.key).toBe('judge.code')
  })
  it('narrows full-width letters and digits', () => {
    expect(cleaned(field('party'), '９１３５０１００ｍ０００１００ｙ４３')).toBe('91350100M000100Y43')
  })
  it('sends what it cannot hold exactly as it was written', () => {
    expect(cleaned(field('integer'), '１２')).toBe(12)
    expect(cleaned(field('integer'), '999999999999999999')).toBe('999999999999999999')
    expect(cleaned(field('integer'), 'abc')).toBe('abc')
    expect(cleaned(field('text', { list: true }), [' a ', ' '])).toEqual(['a'])
  })
  it('sends only what differs', () => {
    expect(changed({ a: 'x', b: null }, { a: 'x', b: null })).toEqual({})
    expect(changed({ a: 'x' }, { a: null, b: 'y' })).toEqual({ a: null, b: 'y' })
  })
})

describe('a register with kinds', () => {
  const register = {
    name: 'check',
    key: ['number'],
    kind_field: 'subject',
    title_field: 'number',
    fields: [
      field('text', { name: 'number' }),
      field('code', { name: 'subject' }),
      field('text', { name: 'site', kinds: ['works'], required_of: ['works'] }),
      field('boolean', { name: 'seals', kinds: ['instrument', 'meter'] }),
    ],
  } as unknown as Register
  const shown = (subject: string | null) =>
    groupsOf(register, { subject })
      .flatMap((group) => group.fields)
      .map((one) => one.name)
      .sort()
  it('shows the fields of the kind only', () => {
    expect(shown('works')).toEqual(['number', 'site', 'subject'])
    expect(shown('meter')).toEqual(['number', 'seals', 'subject'])
  })
  it('names its kinds with the condition that shows them', () => {
    const codes = { subject_kind: [{ code: 'works', title: { zh: '工程', en: 'works' } }] }
    register.fields[1]!.codes = 'subject_kind'
    expect(kindsOf(register, codes)).toEqual([{ code: 'works', title: { zh: '工程', en: 'works' }, filter: "subject = 'works'" }])
    expect(kindsOf({ ...register, kind_field: '' }, codes)).toEqual([])
  })
  it('asks for what the kind requires', () => {
    const site = groupsOf(register, { subject: 'works' })
      .flatMap((group) => group.fields)
      .find((one) => one.name === 'site')
    expect(site?.required).toBe(true)
    expect(asked(register, { subject: 'meter' }, register.fields[3]!).required).toBe(false)
  })
  it('shows none of them before the kind is chosen', () => {
    expect(shown(null)).toEqual(['number', 'subject'])
    expect(has(register, {}, register.fields[3]!)).toBe(false)
  })
})
