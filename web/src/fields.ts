// How the fields of a record stand together on a page.

import type { Field, Register } from '@/api/types'

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

/// The groups that a register has, each in the order of the declaration.
export function groupsOf(register: Register): Group[] {
  return order
    .map((key) => ({ key, fields: register.fields.filter((field) => groupOf(field, register) === key) }))
    .filter((group) => group.fields.length > 0)
}

/// Registers whose records may point to one of this register, with the field that does.
export function pointingTo(register: Register, all: Register[]): { register: Register; field: Field }[] {
  return all.flatMap((other) =>
    other.fields
      .filter((field) => field.type === 'record' && field.target === register.name && !field.list)
      .map((field) => ({ register: other, field })),
  )
}
