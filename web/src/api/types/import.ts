// A file on its way into a register.
import type { ProblemDetails } from './words'

export interface Upload {
  upload: string
  name: string
  size: number
}

export interface ReadingOptions {
  register: string
  mapping?: string
  sheet?: string
  encoding?: string
  columns?: Record<string, string> // header -> field
}

export interface MatchedColumn {
  header: string
  register: string
  field: string // empty: not used
  by_synonym: boolean
}

export interface Refusal {
  line: number
  column: string
  value: string
  id: string
  message: string
  wanted: string
}

export interface Preview {
  mapping: string
  format: string
  encoding: string
  sheets: string[]
  suggested_mappings: string[]
  targets: { register: string; columns: string[] }[]
  columns: MatchedColumn[]
  rows: string[][]
  refusals: Refusal[]
}

export interface ImportReport {
  batch: string
  file: string
  digest: string
  register: string
  mapping: string
  encoding: string
  rows_read: number
  added: number
  changed: number
  unchanged: number
  refused: number
  other_added: number
  other_changed: number
  other_unchanged: number
  committed: boolean
  refusals: Refusal[]
  seconds: number
}

export interface Job {
  state: 'waiting' | 'running' | 'done' | 'failed'
  done: number
  rows: number
  report?: ImportReport | null
  error?: ProblemDetails | string | null
}
