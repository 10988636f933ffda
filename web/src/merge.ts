// Two people changed the same record: which fields agree, which one of them has to choose.

import type { FieldValue, Values } from '@/api/types'

export interface Merge {
  values: Values // what both leave, or one alone changed
  conflicts: { field: string; base: FieldValue; theirs: FieldValue; mine: FieldValue }[]
  theirs: string[] // fields that the other one alone changed
}

const same = (a: FieldValue | undefined, b: FieldValue | undefined) =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/// Field by field; in a conflict `values` holds mine until somebody chooses.
export function merged(base: Values, theirs: Values, mine: Values): Merge {
  const made: Merge = { values: {}, conflicts: [], theirs: [] }
  for (const field of Object.keys(mine)) {
    const [b, t, m] = [base[field] ?? null, theirs[field] ?? null, mine[field] ?? null]
    made.values[field] = same(m, b) ? t : m
    if (same(t, b)) continue
    if (same(m, b)) made.theirs.push(field)
    else if (!same(m, t)) made.conflicts.push({ field, base: b, theirs: t, mine: m })
  }
  return made
}
