// Value against number of records, inside the limits that chance alone would keep.

import type { Funnel, Point } from '@/api/types'
import { number, valueWithUnit, type Shown } from '@/format'
import { t } from '@/i18n'
import { axisLine, escaped, palette, tooltip, type Option } from './echarts'

export interface FunnelPlot {
  funnel: Funnel
  name: (point: Point) => string
  shown: Shown
  selected: string
  higherIsBetter: boolean
}

export type Standing = 'inside' | 'above95' | 'below95' | 'above998' | 'below998'

/// Where a value stands against the limits for its number of records, which are read between the
/// computed sizes in a straight line.
export function standingOf(point: Point, funnel: Funnel): Standing {
  if (point.value === null || funnel.limits.length === 0) return 'inside'
  const limits = limitsAt(point.records ?? 0, funnel)
  if (point.value < limits.low998) return 'below998'
  if (point.value > limits.high998) return 'above998'
  if (point.value < limits.low95) return 'below95'
  return point.value > limits.high95 ? 'above95' : 'inside'
}

function limitsAt(trials: number, { limits }: Funnel) {
  const after = limits.findIndex((limit) => limit.trials >= trials)
  if (after <= 0) return limits[after === 0 ? 0 : limits.length - 1]!
  const [a, b] = [limits[after - 1]!, limits[after]!]
  const share = (trials - a.trials) / (b.trials - a.trials || 1)
  const between = (key: 'low95' | 'high95' | 'low998' | 'high998') => a[key] + (b[key] - a[key]) * share
  return { trials, low95: between('low95'), high95: between('high95'), low998: between('low998'), high998: between('high998') }
}

/// Good, doubtful or bad: outside on the better side is good news.
export function toneOf(standing: Standing, higherIsBetter: boolean): 'good' | 'doubt' | 'bad' | '' {
  if (standing === 'inside') return ''
  if (standing.startsWith('above') === higherIsBetter) return 'good'
  return standing.endsWith('998') ? 'bad' : 'doubt'
}

export function funnelOption({ funnel, name, shown, selected, higherIsBetter }: FunnelPlot): Option {
  const scale = shown.scale || 1
  const values = funnel.points.flatMap((point) => (point.value === null ? [] : [point.value * scale]))
  const widest = Math.max(0, ...funnel.limits.map((one) => one.trials))
  const smallest = Math.min(...funnel.points.filter((point) => point.value !== null).map((point) => point.records ?? 0))
  const near = limitsAt(Number.isFinite(smallest) ? smallest : 1, funnel)
  const least = Math.min(...values, near.low998 * scale)
  const most = Math.max(...values, near.high998 * scale)
  const air = (most - least || 1) * 0.06
  const limit = (key: 'low95' | 'high95' | 'low998' | 'high998') => ({
    type: 'line' as const,
    data: funnel.limits.map((one) => [one.trials, one[key] * scale]),
    symbol: 'none',
    silent: true,
    lineStyle: { color: palette.muted, width: key.endsWith('95') ? 1 : 1.25, type: key.endsWith('95') ? ([4, 4] as number[]) : ('solid' as const) },
    emphasis: { disabled: true },
  })
  const colour = (point: Point) => {
    const tone = toneOf(standingOf(point, funnel), higherIsBetter)
    return tone === 'good' ? '#216e4a' : tone === 'bad' ? palette.target : tone === 'doubt' ? '#b57a00' : palette.accent
  }
  return {
    animation: false,
    grid: { left: 8, right: 18, top: 18, bottom: 26, containLabel: true },
    tooltip: {
      ...tooltip,
      trigger: 'item',
      formatter: (raw) => {
        const one = Array.isArray(raw) ? raw[0] : raw
        const point = funnel.points.find((each) => each.group.join('|') === (one?.data as { id?: string })?.id)
        if (!point) return ''
        return [
          `<b>${escaped(name(point))}</b>　${escaped(valueWithUnit(point.value, shown))}`,
          `n = ${number(point.records)}`,
          escaped(t(`funnel.${standingOf(point, funnel)}`)),
        ].join('<br>')
      },
    },
    xAxis: {
      type: 'value',
      name: t('funnel.records'),
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: palette.muted, fontSize: 12 },
      min: 0,
      ...axisLine,
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      ...axisLine,
      min: Math.max(0, least - air),
      max: Math.min(scale, most + air),
      axisLabel: {
        ...axisLine.axisLabel,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (raw: number) => number(raw, Number.isInteger(raw) ? 0 : 1),
      },
    },
    series: [
      limit('low998'),
      limit('high998'),
      limit('low95'),
      limit('high95'),
      {
        type: 'line',
        data: funnel.limits.length
          ? [
              [0, funnel.centre * scale],
              [funnel.limits[funnel.limits.length - 1]!.trials, funnel.centre * scale],
            ]
          : [],
        symbol: 'none',
        silent: true,
        lineStyle: { color: palette.ink, width: 1.25 },
      },
      {
        type: 'scatter',
        data: funnel.points.flatMap((point) => {
          if (point.value === null) return []
          const outside = standingOf(point, funnel) !== 'inside'
          const id = point.group.join('|')
          return [
            {
              value: [point.records ?? 0, point.value * scale],
              id,
              symbolSize: id === selected ? 15 : 11,
              itemStyle: { color: colour(point), borderColor: id === selected ? palette.ink : '#fff', borderWidth: 1.5 },
              label: {
                show: outside || id === selected,
                formatter: name(point),
                position: (point.records ?? 0) > widest * 0.6 ? ('left' as const) : ('right' as const),
                color: '#1d2733',
                fontSize: 12,
              },
            },
          ]
        }),
        labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' },
      },
    ],
  }
}
