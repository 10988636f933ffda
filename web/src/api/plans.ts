// Plans, their tasks and their targets, as docs/http-api.md describes them.

import { address, call } from './client'
import type { Words } from './types'

const encode = encodeURIComponent

/// Where something stands in the text of a plan; characters are code points.
export interface Place {
  offset: number
  length: number
  char_offset: number
  char_length: number
  line: number
  text?: string
}

export interface PlanDocument {
  id: string
  code: string
  region: string
  year: number
  level: string
  title: string
  number: string
  issuer: string
  issued_on: string | null
  upper: string
  state: string
  items: number
  targets: number
  defects: number
  bytes: number
}

export interface Assignment extends Place {
  role: 'lead' | 'responsible' | 'participating'
  canonical: string
}
export interface Clause extends Place {
  raw: string
  form: string
  open: boolean
  responsible: string[]
  lead: string[]
  participating: string[]
  assignments: Assignment[]
}
export interface Item extends Place {
  no: number
  section: number
  title: string
  sentences: Place[]
  clause: Clause | null
}
export interface Section extends Place {
  no: number
  title: string
}
export interface ParsedTarget extends Place {
  subject: string
  comparator: string
  value: number | null
  unit: string
  deadline: string
  force: string
  item: string
}
export interface ParsedNumber extends Place {
  kind: string
}
export interface Defect extends Place {
  what: string
  repair: string
}
export interface Party {
  as_printed: string[]
  canonical: string
  collective: boolean
  function?: Words | null
  successor?: string
}
export interface Citation {
  title: string
  number: string
  self: boolean
  places: (Place & { wording?: string; item?: string })[]
}
export interface Parse {
  document: { title: string; number: string; issuer: string; date: string | null; year: number; cites: Citation[] }
  sections: Section[]
  items: Item[]
  subsections: (Place & { title?: string })[]
  goals: Place[]
  boxes: Place[]
  targets: ParsedTarget[]
  numbers: ParsedNumber[]
  parties: Party[]
  defects: Defect[]
  counts: Record<string, unknown>
}
export interface PlanText {
  document: PlanDocument
  text: string
  parse: Parse
}

export type Role = 'lead' | 'responsible' | 'participating'
export interface MatrixItem {
  code: string
  number: string
  title: string
  section: string
  offset: number
  length: number
}
export interface AuthorityMatrix {
  columns: { name: string; leads: number; responsible: number; participates: number }[]
  rows: { item: MatrixItem; roles: Record<string, Role>; open: boolean }[]
  unassigned: string[]
}
export interface Adoption {
  item: string
  title: string
  relation: string
  basis: string
  similarity: number | null
  since: string | null
}
export interface RegionMatrix {
  columns: { document: string; region: string; title: string; issued_on: string | null; taken: number }[]
  rows: { item: MatrixItem; taken: number; adoptions: Record<string, Adoption[]> }[]
}

export interface TargetPoint {
  period: string
  records: number
  value: number | null
  low: number | null
  high: number | null
  note: string
}
export interface PlanTarget {
  id: string
  code: string
  region: string
  subject: string
  comparator: string
  value: number | null
  unit: string
  deadline: string | null
  force: string
  wanted: number | null
  verdict: string
  reason: Words
  indicator: string
  indicator_title: Words
  indicator_unit: Words
  scale: number
  filter: string
  point: TargetPoint | null
  series: TargetPoint[]
  outlook: {
    year: number
    value: number
    low: number
    high: number
    confidence: number
    chance: number | null
    periods: number
    model: Words
  } | null
  no_outlook: Words
  records: string
  place: { document: string; item: string; offset: number; length: number; text: string }
}
export interface PlanTargets {
  verdicts: Record<string, number>
  targets: PlanTarget[]
}

