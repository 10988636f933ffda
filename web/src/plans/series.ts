// The course of a target's indicator as a small drawing: values with their interval, the level
// that is wanted, and a dashed line to what the outlook expects.

import type { PlanTarget } from '@/api/plans'

interface Size {
  width: number
  height: number
}

export interface SeriesPath {
  line: string
  band: string
  ahead: string
  wanted: string
}

const margin = 4
const say = (value: number) => String(Math.round(value * 10) / 10)

export function seriesPath(target: Pick<PlanTarget, 'series' | 'wanted' | 'outlook'>, size: Size): SeriesPath {
  const points = target.series.filter((point) => point.value !== null)
  const ahead = target.outlook
  const all = points.flatMap((point) => [point.value, point.low, point.high])
  all.push(target.wanted, ahead?.value ?? null)
  const known = all.filter((one): one is number => one !== null && Number.isFinite(one))
  if (points.length === 0 || known.length === 0) return { line: '', band: '', ahead: '', wanted: '' }
  let least = Math.min(...known)
  let most = Math.max(...known)
  if (ahead) {
    // A very wide outlook would leave nothing to see of the course: it is cut at half as much again.
    const air = (most - least) / 2
    least = Math.max(Math.min(least, ahead.low), least - air)
    most = Math.min(Math.max(most, ahead.high), most + air)
  }
  const inside = (value: number) => Math.min(Math.max(value, least), most)
  const steps = points.length - 1 + (ahead ? 1 : 0)
  const x = (i: number) => say(margin + ((size.width - 2 * margin) * i) / Math.max(1, steps))
  const y = (value: number) =>
    say(size.height - margin - ((size.height - 2 * margin) * (value - least)) / (most - least || 1))
  const line = points.map((point, i) => `${i ? 'L' : 'M'}${x(i)} ${y(point.value!)}`).join('')
  const banded = points.map((point, i) => ({ point, i })).filter(({ point }) => point.low !== null && point.high !== null)
  const band = banded.length
    ? banded.map(({ point, i }, n) => `${n ? 'L' : 'M'}${x(i)} ${y(point.high!)}`).join('') +
      banded
        .slice()
        .reverse()
        .map(({ point, i }) => `L${x(i)} ${y(point.low!)}`)
        .join('') +
      'Z'
    : ''
  const last = points.length - 1
  return {
    line,
    band,
    ahead: ahead
      ? `M${x(last)} ${y(points[last]!.value!)}L${x(steps)} ${y(ahead.value)}M${x(steps)} ${y(inside(ahead.low))}L${x(steps)} ${y(inside(ahead.high))}`
      : '',
    wanted: target.wanted === null ? '' : `M0 ${y(target.wanted)}L${size.width} ${y(target.wanted)}`,
  }
}
