// What differs between two versions of a record.

import type { FieldValue, RecordVersion } from '@/api/types'

export interface Difference {
  field: string
  before: FieldValue
  after: FieldValue
}

export interface Entry {
  version: RecordVersion
  differences: Difference[]
  stateBefore: string // empty when the state stayed
}

const same = (a: FieldValue | undefined, b: FieldValue | undefined) =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

export function differences(before: RecordVersion, after: RecordVersion, fields: string[]): Difference[] {
  return fields
    .filter((field) => !same(before.values[field], after.values[field]))
    .map((field) => ({ field, before: before.values[field] ?? null, after: after.values[field] ?? null }))
}

/// Newest first, each version with what it changed.
export function timeline(oldestFirst: RecordVersion[], fields: string[]): Entry[] {
  return oldestFirst
    .map((version, i) => {
      const before = oldestFirst[i - 1]
      return {
        version,
        differences: before ? differences(before, version, fields) : [],
        stateBefore: before && before.state !== version.state ? before.state : '',
      }
    })
    .reverse()
}