export interface Task {
  id: string
  version: number
  code: string
  document: string
  item: string
  parent: string
  parts: string[]
  region: string
  year: number
  origin: string
  title: string
  state: string
  lead: string[]
  participating: string[]
  joint: boolean
  deadline: string | null
  deadline_basis: string
  started_on: string | null
  done_on: string | null
  progress: number
  report_cycle: string
  reports: { period: string; reporter: string; reported_on: string | null; progress: number | null; state: string }[]
  missing_reports: string[]
  next_report: string | null
  evidence: { text: string; register: string; key: string; found: boolean | null }[]
  place: { document: string; item: string; offset: number | null; length: number | null }
  light: string
  rule: string
  reason: Words
  escalation: { light: string; rule: string; reason: Words } | null
}
export interface Resolution {
  id: string
  code: string
  meeting: string
  region: string
  content: string
  state: string
  task: string
  lead: string[]
  participating: string[]
  deadline: string | null
  done_on: string | null
  light: string
  reason: Words
}
export interface Meeting {
  id: string
  code: string
  title: string
  region: string
  state: string
  notice_on: string | null
  held_on: string | null
  minutes_on: string | null
  members: number | null
  attended: number | null
  agenda: string[]
  resolutions: string[]
  verdict: string
  findings: { rule: string; verdict: string; reason: Words; verified: boolean }[]
}
export interface Escalation {
  id: string
  code: string
  region: string
  task: string
  issue: string
  state: string
  departments: string[]
  proposed_on: string | null
  deadline: string | null
}
export interface DepartmentLoad {
  name: string
  leads: number
  participates: number
  reports_missing: number
  lights: Record<string, number>
}
export interface Due {
  on: string
  what: string
  code: string
  title: string
  region: string
  who: string[]
  light?: string
}
export interface Board {
  today: string
  lights: Record<string, number>
  tasks: Task[]
  departments: DepartmentLoad[]
  resolutions: Resolution[]
  meetings: Meeting[]
  escalations: Escalation[]
  due: Due[]
}

export interface CrossUnit extends Place {
  number: number
  item: number
  place: number // 0: the heading
  text: string
}
export interface CrossItem extends Place {
  number: number
  marker: string
  title: string
  section: number
}
export interface CrossSide {
  title: string
  number: string
  sections: { no: number; title: string }[]
  items: CrossItem[]
  units: CrossUnit[]
}
export interface Crosswalk {
  pairs: {
    upper: number
    lower: number[]
    relation: string
    similarity: number
    parties: { kept: string[]; dropped: string[]; added: string[] }
    reasons: Words & { lost: Place[]; gained: Place[] }
  }[]
  sentences: {
    upper: number
    lower: number[]
    relation: string
    similarity: number
    item: number
    place: number
    text: string
  }[]
  added: number[]
  counts: Record<string, number>
  upper: CrossSide
  lower: CrossSide
}

const planPath = (plan: string) => `/api/plans/${encode(plan)}`

export const plans = (region = '') => call<{ plans: PlanDocument[] }>(address('/api/plans', { region }))
export const plan = (code: string) => call<PlanText>(planPath(code))
export const authorityMatrix = (code: string) => call<AuthorityMatrix>(address(`${planPath(code)}/matrix`, { by: 'authority' }))
export const regionMatrix = (code: string) => call<RegionMatrix>(address(`${planPath(code)}/matrix`, { by: 'region' }))
export const planTargets = (code: string) => call<PlanTargets>(`${planPath(code)}/targets`)
export const crosswalk = (upper: string, lower: string) =>
  call<Crosswalk>(address('/api/plans/crosswalk', { upper, lower }))
export const board = (query: { plan?: string; region?: string; department?: string; due?: number }) =>
  call<Board>(address('/api/tasks', query))
export const calendar = (query: { from: string; to: string; plan?: string; region?: string; department?: string }) =>
  call<{ entries: Due[] }>(address('/api/tasks/calendar', query))
export const proposeEscalations = (query: { plan?: string; region?: string }) =>
  call<{ proposed: number }>(address('/api/tasks/escalations', query), { method: 'POST', body: {} })
