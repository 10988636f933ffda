// The questions of the chain: what the server answers to /api/v1/trace/….

import { address, call } from './client'

export interface ChainNode {
  n: number
  event: string
  type: string
  action?: string
  step?: string
  disposition?: string
  time: string // of another firm's event the day
  recorded?: string
  place?: string
  firm?: string
  distance: number // <0 before what was asked for, 0 its own, >0 after
  ids: string[]
  count: number
  container?: string
  marks: string[] // rules
  hidden?: boolean // another firm's
}

export interface ChainEdge {
  from: number
  to: number
  count: number
}

export interface ChainPlace {
  name: string | null
  firm: string | null
  region: string | null
}

export interface ChainFirm {
  name: string | null
}

export interface Candidate {
  rule: string
  title?: string
  id: string
  form?: string
  events: ToldEvent[]
  value?: number | null
}

export interface ChainGraph {
  asked: string
  id: string
  direction: string
  first: string | null
  last: string | null
  complete: boolean
  nodes_total: number
  nodes: ChainNode[]
  edges: ChainEdge[]
  places: Record<string, ChainPlace>
  firms: Record<string, ChainFirm>
  rules: { rule: string; title: string }[] // of the marks
  hidden: number
  assumed: Record<string, number>
}

/// An event as every answer tells it.
export interface ToldEvent {
  event: string
  seq?: number
  type: string
  time: string
  recorded?: string
  action?: string
  step?: string
  disposition?: string
  place?: string
  role?: string
  of?: string
}

export interface StateAnswer {
  id: string
  form: string
  status: string
  place?: string | null
  heading?: string | null
  container?: string | null
  event?: ToldEvent | null
  contents?: string[]
  stock?: Stock[]
  events: ToldEvent[]
  assumed?: Record<string, number>
}

export interface Stock {
  status: string
  place?: string | null
  heading?: string | null
  pieces?: number
  units?: number
  amount?: number
  unit?: string
  amounts?: { unit: string; amount: number }[]
}

/// What is known of an identifier.
export interface Known {
  id: string
  form: string
  events: number
  product?: string
  name?: string
  first?: ToldEvent
  last?: ToldEvent
}

/// What a typed or scanned text may mean.
export interface SearchAnswer {
  asked: string
  valid: boolean
  error?: { id: string; found: string; wanted: string; message: string }
  kind?: string
  elements?: { ai: string; title: string; value: string }[]
  normal: string | null
  form: string
  known: Known | null
  matches?: Known[]
  matches_in_all?: number
}

const base = '/api/v1/trace'

export interface Question {
  id: string
  known?: string // RFC 3339; what had come to be known by then
}

export const search = (q: string, signal?: AbortSignal) => call<SearchAnswer>(address(`${base}/search`, { q }), { signal })
export const state = ({ id, known }: Question, signal?: AbortSignal) =>
  call<StateAnswer>(address(`${base}/state`, { id, as_known_at: known }), { signal })
export const graph = ({ id, known }: Question, direction: string, breach: string, signal?: AbortSignal) =>
  call<ChainGraph>(address(`${base}/steps`, { id, direction, breach, as_known_at: known }), { signal })

// --- recall ---------------------------------------------------------------------------------

export interface Amounts {
  pieces?: number
  containers?: number
  amounts?: { unit: string; amount: number }[]
}

export interface RecallLine {
  id: string
  form: string
  link: string
  status: string
  place?: string
  heading?: string
  container?: string
  amount?: number
  unit?: string
  reached_by?: string
  event?: string
}

export interface Receiver {
  id: string
  form: string
  events: number
  first: ToldEvent
  withheld?: boolean
}

export interface RecallAnswer {
  asked: number
  affected: number
  events: number
  counts: Record<string, Amounts>
  stock: (Amounts & { status: string; place?: string })[]
  receivers: Receiver[]
  lines: RecallLine[]
  assumed: Record<string, number>
  names?: Record<string, string>
  withheld?: number
}

/// Where a recall begins; what is empty is not asked about.
export interface RecallScope {
  lot?: string[]
  range?: string[]
  place?: string
  from?: string
  to?: string
  breach?: string
  as_known_at?: string
}

export const recall = (scope: RecallScope, limit: number, signal?: AbortSignal) =>
  call<RecallAnswer>(`${base}/recall`, { method: 'POST', body: { ...scope, limit }, signal })

// --- anomalies ------------------------------------------------------------------------------

export interface Findings {
  candidates: number
  counts: Record<string, number>
  findings: Candidate[]
}

export interface Balance {
  by: string
  rows: {
    key: string
    band: string
    title: string
    processes: number
    unmeasured: number
    in: number
    in_unit: string
    out: number
    out_unit: string
    yield: number
    low: number
    high: number
    outside: { output: string; in: number; out: number; yield: number; events: ToldEvent[] }[]
  }[]
  unjudged?: number // told to those who see the whole chain
}

export const findings = (question: 'gaps' | 'clones', known?: string, signal?: AbortSignal) =>
  call<Findings>(address(`${base}/${question}`, { as_known_at: known }), { signal })
export const balance = (by: string, known?: string, signal?: AbortSignal) =>
  call<Balance>(address(`${base}/balance`, { by, as_known_at: known }), { signal })

/// A station or delivery by the share of cases that lies ahead of it.
export interface Suspect {
  id: string
  name: string
  place: number // the first and the last of those that share the score
  last_place: number
  score: number
  because: { case: string; kind: string; deliveries: string[] }[]
}

export interface Suspects {
  temporal_order: boolean
  stations: Suspect[]
  deliveries: Suspect[]
}

export const suspects = (cases: string[], inOrder: boolean, signal?: AbortSignal) =>
  call<Suspects>(address(`${base}/suspects`, { case: cases, temporal_order: inOrder ? '1' : undefined }), { signal })

/// How often a rule was right on the made-up chain.
export interface Measured {
  planted: number
  told: number
  right: number
}

export interface RuleList {
  rules: { id: string; question: string; title: string; thresholds: Record<string, number>; measured: Measured | null }[]
  breaches: { id: string; title: string; source: string; measured: Measured | null }[]
}

export const rules = () => call<RuleList>(`${base}/rules`)
