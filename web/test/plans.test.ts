import { describe, expect, it } from 'vitest'
import type { Parse } from '../src/api/plans'
import { pageOf } from '../src/plans/addresses'
import { linesOf, marksOf, piecesOf, type Mark } from '../src/plans/marks'
import { daysOfMonth, shiftMonth } from '../src/plans/month'
import { seriesPath } from '../src/plans/series'
import { unitName } from '../src/plans/units'
import { speak } from '../src/i18n'
import { seenOf, treeOf } from '../src/plans/tree'

const mark = (from: number, to: number, kind: Mark['kind'] = 'target'): Mark => ({ from, to, kind, about: `${from}-${to}` })

describe('the marks on a text', () => {
  it('cut it without losing or doubling a character', () => {
    const text = '一、加强监管。𠀋抽查500批次（市质监局负责）\n\n二、完'
    const all = [mark(0, 24, 'item'), mark(2, 6), mark(4, 12, 'clause'), mark(7, 8, 'party'), mark(7, 8, 'number')]
    const pieces = piecesOf(text, all)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    let at = 0
    for (const piece of pieces) {
      expect(piece.from).toBe(at)
      at += Array.from(piece.text).length
    }
    expect(pieces.find((piece) => piece.text === '𠀋')?.marks.map((one) => one.kind)).toEqual(['item', 'clause', 'party', 'number'])
  })
  it('beyond the end, or of no length, are left out', () => {
    expect(piecesOf('短文', [mark(1, 90), mark(1, 1), mark(50, 60)])).toEqual([
      { text: '短', from: 0, marks: [] },
      { text: '文', from: 1, marks: [mark(1, 90)] },
    ])
    expect(piecesOf('', [])).toEqual([])
  })
  it('keep their places when a piece runs over several lines', () => {
    const lines = linesOf(piecesOf('甲\n乙丙\n\n丁', [mark(0, 4)]))
    expect(lines.map((line) => line.map((piece) => [piece.text, piece.from]))).toEqual([[['甲', 0]], [['乙丙', 2]], [], [['丁', 6]]])
  })
  it('stand for each part of a parse', () => {
    const place = { offset: 0, length: 3, char_offset: 0, char_length: 1, line: 1 }
    const parse = {
      document: { cites: [{ title: '纲要', number: '', self: false, places: [place] }] },
      sections: [place],
      items: [{ ...place, clause: { ...place, assignments: [{ ...place, role: 'lead', canonical: '质检总局' }] } }, { ...place, clause: null }],
      goals: [],
      boxes: [],
      targets: [place],
      numbers: [place],
      defects: [{ ...place, char_length: 0 }],
    } as unknown as Parse
    expect(marksOf(parse).map((one) => one.kind).sort()).toEqual(
      ['citation', 'clause', 'item', 'item', 'number', 'party', 'section', 'target'].sort(),
    )
  })
})

describe('a month', () => {
  it('is whole weeks that begin on Monday', () => {
    const weeks = daysOfMonth('2026-11')
    expect(weeks[0]![0]).toBe('2026-10-26')
    expect(weeks.at(-1)!.at(-1)).toBe('2026-12-06')
    expect(weeks.every((week) => week.length === 7)).toBe(true)
    expect(daysOfMonth('2027-02')).toHaveLength(4)
  })
  it('follows another over the end of the year', () => {
    expect(shiftMonth('2026-12', 1)).toBe('2027-01')
    expect(shiftMonth('2026-01', -1)).toBe('2025-12')
  })
})

describe('the tree of a score sheet', () => {
  const nodes = [
    { id: 'a', parent: null },
    { id: 'a1', parent: 'a' },
    { id: 'a2', parent: 'a' },
    { id: 'b', parent: null },
    { id: 'stray', parent: 'nowhere' },
  ]
  it('has every node once, below its parent', () => {
    const tree = treeOf(nodes)
    expect(tree.map((branch) => branch.node.id)).toEqual(['a', 'b', 'stray'])
    expect(tree[0]!.parts.map((branch) => [branch.node.id, branch.level])).toEqual([['a1', 1], ['a2', 1]])
  })
  it('shows the parts of what is unfolded', () => {
    expect(seenOf(treeOf(nodes), new Set(['a'])).map((branch) => branch.node.id)).toEqual(['a', 'a1', 'a2', 'b', 'stray'])
    expect(seenOf(treeOf(nodes), new Set())).toHaveLength(3)
  })
})

describe('the course of a target', () => {
  const point = (value: number | null, low: number | null = null, high: number | null = null) => ({ period: '2020', records: 1, value, low, high, note: '' })
  it('leaves out what has no value and draws the rest from left to right', () => {
    const path = seriesPath({ series: [point(1, 0, 2), point(null), point(3, 2, 4)], wanted: 2, outlook: null }, { width: 100, height: 40 })
    expect(path.line).toBe('M4 28L96 12')
    expect(path.band).toBe('M4 20L96 4L96 20L4 36Z')
    expect(path.wanted).toBe('M0 20L100 20')
    expect(path.ahead).toBe('')
  })
  it('ends with the outlook, a very wide one cut', () => {
    const outlook = { year: 2021, value: 3, low: -90, high: 3.5, confidence: 0.8, chance: 0.5, periods: 3, model: { zh: '', en: '' } }
    const path = seriesPath({ series: [point(1), point(3)], wanted: null, outlook }, { width: 100, height: 45 })
    expect(path.line).toBe('M4 30.4L50 9.3')
    expect(path.ahead).toBe('M50 9.3L96 9.3M96 41L96 4')
  })
  it('of nothing is nothing, and of equal values a straight line', () => {
    expect(seriesPath({ series: [point(null)], wanted: null, outlook: null }, { width: 9, height: 9 }).line).toBe('')
    expect(seriesPath({ series: [point(5), point(5)], wanted: null, outlook: null }, { width: 100, height: 40 }).line).toBe('M4 36L96 36')
  })
})

describe('an address of the interface', () => {
  it('leads to the page of the same records', () => {
    expect(pageOf({ register: 'task', filter: "state = 'done'" })).toEqual({ path: '/registers/task', query: { filter: "state = 'done'" } })
    expect(pageOf({ register: 'task', key: 'T|1' })).toEqual({ path: '/registers/task/by-key', query: { key: 'T|1' } })
    expect(pageOf({ register: 'task' })).toEqual({ path: '/registers/task', query: {} })
  })
})

describe('a printed unit', () => {
  it('is Chinese for readers of Chinese and English for the others', () => {
    speak('zh')
    expect(unitName('批次')).toBe('批次')
    speak('en')
    expect(['批次', '个', '%', '一种新单位'].map(unitName)).toEqual(['batches', '', '%', '一种新单位'])
    speak('zh')
  })
})
