// Groups from best to worst, each value as a dot on the bar of its interval.

import type { Point } from '@/api/types'
import { interval, isAmount, number, valueWithUnit, type Shown } from '@/format'
import { t } from '@/i18n'
import { axisLine, escaped, palette, tooltip, type Option } from './echarts'
import { noteOf } from './trend'

export interface Ranked {
  id: string
  name: string
  point: Point
}

export interface Ranking {
  groups: Ranked[]
  centre: number | null
  target: { value: number; text: string } | null
  shown: Shown
  higherIsBetter: boolean
  selected: string
}

/// Best on top, or the largest where amounts are compared; groups without a value at the end.
export function ranked(groups: Ranked[], largestFirst: boolean): Ranked[] {
  const sign = largestFirst ? -1 : 1
  return [...groups].sort((a, b) => {
    if (a.point.value === null || b.point.value === null) {
      return Number(a.point.value === null) - Number(b.point.value === null)
    }
    return sign * (a.point.value - b.point.value) || a.id.localeCompare(b.id)
  })
}

export const rankingHeight = (count: number) => Math.max(160, count * 26 + 60)

export function rankingOption(ranking: Ranking): Option {
  const { shown } = ranking
  const scale = shown.scale || 1
  const counts = isAmount(shown)
  const groups = ranked(ranking.groups, counts || ranking.higherIsBetter)
  const bar = (i: number) => {
    const { point } = groups[i]!
    if (counts) return point.value === null ? null : [0, point.value * scale]
    return point.low === null || point.high === null ? null : [point.low * scale, point.high * scale]
  }
  const drawn = groups
    .flatMap((_, i) => bar(i) ?? [])
    .concat(groups.flatMap((group) => (group.point.value === null ? [] : [group.point.value * scale])))
    .concat(ranking.target && !counts ? [ranking.target.value * scale] : [])
  const air = ((Math.max(...drawn) - Math.min(...drawn)) || 1) * 0.04
  return {
    animation: false,
    grid: { left: 4, right: 18, top: 26, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltip,
      trigger: 'item',
      formatter: (raw) => {
        const one = Array.isArray(raw) ? raw[0] : raw
        const group = groups.find((each) => each.id === (one?.data as { id?: string })?.id)
        if (!group) return ''
        const lines = [`<b>${escaped(group.name)}</b>　${escaped(valueWithUnit(group.point.value, shown))}`]
        if (group.point.low !== null) lines.push(`${t('indicator.interval')} ${interval(group.point, shown)}`)
        lines.push(`n = ${number(group.point.records)}`)
        if (group.point.note) lines.push(escaped(noteOf(group.point)))
        return lines.join('<br>')
      },
    },
    xAxis: {
      type: 'value',
      position: 'top',
      ...axisLine,
      min: counts ? 0 : drawn.length ? Math.max(0, Math.min(...drawn) - air) : undefined,
      max: shown.kind?.includes('proportion') && drawn.length ? Math.min(scale, Math.max(...drawn) + air) : undefined,
      axisLabel: {
        ...axisLine.axisLabel,
        showMinLabel: counts,
        showMaxLabel: false,
        formatter: (raw: number) => number(raw, Number.isInteger(raw) ? 0 : 1),
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: groups.map((group) => group.name),
      ...axisLine,
      splitLine: { show: true, lineStyle: { color: '#f0f2f4' } },
      axisLabel: { color: '#1d2733', fontSize: 13, interval: 0, width: 110, overflow: 'truncate' },
    },
    series: [
      {
        type: 'custom',
        renderItem: (_, tools) => {
          const i = tools.value(2) as number
          const from = tools.coord([tools.value(0), i])
          const to = tools.coord([tools.value(1), i])
          const chosen = groups[i]?.id === ranking.selected
          return {
            type: 'rect',
            shape: { x: from[0]!, y: from[1]! - 4, width: Math.max(2, to[0]! - from[0]!), height: 8, r: 3 },
            style: { fill: chosen ? palette.other : palette.accent, opacity: counts ? 0.75 : 0.28 },
          }
        },
        encode: { x: [0, 1], y: 2 },
        data: groups.flatMap((group, i) => {
          const ends = bar(i)
          return ends ? [{ value: [ends[0]!, ends[1]!, i], id: group.id }] : []
        }),
      },
      {
        type: 'scatter',
        symbolSize: 10,
        data: groups.flatMap((group, i) =>
          group.point.value === null
            ? []
            : [
                {
                  value: [group.point.value * scale, i],
                  id: group.id,
                  itemStyle: {
                    color: group.id === ranking.selected ? palette.other : palette.accent,
                    borderColor: '#fff',
                    borderWidth: 1.5,
                  },
                },
              ],
        ),
        markLine: {
          symbol: 'none',
          silent: true,
          data: [
            ...(ranking.centre === null || counts
              ? []
              : [
                  {
                    xAxis: ranking.centre * scale,
                    lineStyle: { color: palette.muted, type: 'solid' as const, width: 1 },
                    label: { show: false },
                  },
                ]),
            ...(ranking.target && !counts
              ? [
                  {
                    xAxis: ranking.target.value * scale,
                    lineStyle: { color: palette.target, type: [6, 4], width: 1.5 },
                    label: { show: false },
                  },
                ]
              : []),
          ],
        },
      },
    ],
  }
}
