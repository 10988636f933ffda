// What the indicator page asks, and how that stands in its address.

import type { LocationQuery } from 'vue-router'
import type { Grain, Indicator, IndicatorQuery } from '@/api/types'
import { nation } from '@/places'

export interface Question {
  by: string // "region:prefecture", "category"; empty: no comparison
  grain: Grain
  from: string
  to: string
  region: string
  filter: string
  confidence: string
}

export interface Dimension {
  name: string
  field: string
  level: string // "province" …; empty for plain fields
}

export const grains: Grain[] = ['year', 'quarter', 'month', 'week', 'day']

const levels = {
  region: ['province', 'prefecture', 'county'],
  industry: ['section', 'division', 'group', 'class'],
}

/// The ways to compare that an indicator offers: its region and industry level by level, then
/// plain fields.
export function dimensionsOf(indicator: Indicator): Dimension[] {
  const { region_field: region = '', industry_field: industry = '' } = indicator
  const leveled = (kind: keyof typeof levels, field: string) =>
    field ? levels[kind].map((level) => ({ name: `${kind}:${level}`, field, level })) : []
  const plain = indicator.dimensions.filter((name) => name !== region && name !== industry)
  return [
    ...leveled('region', region),
    ...plain.map((name) => ({ name, field: name, level: '' })),
    ...leveled('industry', industry),
  ]
}

/// The level to compare inside a region: the next one down.
export function levelInside(region: string): string {
  if (!region || region === nation) return 'province'
  return region.endsWith('0000') ? 'prefecture' : 'county'
}

export function usualDimension(dimensions: Dimension[], region: string): string {
  const inside = dimensions.find((one) => one.name === `region:${levelInside(region)}`)
  return (inside ?? dimensions[0])?.name ?? ''
}

const text = (query: LocationQuery, name: string) => {
  const value = query[name]
  return String((Array.isArray(value) ? value[0] : value) ?? '')
}

export function questionOf(query: LocationQuery, dimensions: Dimension[]): Question {
  const region = text(query, 'region')
  const by = text(query, 'by')
  const grain = text(query, 'grain') as Grain
  return {
    by: dimensions.some((one) => one.name === by) ? by : usualDimension(dimensions, region),
    grain: grains.includes(grain) ? grain : 'month',
    from: text(query, 'from'),
    to: text(query, 'to'),
    region: region === nation ? '' : region,
    filter: text(query, 'filter'),
    confidence: text(query, 'confidence'),
  }
}

/// The part of a question that all five requests of the page share.
export function basis(question: Question): IndicatorQuery {
  return {
    from: question.from || undefined,
    to: question.to || undefined,
    region: question.region || undefined,
    filter: question.filter || undefined,
    confidence: question.confidence ? Number(question.confidence) : undefined,
  }
}

/// The parent whose tiles show a region dimension; null when it is none.
export function tileParent(question: Question): string | null {
  if (question.by === 'region:province') return nation
  if (question.by === 'region:prefecture' && question.region.endsWith('0000')) return question.region
  return null
}

const day = (date: Date) => date.toISOString().slice(0, 10)

/// First and last day of the usual spans, seen from a day.
export function spans(today: Date): Record<'year' | 'lastYear' | 'twelveMonths', [string, string]> {
  const year = today.getUTCFullYear()
  const back = new Date(Date.UTC(year, today.getUTCMonth() - 11, 1))
  return {
    year: [`${year}-01-01`, day(today)],
    lastYear: [`${year - 1}-01-01`, `${year - 1}-12-31`],
    twelveMonths: [day(back), day(today)],
  }
}
