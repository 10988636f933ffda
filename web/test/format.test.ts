import { afterEach, describe, expect, it } from 'vitest'
import type { Field, Point } from '../src/api/types'
import { bytes, decimal, difference, dueText, fromTo, interval, isYear, listOf, moment, number, probability, value, valueWithUnit } from '../src/format'
import { speak } from '../src/i18n'
import { unitName } from '../src/units'

const rate = { scale: 100, unit: { zh: '%', en: '%' }, kind: 'proportion' }
const count = { scale: 1, unit: { zh: '件', en: 'cases' }, kind: 'count' }

afterEach(() => speak('zh'))

describe('numbers', () => {
  const integer = (minimum: string, maximum: string, unit = '') =>
    ({ name: 'n', type: 'integer', title: { zh: '', en: '' }, minimum, maximum, unit }) as unknown as Field
  it('that are years stand without separators, amounts with them', () => {
    expect(isYear(integer('1990', '2100'))).toBe(true)
    expect(isYear(integer('0', '2100'))).toBe(false)
    expect(isYear(integer('1990', '2100', 'd'))).toBe(false)
    expect(isYear(integer('1000', '100000'))).toBe(false)
  })
  it('have units in the language of the reader, and an unknown one as it is written', () => {
    speak('zh')
    expect([unitName('CNY'), unitName('hm2'), unitName('MPa')]).toEqual(['元', '公顷', 'MPa'])
    speak('en')
    expect([unitName('CNY'), unitName('hm2'), unitName('MPa')]).toEqual(['CNY', 'ha', 'MPa'])
  })
  it('show a place of its own once, shared places from the first to the last', () => {
    expect(fromTo('18', '18')).toBe('18')
    expect(fromTo('18', '20')).toBe('18 – 20')
  })
  it('show a fraction of one as per cent with two places', () => {
    expect(value(0.9371, rate)).toBe('93.71')
    expect(valueWithUnit(0.9371, rate)).toBe('93.71\u202f%')
  })
  it('show counts whole, with separators and their unit', () => {
    expect(valueWithUnit(12345, count)).toBe('12,345 件')
    speak('en')
    expect(valueWithUnit(12345, count)).toBe('12,345 cases')
  })
  it('show nothing where there is no value', () => {
    expect(valueWithUnit(null, rate)).toBe('—')
    expect(interval({ low: null, high: null } as Point, rate)).toBe('—')
  })
  it('carry a true minus sign', () => {
    expect(number(-1.5, 1)).toBe('−1.5')
    expect(difference(-0.0123, rate)).toBe('−1.23')
    expect(difference(0.0123, rate)).toBe('+1.23')
  })
  it('keep every digit of a decimal as recorded', () => {
    expect(decimal('1234567890123456.70')).toBe('1,234,567,890,123,456.70')
    expect(decimal('-12.50')).toBe('−12.50')
  })
  it('give small p-values as a bound', () => {
    expect(probability(0.0004)).toBe('< 0.001')
    expect(probability(0.0456)).toBe('0.046')
  })
})

describe('times and sizes', () => {
  it('are told on the clock of Beijing', () => {
    expect(moment('2026-11-20T01:12:33Z')).toBe('2026-11-20 09:12')
    expect(moment('2026-11-20T23:12:33+08:00')).toBe('2026-11-20 23:12')
    expect(moment(null)).toBe('—')
  })
  it('tell the minute of terms that are counted by the clock', () => {
    expect(dueText({ due: '2025-10-14T00:00:00+08:00', due_on: '2025-10-13' })).toBe('2025-10-13')
    expect(dueText({ due: '2025-10-01T10:04:00+08:00', due_on: '2025-10-01' })).toBe('2025-10-01 10:04')
    expect(dueText({})).toBe(undefined)
  })
  it('take the unit that fits', () => {
    expect(bytes(512)).toBe('512 B')
    expect(bytes(1536)).toBe('1.5 KB')
    expect(bytes(5 * 1048576)).toBe('5.0 MB')
  })
})

describe('list fields', () => {
  it('come joined or as an array', () => {
    expect(listOf('中国|法国')).toEqual(['中国', '法国'])
    expect(listOf(['a', 'b'])).toEqual(['a', 'b'])
    expect(listOf(null)).toEqual([])
  })
})
