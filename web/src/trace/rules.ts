// What the rules of the chain say, in words.

import type { Candidate, Measured } from '@/api/trace'
import { number } from '@/format'
import { t } from '@/i18n'

/// How often a rule was right on the made-up chain; says so where nobody has measured it.
export function rateOf(measured: Measured | null): string {
  if (!measured || !measured.told) return t('anomaly.unmeasured')
  return t('anomaly.measured', {
    found: number((measured.right / measured.planted) * 100),
    wrong: number(((measured.told - measured.right) / measured.told) * 100, 1),
    told: number(measured.told),
  })
}

/// The number by which a candidate shows, with its unit.
export function valueOf(candidate: Pick<Candidate, 'rule' | 'value'>): string {
  const { rule, value } = candidate
  if (!value) return ''
  if (rule === 'quantity_mismatch') return `${number(value * 100, 1)}\u202f%`
  if (rule === 'shipped_not_received') return t('anomaly.hours', { count: number(value) })
  if (rule === 'impossible_journey') return `${number(value)} km/h`
  return number(value, 2)
}
