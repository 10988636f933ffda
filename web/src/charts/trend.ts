// Values over time with the band of their intervals and the line of the target.

import type { Point } from '@/api/types'
import { interval, isAmount, number, value, valueWithUnit, type Shown } from '@/format'
import { t, type Key } from '@/i18n'
import { periodsBetween } from '@/periods'
import { axisLine, escaped, palette, tooltip, type Option } from './echarts'

export interface Trend {
  whole: Point[]
  one?: { name: string; points: Point[] } // a region or group beside the whole
  wholeName: string
  target: { value: number; text: string } | null
  shown: Shown
  /// What it is said in when there is no interval: no band is drawn then.
  band: boolean
  /// Periods still running: drawn hollow.
  incomplete: (period: string) => boolean
}

const noteKeys: Record<string, Key> = {
  too_few: 'note.too_few',
  suppressed: 'note.suppressed',
  undefined: 'note.undefined',
  missing_stratum: 'note.missing_stratum',
  renormalised: 'note.renormalised',
  region_split: 'note.region_split',
}
export function noteOf(point: Point): string {
  const key = noteKeys[point.note]
  return key ? t(key) : point.note
}

function describe(name: string, point: Point, shown: Shown): string {
  const lines = [`<b>${escaped(name)}</b>　${escaped(valueWithUnit(point.value, shown))}`]
  if (point.low !== null) lines.push(`${t('indicator.interval')} ${interval(point, shown)}`)
  lines.push(`n = ${number(point.records)}`)
  if (point.note) lines.push(escaped(noteOf(point)))
  return lines.join('<br>')
}

/// The bounds of the vertical axis, in shown units: all that is drawn with a little air; rates
/// stay within 0 to 1.
function bounds(trend: Trend) {
  const all = [...trend.whole, ...(trend.one?.points ?? [])]
    .flatMap((point) => [point.value, trend.band ? point.low : null, trend.band ? point.high : null])
    .concat(trend.target?.value ?? null)
    .filter((one): one is number => one !== null)
  if (!all.length) return {}
  const scale = trend.shown.scale || 1
  if (isAmount(trend.shown)) return { min: 0 }
  const least = Math.min(...all)
  const most = Math.max(...all)
  const air = (most - least || 0.01) * 0.08
  const rate = trend.shown.kind?.includes('proportion')
  const floor = Math.floor((least - air) * scale)
  const ceiling = Math.ceil((most + air) * scale)
  return { min: rate ? Math.max(0, floor) : floor, max: rate ? Math.min(scale, ceiling) : ceiling }
}

export function trendOption(trend: Trend): Option {
  const { shown } = trend
  const scale = shown.scale || 1
  const known = [...trend.whole, ...(trend.one?.points ?? [])].map((point) => point.period).sort()
  const periods = periodsBetween(known[0] ?? '', known[known.length - 1] ?? '')
  /// A period without a record counts nothing, but has no rate.
  const absent = isAmount(shown) ? 0 : null
  const at = (points: Point[]) => new Map(points.map((point) => [point.period, point]))
  const whole = at(trend.whole)
  const one = at(trend.one?.points ?? [])
  const scaled = (raw: number | null | undefined) => (raw === null || raw === undefined ? null : raw * scale)
  const line = (points: Map<string, Point>, colour: string) =>
    periods.map((period) => ({
      value: points.has(period) ? scaled(points.get(period)?.value) : absent,
      id: period,
      itemStyle: trend.incomplete(period) ? { color: '#fff', borderColor: colour, borderWidth: 2 } : { color: colour },
    }))
  const band = (points: Map<string, Point>, colour: string, stack: string) => [
    {
      type: 'line' as const,
      stack,
      data: periods.map((period) => scaled(points.get(period)?.low)),
      lineStyle: { opacity: 0 },
      symbol: 'none',
      silent: true,
      stackStrategy: 'all' as const,
      emphasis: { disabled: true },
    },
    {
      type: 'line' as const,
      stack,
      data: periods.map((period) => {
        const point = points.get(period)
        return point?.low == null || point.high == null ? null : (point.high - point.low) * scale
      }),
      lineStyle: { opacity: 0 },
      areaStyle: { color: colour, opacity: 0.16 },
      symbol: 'none',
      silent: true,
      stackStrategy: 'all' as const,
      emphasis: { disabled: true },
    },
  ]
  const few = periods.length <= 40
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 26, bottom: 6, containLabel: true },
    tooltip: {
      ...tooltip,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: '#6b7682' } },
      formatter: (raw) => {
        const period = (Array.isArray(raw) ? raw[0] : raw)?.name ?? ''
        const parts = [escaped(period) + (trend.incomplete(period) ? ` · ${escaped(t('trend.incomplete'))}` : '')]
        const main = whole.get(period)
        const other = one.get(period)
        if (main) parts.push(describe(trend.wholeName, main, shown))
        if (other && trend.one) parts.push(describe(trend.one.name, other, shown))
        return parts.join('<br>')
      },
    },
    xAxis: { type: 'category', data: periods, boundaryGap: false, ...axisLine, splitLine: { show: false } },
    yAxis: {
      type: 'value',
      ...bounds(trend),
      ...axisLine,
      axisLabel: {
        ...axisLine.axisLabel,
        showMinLabel: isAmount(shown),
        formatter: (raw: number) => number(raw, Number.isInteger(raw) ? 0 : 1),
      },
    },
    series: [
      ...(trend.band && !trend.one ? band(whole, palette.band, 'whole') : []),
      ...(trend.band && trend.one ? band(one, palette.other, 'one') : []),
      {
        type: 'line',
        name: trend.wholeName,
        data: line(whole, palette.accent),
        lineStyle: { color: palette.accent, width: trend.one ? 1.5 : 2.25 },
        symbol: 'circle',
        symbolSize: few ? 7 : 4,
        showSymbol: true,
        showAllSymbol: few,
        connectNulls: false,
        markLine: trend.target
          ? {
              symbol: 'none',
              silent: true,
              label: {
                position: 'insideEndTop',
                formatter: trend.target.text,
                color: palette.target,
                fontSize: 12,
                fontWeight: 600,
                backgroundColor: 'rgba(255, 255, 255, 0.85)',
                padding: [2, 4],
              },
              lineStyle: { color: palette.target, width: 1.5, type: [6, 4] },
              data: [{ yAxis: trend.target.value * scale }],
            }
          : undefined,
      },
      ...(trend.one
        ? [
            {
              type: 'line' as const,
              name: trend.one.name,
              data: line(one, palette.other),
              lineStyle: { color: palette.other, width: 2.25 },
              symbol: 'diamond',
              symbolSize: few ? 9 : 5,
              showAllSymbol: few,
              connectNulls: false,
            },
          ]
        : []),
    ],
  }
}

/// What a reader of the screen hears instead of the picture.
export function trendInWords(trend: Trend): string {
  const known = trend.whole.filter((point) => point.value !== null)
  const first = known[0]
  const last = known[known.length - 1]
  if (!first || !last) return t('chart.empty')
  return t('chart.trend', {
    from: first.period,
    first: value(first.value, trend.shown),
    to: last.period,
    last: value(last.value, trend.shown),
  })
}
