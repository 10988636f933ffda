import { describe, expect, it } from 'vitest'
import type { Field } from '../src/api/types'
import { conditionsOf, expressionOf, literal, ofBatch, operatorsFor, type Condition } from '../src/filter'

const field = (name: string, type: Field['type'], list = false): Field => ({
  name,
  type,
  title: { zh: name, en: name },
  required: false,
  list,
  public: true,
  personal: false,
  searchable: false,
})
const fields = [
  field('result', 'code'),
  field('sampled_on', 'date'),
  field('name', 'text'),
  field('price', 'money'),
  field('retested', 'boolean'),
  field('region', 'region'),
  field('origin', 'text', true),
]

describe('the filter composer', () => {
  it('writes the expression of the interface', () => {
    const conditions: Condition[] = [
      { field: 'result', operator: '=', values: ['fail'] },
      { field: 'sampled_on', operator: '>=', values: ['2024-01-01'] },
    ]
    expect(expressionOf(conditions, fields)).toBe("result = 'fail' and sampled_on >= date '2024-01-01'")
  })

  it('finds the records of one import', () => {
    expect(ofBatch('01a2-b')).toBe("batch = '01a2-b'")
    const rows = conditionsOf(ofBatch("o'b"), [field('batch', 'text')])
    expect(rows).toEqual([{ field: 'batch', operator: '=', values: ["o'b"] }])
  })

  it('leaves incomplete rows out', () => {
    const conditions: Condition[] = [
      { field: 'result', operator: 'in', values: [] },
      { field: 'name', operator: 'contains', values: ['  '] },
      { field: 'region', operator: 'is null', values: [] },
    ]
    expect(expressionOf(conditions, fields)).toBe('region is null')
  })

  it('doubles quotes, so that text cannot end its literal', () => {
    expect(literal("o'clock' or true or 'a' = 'a", 'text')).toBe("'o''clock'' or true or ''a'' = ''a'")
  })

  it('takes a number only when it is one', () => {
    expect(literal('12.5', 'money')).toBe('12.5')
    expect(literal('1 or true', 'money')).toBe("'1 or true'")
  })

  it('reads back what it wrote', () => {
    const conditions: Condition[] = [
      { field: 'result', operator: 'in', values: ['pass', 'fail'] },
      { field: 'name', operator: 'contains', values: ["a 'b' 100% and c"] },
      { field: 'name', operator: 'starts with', values: ['GC24'] },
      { field: 'price', operator: '<', values: ['-3.50'] },
      { field: 'retested', operator: '=', values: ['true'] },
      { field: 'region', operator: 'under', values: ['62'] },
      { field: 'origin', operator: 'has', values: ['中国'] },
      { field: 'sampled_on', operator: 'is not null', values: [] },
    ]
    expect(conditionsOf(expressionOf(conditions, fields), fields)).toEqual(conditions)
  })

  it.each([
    "result = 'fail' or name = 'x'",
    "not result = 'fail'",
    "unknown = 'x'",
    "result = 'fail' and",
    'sampled_on >= today - 90 days',
    "name like 'a%'",
    "result = 'fail",
  ])('leaves to the text box: %s', (expression) => {
    expect(conditionsOf(expression, fields)).toBeNull()
  })

  it('offers only what a type allows', () => {
    expect(operatorsFor(field('origin', 'text', true))[0]).toBe('has')
    expect(operatorsFor(field('x', 'boolean'))).not.toContain('<')
    expect(operatorsFor(field('x', 'region'))).toContain('under')
  })
})
