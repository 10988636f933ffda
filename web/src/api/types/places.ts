// Regions, their tiles, and how one stands.
import type { Target } from './catalog'
import type { Point } from './indicators'
import type { Words } from './words'

export interface Region {
  code: string
  name: string | Words
  short_name?: string
  level: string
}

export interface RegionWithPath extends Region {
  path: Region[]
}

export interface Industry {
  code: string
  name: string
}

export interface Tile {
  code: string
  name: Words | string
  column: number
  row: number
}

export type Verdict = 'met' | 'missed' | 'likely_met' | 'likely_missed' | 'open' | 'no_data'

export interface Standing extends Target {
  verdict: Verdict
  reason: Words
  point: Point | null
}

export interface RegisterSummary {
  name: string
  title: Words
  records: number
  newest: string | null
}

export interface Home {
  region: string // empty: the nation
  region_name?: string
  targets: Standing[]
  registers: RegisterSummary[]
  synthetic: boolean
}
