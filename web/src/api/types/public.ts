// What people without an account file, follow and look up; what firms and laboratories find.
import type { Field } from './catalog'
import type { Refusal } from './import'
import type { ClockReading, FieldValue, Names, RecordVersion, Values } from './records'
import type { Words } from './words'

export interface Filing {
  region: string
  matter: string
  suspect: string
  suspect_name: string
  place: string
  content: string
  insider: boolean
  identity?: { name: string; phone: string; address: string; account: string }
}

export interface ReportStanding {
  state: { name: string; title?: Words }
  received_on: string
  decided_on: string
  informed_on: string
  identity_kept: boolean
  messages: { at: string; by_reporter: boolean; text: string }[]
  rewards: { state: string; amount: string; told_on: string; claimed_on: string; paid_on: string }[]
  openings: { at: string; ground: string }[]
}

export interface FoundIn {
  register: string
  title: Words
  columns: string[]
  records: RecordVersion[]
  names: Names
  more: boolean
}

export interface FormBegun {
  register: string
  title: Words
  values: Values
}

interface OwnRecord {
  register: string
  register_title: Words
  id: string
  key: string
  title: string
  state: string
  state_title: Words
}

interface Due {
  due?: string
  due_on?: string
  days_left?: number
  late?: boolean
}

export interface FirmView {
  code: string
  name: string
  to_do: (OwnRecord & Due & { waits: boolean; steps: { name: string; title: Words; missing: string[] }[]; clock_title?: Words })[]
  offered: (Due & { name: string; title: Words; source: string; about: OwnRecord; form: FormBegun })[]
  registers: {
    register: string
    title: Words
    help: Words
    family: string
    records: number
    filter: string
    terms: { title: Words; amount: number; unit: string; source: string }[]
    form?: FormBegun
  }[]
  published: FoundIn[]
}

export interface ReportedResults {
  rows: number
  reported: number
  completed: string[]
  refusals: Refusal[]
}

export interface ComplaintStanding {
  state: { name: string; title: Words; final: boolean } // nothing can be added to one that is final
  values: { field: Field; value: FieldValue }[]
  clocks: ClockReading[]
  past: { at: string; state: { name: string; title: Words }; step?: Words }[]
  messages: { at: string; mine: boolean; text: string }[]
  handovers: { to: string; sent_on: string; received_on: string; their_number: string }[]
  steps: { name: string; title: Words; fields: Field[] }[]
}

export interface Sealed {
  place: string
  sealed: string[]
}

export interface ProductCheck {
  sample_number: string
  product: string
  producer_name: string
  lot: string
  same_lot: boolean
  result: string
  sampled_on: string | null
}

export interface ProductRecall {
  source: string
  number: string
  title: string
  status: string
  classification: string
  reason: string
  remedy: string
  recalled_on: string | null
  terminated_on: string | null
  reach: 'lot' | 'product' | 'other_lots'
}

export interface ProductCertificate {
  number: string
  scheme: string
  holder_name: string
  standard: string
  state: string
  issued_on: string | null
  valid_until: string | null
}

export interface Product {
  id: string // the canonical Digital Link
  gtin: string
  lot: string
  serial: string
  names: string[]
  producers: string[]
  recalled: boolean
  firms: { credit_code: string; name: string; address: string; status: string }[]
  certificates: ProductCertificate[]
  spot_checks: ProductCheck[]
  recalls: ProductRecall[]
}
