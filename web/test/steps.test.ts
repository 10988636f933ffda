import { describe, expect, it } from 'vitest'
import { spoken, stepsOf } from '../src/charts/steps'
import type { Option } from '../src/charts/echarts'

const line: Option = {
  xAxis: { type: 'category', data: ['2023', '2024', '2025'] },
  yAxis: { type: 'value' },
  series: [
    { type: 'line', data: [1, 2, 3] },
    {
      type: 'line',
      data: [
        { id: '2023', value: 0.9 },
        { id: '2024', value: null },
        { id: '2025', value: 0.8 },
      ] as never,
    },
  ],
}

describe('arrow keys in a chart', () => {
  it('go along the periods that have a value, past bands without ids', () => {
    expect(stepsOf(line)).toEqual([
      { id: '2023', series: 1, index: 0 },
      { id: '2025', series: 1, index: 2 },
    ])
  })

  it('go from left to right where points lie anywhere', () => {
    const cloud: Option = {
      xAxis: { type: 'value' },
      yAxis: { type: 'value' },
      series: [
        { type: 'scatter', data: [{ id: 'b', value: [20, 1] }, { id: 'a', value: [10, 2] }] as never },
      ],
    }
    expect(stepsOf(cloud).map((step) => step.id)).toEqual(['a', 'b'])
    expect(stepsOf({ series: [] })).toEqual([])
  })

  it('say what the tooltip shows, without its marks', () => {
    const option: Option = { tooltip: { formatter: () => '<b>A&#38;B</b>　93.1%<br>n = 12' } }
    expect(spoken(option, { id: 'x', series: 0, index: 0 })).toBe('A&B　93.1%; n = 12')
  })
})
