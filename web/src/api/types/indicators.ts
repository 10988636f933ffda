// Indicators and their points.
import type { Words } from './words'

export type Grain = 'year' | 'quarter' | 'month' | 'week' | 'day'

export interface Change {
  difference: number
  p: number | null
  significant: boolean
}

export interface Point {
  group: string[]
  period: string
  records: number | null // null: hidden from the public, like hits
  hits: number | null
  distinct?: number | null
  value: number | null
  low: number | null
  high: number | null
  standard_error: number | null
  /// Why there is no value, or what to know about it. Others may come.
  note: '' | 'too_few' | 'suppressed' | 'undefined' | 'missing_stratum' | 'renormalised' | 'region_split'
  on_previous?: Change | null
  on_year?: Change | null
}

export interface Answer {
  indicator: string
  title: Words
  unit: Words | string
  scale: number
  interval: string
  confidence: number
  by: { name: string; title?: Words; titles: Record<string, Words> }[]
  points: Point[]
  remarks?: Words[]
  position?: number // only for those with internal rights, like sql
  sql?: string
}

export interface FunnelLimit {
  trials: number
  low95: number
  high95: number
  low998: number
  high998: number
}

export interface Funnel {
  centre: number
  limits: FunnelLimit[]
  points: Point[]
}

export interface IndicatorQuery {
  by?: string[]
  each?: 1
  grain?: Grain
  from?: string
  to?: string
  region?: string
  filter?: string
  confidence?: number
}
