// What the server says and hears, as docs/http-api.md describes it.

export interface Words {
  zh: string
  en: string
}

export type Language = keyof Words

// --- people ---------------------------------------------------------------------------------

export interface Session {
  user: string // empty: the public
  name: string
  roles: string[]
  region: string
  csrf?: string
  expires?: string
}

export interface LoginService {
  name: string
  title: Words
  start: string // address that leads there
}

// --- reports without a name -----------------------------------------------------------------

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

// --- what everybody may look up --------------------------------------------------------------

export interface FoundIn {
  register: string
  title: Words
  columns: string[]
  records: RecordVersion[]
  more: boolean
}

// --- what a firm finds when it logs in ---------------------------------------------------------

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

// --- results of a laboratory ------------------------------------------------------------------

export interface ReportedResults {
  rows: number
  reported: number
  completed: string[]
  refusals: Refusal[]
}

// --- complaints without an account ------------------------------------------------------------

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

// --- catalog --------------------------------------------------------------------------------

export type FieldType =
  | 'text'
  | 'code'
  | 'integer'
  | 'decimal'
  | 'date'
  | 'timestamp'
  | 'boolean'
  | 'money'
  | 'region'
  | 'industry'
  | 'party'
  | 'product'
  | 'point'
  | 'record'
  | 'attachment'

export interface Field {
  name: string
  type: FieldType
  title: Words
  help?: Words
  unit?: string
  codes?: string // name of a code list, for type code
  target?: string // name of a register, for type record
  required: boolean
  list: boolean
  public: boolean
  personal: boolean
  scale?: number // decimal places
  max_length?: number
  minimum?: Scalar
  maximum?: Scalar
  searchable: boolean
  kinds?: string[] // only records of these kinds have it; empty: all
  required_of?: string[] // records of these kinds must fill it
}

export interface State {
  name: string
  title: Words
  initial?: boolean
  final?: boolean
}

export interface Step {
  name: string
  title: Words
  kinds?: string[]
  from: string[]
  to: string
  roles?: string[]
  required?: string[] // fields that must be filled
}

export type Action = 'read' | 'write' | 'import' | 'administer'

export interface Register {
  name: string
  title: Words
  help?: Words
  serves?: string[] // rows of the requirements; the letter is the family
  parent?: string
  family?: string
  handler?: string // text field with the account of the officer in charge
  fields: Field[]
  key: string[]
  time_field: string
  region_field: string
  title_field: string
  kind_field?: string // code field that says which fields a record has; empty: all records have all
  states: State[]
  steps: Step[]
  can: Action[]
}

export type IndicatorKind =
  | 'count'
  | 'total'
  | 'proportion'
  | 'ratio'
  | 'mean'
  | 'stratified_proportion'

export interface Indicator {
  name: string
  title: Words
  help?: Words
  unit: Words | string
  scale: number // 100 for per cent: only for showing
  kind: IndicatorKind
  register: string
  dimensions: string[]
  region_field?: string
  industry_field?: string
  filter?: string
  numerator?: string
  denominator?: string
  interval: string
  confidence: number
  minimum_trials: number
  suppress_below?: number
  higher_is_better: boolean
  source?: string
}

export type Comparator =
  | 'at_least'
  | 'at_most'
  | 'more_than'
  | 'less_than'
  | 'equal'
  | 'about'
  | 'rises'
  | 'falls'

export type Force = 'binding' | 'goal' | 'task' | 'aspirational' | 'nominal'

export interface Target {
  id: string
  title: Words
  indicator: string // empty: nothing measures it yet
  filter?: string // narrows the indicator; only in the catalog
  note?: Words
  comparator: Comparator
  value: Scalar | null // in the stored unit of the indicator
  unit: string
  deadline: string | null
  force: Force
  clause: string
  verified?: boolean
}

export interface Mapping {
  name: string
  title: Words
  registers: string[]
  formats: string[]
}

export interface Code {
  code: string
  title: Words
}

export interface Catalog {
  registers: Register[]
  indicators: Indicator[]
  targets: Target[]
  mappings: Mapping[]
  codes: Record<string, Code[]>
}

// --- places ---------------------------------------------------------------------------------

export interface Region {
  code: string
  name: string | Words
  short_name?: string
  level: string
}

export interface RegionWithPath extends Region {
  path: Region[]
}

export interface Tile {
  code: string
  name: Words | string
  column: number
  row: number
}

// --- home -----------------------------------------------------------------------------------

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

// --- records --------------------------------------------------------------------------------

export type Scalar = string | number | boolean
export type FieldValue = Scalar | Scalar[] | null
export type Values = Record<string, FieldValue>

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
  filter?: string // of the records behind a point: the expression that selects them
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
}

export interface RecordQuery {
  filter?: string
  search?: string
  sort?: string
  after?: string
  limit?: number
  count?: 1
}

// --- import ---------------------------------------------------------------------------------

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

// --- indicators -----------------------------------------------------------------------------

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

// --- refusals -------------------------------------------------------------------------------

export interface FieldError {
  field: string
  id: string
  found: string
  wanted: string
  message: string
}

/// RFC 9457
export interface ProblemDetails {
  type: string // "urn:zhiheng:failure:registry.not_found"
  title: string
  status: number
  detail?: string
  errors?: FieldError[]
  instance?: string
}

// --- products by their Digital Link -----------------------------------------------------------

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
