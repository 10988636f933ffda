// How the fields of a record stand together on a page.

import type { Code, Field, Register, Values, Words } from '@/api/types'

export type GroupKey = 'key' | 'judgement' | 'place' | 'parties' | 'measures' | 'other' | 'personal'

export interface Group {
  key: GroupKey
  fields: Field[]
}

function groupOf(field: Field, register: Register): GroupKey {
  if (field.personal) return 'personal'
  if (register.key.includes(field.name) || field.name === register.title_field) return 'key'
  switch (field.type) {
    case 'date':
    case 'timestamp':
    case 'region':
    case 'point':
      return 'place'
    case 'code':
    case 'boolean':
    case 'industry':
      return 'judgement'
    case 'party':
    case 'record':
    case 'product':
      return 'parties'
    case 'integer':
    case 'decimal':
    case 'money':
      return 'measures'
    default:
      return 'other'
  }
}

const order: GroupKey[] = ['key', 'judgement', 'place', 'parties', 'measures', 'other', 'personal']

/// Whether a record with these values has the field: some fields belong to records of some kinds.
export function has(register: Register, values: Values, field: Field): boolean {
  if (!field.kinds?.length) return true
  return field.kinds.includes(String(values[register.kind_field ?? ''] ?? ''))
}

export interface Kind {
  code: string
  title: Words
  filter: string // lets its records through
}

/// The kinds of records that a register tells apart; none where all are alike.
export function kindsOf(register: Register, codes: Record<string, Code[]>): Kind[] {
  const field = register.fields.find((one) => one.name === register.kind_field)
  return (codes[field?.codes ?? ''] ?? []).map(({ code, title }) => ({
    code,
    title,
    filter: `${register.kind_field} = '${code}'`,
  }))
}

/// The field as a record with these values is asked for it.
export function asked(register: Register, values: Values, field: Field): Field {
  const kind = String(values[register.kind_field ?? ''] ?? '')
  return { ...field, required: field.required || (field.required_of?.includes(kind) ?? false) }
}

/// The fields of a record that hold files; those are added and removed by themselves, not in the form.
export function filesOf(register: Register, values: Values): Field[] {
  return register.fields.filter((field) => field.type === 'attachment' && has(register, values, field))
}

/// The groups that a record has, each in the order of the declaration.
export function groupsOf(register: Register, values: Values): Group[] {
  const fields = register.fields
    .filter((field) => field.type !== 'attachment' && has(register, values, field))
    .map((field) => asked(register, values, field))
  return order
    .map((key) => ({ key, fields: fields.filter((field) => groupOf(field, register) === key) }))
    .filter((group) => group.fields.length > 0)
}

/// A form of some fields, as a register of its own: for people to whom the register itself is closed.
export function formOf(name: string, fields: Field[]): Register {
  return {
    name,
    title: { zh: '', en: '' },
    fields,
    key: [],
    time_field: '',
    region_field: '',
    title_field: '',
    states: [],
    steps: [],
    can: [],
  }
}

/// Registers whose records may point to one of this register, with the field that does.
export function pointingTo(register: Register, all: Register[]): { register: Register; field: Field }[] {
  return all.flatMap((other) =>
    other.fields
      .filter((field) => field.type === 'record' && field.target === register.name && !field.list)
      .map((field) => ({ register: other, field })),
  )
}
