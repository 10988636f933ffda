import { describe, expect, it } from 'vitest'
import type { Funnel, Indicator, Point, Preview, RecordVersion, Target } from '../src/api/types'
import { contrast, scaleColour } from '../src/charts/colour'
import { standingOf } from '../src/charts/funnel'
import { ranked } from '../src/charts/ranking'
import { timeline } from '../src/history'
import { isIncomplete, lastDayOf, periodsBetween, todayInChina } from '../src/periods'
import { problemCells } from '../src/problems'
import { dimensionsOf, questionOf, tileParent } from '../src/question'
import { condition } from '../src/verdict'

const point = (value: number | null, records = 100): Point => ({
  group: ['x'],
  period: '',
  records,
  hits: 0,
  value,
  low: null,
  high: null,
  standard_error: null,
  note: value === null ? 'too_few' : '',
})

describe('a funnel', () => {
  const funnel: Funnel = {
    centre: 0.9,
    points: [],
    limits: [
      { trials: 50, low95: 0.8, high95: 0.97, low998: 0.75, high998: 1 },
      { trials: 150, low95: 0.86, high95: 0.94, low998: 0.83, high998: 0.97 },
    ],
  }
  it('reads its limits between the computed sizes', () => {
    expect(standingOf(point(0.82), funnel)).toBe('below95') // at n = 100: 0.83 and 0.79
    expect(standingOf(point(0.78), funnel)).toBe('below998')
    expect(standingOf(point(0.84), funnel)).toBe('inside')
    expect(standingOf(point(0.99), funnel)).toBe('above998')
  })
  it('says nothing of a group without a value', () => {
    expect(standingOf(point(null), funnel)).toBe('inside')
  })
})

describe('a ranking', () => {
  it('puts the best first and the unknown last', () => {
    const groups = [point(0.8), point(null), point(0.9)].map((one, i) => ({ id: `${i}`, name: `${i}`, point: one }))
    expect(ranked(groups, true).map((one) => one.id)).toEqual(['2', '0', '1'])
    expect(ranked(groups, false).map((one) => one.id)).toEqual(['0', '2', '1'])
  })
})

describe('the colours of a map', () => {
  it('keep the text on them legible at every step', () => {
    for (let i = 0; i <= 100; ++i) {
      const { fill, ink } = scaleColour(i / 100)
      const rgb = fill.match(/\d+/g)!.map(Number) as [number, number, number]
      const text: [number, number, number] = ink === '#fff' ? [255, 255, 255] : [0, 0, 0]
      expect(contrast(rgb, text)).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('are as far apart as WCAG says black and white are', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
  })
})

describe('a history', () => {
  const version = (number: number, values: RecordVersion['values'], state = 'a'): RecordVersion => ({
    id: 'x',
    version: number,
    state,
    recorded_at: '',
    recorded_by: '',
    values,
  })
  it('is told newest first, with what each version changed', () => {
    const told = timeline([version(1, { a: 1, b: null }), version(2, { a: 2 }), version(3, { a: 2 }, 'z')], ['a', 'b'])
    expect(told.map((entry) => entry.version.version)).toEqual([3, 2, 1])
    expect(told[1]!.differences).toEqual([{ field: 'a', before: 1, after: 2 }])
    expect(told[0]!.differences).toEqual([])
    expect(told[0]!.stateBefore).toBe('a')
    expect(told[2]!.differences).toEqual([])
  })
})

describe('a preview', () => {
  it('marks the cells that the refusals are about', () => {
    const preview = {
      columns: [
        { header: '编号', register: 'r', field: 'number', by_synonym: false },
        { header: '日期', register: 'r', field: 'day', by_synonym: false },
      ],
      rows: [
        ['1', '2024-13-01'],
        ['2', '2024-01-02'],
      ],
      refusals: [{ line: 4, column: '日期', value: '2024-13-01', id: 'x', message: '', wanted: '' }],
    } as unknown as Preview
    expect([...problemCells(preview).keys()]).toEqual(['0:1'])
  })
})

describe('the question of an indicator page', () => {
  const indicator = { dimensions: ['region', 'category'], region_field: 'region' } as Indicator
  const dimensions = dimensionsOf(indicator)
  it('offers regions by level', () => {
    expect(dimensions.map((one) => one.name)).toEqual(['region:province', 'region:prefecture', 'region:county', 'category'])
  })
  it('compares one level below the region', () => {
    expect(questionOf({}, dimensions).by).toBe('region:province')
    expect(questionOf({ region: '620000' }, dimensions).by).toBe('region:prefecture')
    expect(questionOf({ region: '620100' }, dimensions).by).toBe('region:county')
    expect(questionOf({ region: '620000', by: 'category' }, dimensions).by).toBe('category')
    expect(questionOf({ by: 'password' }, dimensions).by).toBe('region:province')
  })
  it('has tiles only where the regions of one parent are compared', () => {
    expect(tileParent(questionOf({}, dimensions))).toBe('000000')
    expect(tileParent(questionOf({ region: '620000' }, dimensions))).toBe('620000')
    expect(tileParent(questionOf({ by: 'category' }, dimensions))).toBeNull()
  })
})

describe('a target', () => {
  const target = (comparator: Target['comparator'], value: string | null): Target => ({
    id: 'T',
    title: { zh: '', en: '' },
    indicator: '',
    comparator,
    value,
    unit: '%',
    deadline: null,
    force: 'goal',
    clause: '',
  })
  it('reads as the plan says it', () => {
    expect(condition(target('at_least', '0.90'))).toBe('≥ 90\u202f%')
    expect(condition(target('more_than', '0.305'))).toBe('> 30.5\u202f%')
    expect(condition(target('rises', null))).toBe('逐步上升')
  })
})

describe('a period', () => {
  it.each([
    ['2024', '2024-12-31'],
    ['2024-Q1', '2024-03-31'],
    ['2024-02', '2024-02-29'],
    ['2024-12', '2024-12-31'],
    ['2024-02-15', '2024-02-15'],
    ['2024-W01', '2024-01-07'],
    ['2020-W53', '2021-01-03'],
    ['soon', ''],
  ])('%s ends on %s', (period, last) => {
    expect(lastDayOf(period)).toBe(last)
  })
  it('follows the one before, with or without records', () => {
    expect(periodsBetween('2023-11', '2024-02')).toEqual(['2023-11', '2023-12', '2024-01', '2024-02'])
    expect(periodsBetween('2023-Q4', '2024-Q1')).toEqual(['2023-Q4', '2024-Q1'])
    expect(periodsBetween('2020-W52', '2021-W02')).toEqual(['2020-W52', '2020-W53', '2021-W01', '2021-W02'])
    expect(periodsBetween('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'])
    expect(periodsBetween('2023', '2023')).toEqual(['2023'])
    expect(periodsBetween('', '')).toEqual([])
  })
  it('is incomplete while it runs, and when the question cuts it short', () => {
    expect(isIncomplete('2026-11', '2026-11-22')).toBe(true)
    expect(isIncomplete('2026-10', '2026-11-22')).toBe(false)
    expect(isIncomplete('2026-10', '2026-11-22', '2026-10-15')).toBe(true)
  })
  it('is judged by the calendar of Beijing', () => {
    expect(todayInChina(new Date('2026-11-21T16:30:00Z'))).toBe('2026-11-22')
  })
})
