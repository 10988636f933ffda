// What is declared: registers, indicators, targets, mappings, codes.
import type { Scalar } from './records'
import type { Words } from './words'

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
  part_of?: string // register under which people look for these records; empty: none
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
