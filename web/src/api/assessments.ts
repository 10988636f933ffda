// Assessment of governments, as docs/http-api.md describes it. Points are exact decimals as texts.

import { address, call } from './client'
import type { Words } from './types'

export interface SchemeNode {
  id: string
  parent: string | null
  title: Words
  help: Words
  clause: string
  source: string
  verified: boolean
  data: 'parts' | 'indicator' | 'records' | 'review'
  function?: string
  indicator?: string
  points: string
}
export interface SchemeEvent {
  id: string
  kind: 'deduction' | 'bonus' | 'veto'
  title: Words
  source: string
  verified: boolean
  cap: string | null
}
export interface Grade {
  code: string
  title: Words
  from?: string | null
  to?: string | null
}
export interface Scheme {
  name: string
  version: string
  digest: string
  title: Words
  help: Words
  assessor: string
  points: string
  grade_places: number
  valid_from: string
  valid_to: string | null
  source: string
  verified: boolean
  grades: Grade[]
  nodes: SchemeNode[]
  events: SchemeEvent[]
  terms: { id: string; title: Words; count: number; unit: string; source: string; verified: boolean }[]
}

export interface Address {
  register: string
  filter?: string
  key?: string
  title?: string
  address: string
}
export interface NodeScore extends SchemeNode {
  maximum: string
  points_low: string | null
  points_high: string | null
  value: string | null
  shown: Words | null
  records: number
  basis: string
  note: string
  how: Words
  behind: Address | null
  evidence: Address[]
  claim: { value: string | null; points: string | null; statement: string; evidence: string[]; differs: boolean; address: string } | null
  review: { value: string | null; points: string | null; finding: string; address: string } | null
}
export interface EventScore extends SchemeEvent {
  records: number
  points: string
  applies: boolean
  how: Words
  behind: Address | null
  evidence: Address[]
}
export interface Spread {
  confidence: string
  draws: number
  seed: number
  total_low: string
  total_high: string
  place_low: string
  place_high: string
  mean_place: string
  stability: string
  probability: Record<string, string>
}
export interface Sheet {
  region: string
  name: string
  place: number | null
  total: string
  graded_total: string
  grade: Grade
  subtotal: string
  bonus: string
  deductions: string
  vetoes: string[]
  spread: Spread | null
  nodes?: NodeScore[]
  events?: EventScore[]
}
export interface Assessment {
  scheme: Scheme
  year: number
  from: string
  to: string
  position: number
  supposed: boolean
  remarks: Words[]
  sheets: Sheet[]
}
export interface NodeDifference {
  region: string
  node: string
  before: string
  after: string
}

const path = (scheme: string, what: string) => `/api/assessments/${encodeURIComponent(scheme)}/${what}`

export const schemes = () => call<{ schemes: Scheme[] }>('/api/assessments')
export const ranking = (scheme: string, year: number) => call<Assessment>(address(path(scheme, 'ranking'), { year }))
export const sheet = (scheme: string, year: number, region: string) =>
  call<Assessment>(address(path(scheme, 'sheet'), { year, region }))
export const whatIf = (scheme: string, year: number, region: string, suppose: string[], exclude: string[]) =>
  call<{ differences: NodeDifference[]; assessment: Assessment }>(
    address(path(scheme, 'what-if'), { year, region, suppose, exclude }),
  )
