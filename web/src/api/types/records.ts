// Records, their lists, steps, clocks and links.
import type { FieldError, Words } from './words'

export type Scalar = string | number | boolean
export type FieldValue = Scalar | Scalar[] | null
export type Values = Record<string, FieldValue>

/// Titles of records that the answer points to: by key, by register.
export type Names = Record<string, Record<string, string>>

export interface RecordSummary {
  id: string
  version: number
  state: string
  recorded_at: string
  recorded_by: string
  values: Values
}

export interface RecordPage {
  columns: string[]
  records: RecordSummary[]
  next: string | null
  count?: number
  count_and_more?: boolean // there are more than `count`
  filter?: string // of the records behind a point: the expression that selects them
  names?: Names
}

export interface RecordVersion extends RecordSummary {
  batch?: string
  line?: number
  reason?: string
  deleted?: boolean
  hash?: string
  step?: string
  clocks?: ClockReading[]
  possible_steps?: PossibleStep[]
  links?: RecordLink[]
  names?: Names
}

/// A step or a correction of many records.
export interface Deed {
  records?: { id: string; version: number }[]
  filter?: string // all that it lets through, instead
  search?: string
  step: string // empty: a correction
  values: Values
  reason: string
  trial?: boolean
  all_or_nothing?: boolean
}

export interface DeedResult {
  id: string
  key: string
  title: string
  version: number
  outcome: 'done' | 'refused' | 'possible' | 'withheld'
  errors: FieldError[]
}

export interface DeedAnswer {
  matched: number
  done: number
  refused: number
  possible: number
  withheld: number
  answers: DeedResult[]
}

/// A list that somebody wants to see again.
export interface SavedView {
  id: string
  register: string
  name: string
  filter: string
  search: string
  sort: string
  columns: string[]
  shared: boolean // with everybody of the unit
  owner: string
  mine: boolean
}

export interface ClockReading {
  name: string
  title: Words
  standing: 'idle' | 'running' | 'suspended' | 'overdue' | 'met' | 'met_late' | 'unknown'
  started?: string
  due?: string
  due_on?: string
  ended?: string
  term?: { id: string; amount: number; unit: string; from: string; source: string; verified: boolean }
  extensions?: number
  counted?: number
  suspended_days?: number
  provisional?: boolean
  off?: string[]
  missed?: Words
}

export interface PossibleStep {
  name: string
  title: Words
  to: string
  required: string[]
  missing: string[]
  looks_at?: string[] // further fields that its condition looks at
}

export interface RecordLink {
  register: string
  register_title: Words
  field: string
  direction: 'to' | 'from'
  id: string
  key: string
  title: string
  state: string
  state_title: Words
}

export interface WorkItem {
  register: string
  register_title: Words
  id: string
  key: string
  title: string
  state: string
  state_title: Words
  clock: string
  clock_title?: Words
  due?: string
  due_on?: string
}

export interface Work {
  overdue: WorkItem[]
  today: WorkItem[]
  later: WorkItem[]
  waiting: WorkItem[]
  counts: { overdue: number; today: number; later: number; waiting: number }
}

export interface History {
  columns: string[]
  versions: RecordVersion[] // oldest first
  names?: Names
}

export interface RecordQuery {
  filter?: string
  search?: string
  sort?: string
  after?: string
  limit?: number
  count?: 1
  names?: 1 // what the records are called that the page points to
}
