// The points of a chart in the order in which the arrow keys reach them.

import type { Option } from './echarts'

export interface Step {
  id: string
  series: number
  index: number
}

interface Item {
  id?: string
  value?: unknown
}

/// What is drawn of an item: [x, y], or y alone on an axis of categories.
const isDrawn = (item: Item) => {
  const value = Array.isArray(item.value) ? item.value : [item.value]
  return item.id !== undefined && value.every((one) => one !== null && one !== undefined)
}

/// Of the last series whose points can be chosen: the one on top. Lists keep their order; points
/// that lie anywhere go from left to right.
export function stepsOf(option: Option): Step[] {
  const all = (Array.isArray(option.series) ? option.series : [option.series]) as {
    type?: string
    data?: Item[]
  }[]
  const series = all.map((one) => (one?.data ?? []).some((item) => item?.id !== undefined)).lastIndexOf(true)
  if (series < 0) return []
  const items = all[series]!.data!
  const free = !isCategory(option.xAxis) && !isCategory(option.yAxis)
  const x = (index: number) => Number((items[index]!.value as number[])[0])
  return items
    .flatMap((item, index) => (isDrawn(item) ? [{ id: item.id!, series, index }] : []))
    .sort((a, b) => (free ? x(a.index) - x(b.index) : a.index - b.index))
}

function isCategory(axis: unknown): boolean {
  const one = (Array.isArray(axis) ? axis[0] : axis) as { type?: string } | undefined
  return one?.type === 'category'
}

/// What the tooltip of a point says, without its marks.
export function spoken(option: Option, step: Step): string {
  const tooltip = (Array.isArray(option.tooltip) ? option.tooltip[0] : option.tooltip) as
    | { formatter?: (raw: unknown) => string }
    | undefined
  const html = tooltip?.formatter?.({ name: step.id, data: { id: step.id } }) ?? ''
  const text = html.replace(/<br>/g, '; ').replace(/<[^>]+>/g, '')
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}
