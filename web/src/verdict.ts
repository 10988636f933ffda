// What a verdict looks like, and how a target reads: "≥ 90 %".

import type { Comparator, Target, Verdict } from '@/api/types'
import { number, unitOf, type Shown } from '@/format'
import { t } from '@/i18n'
import { unitName } from '@/plans/units'

export type Tone = 'good' | 'bad' | 'doubt' | 'none'

const tones: Record<Verdict, Tone> = {
  met: 'good',
  likely_met: 'good',
  missed: 'bad',
  likely_missed: 'doubt',
  open: 'none',
  no_data: 'none',
}
export const verdictTone = (verdict: Verdict): Tone => tones[verdict] ?? 'none'

const signs: Partial<Record<Comparator, string>> = {
  at_least: '≥',
  at_most: '≤',
  more_than: '>',
  less_than: '<',
  equal: '=',
  about: '≈',
}

/// Whether larger values are nearer to the target.
export const wantsMore = (comparator: Comparator) => ['at_least', 'more_than', 'equal', 'rises'].includes(comparator)

/// The number of a target in the stored unit; null for "rises" and "falls".
export function targetValue(target: Pick<Target, 'value'>): number | null {
  if (target.value === null || target.value === undefined || target.value === '') return null
  const value = Number(target.value)
  return Number.isFinite(value) ? value : null
}

/// "≥ 90 %". Without an indicator the target's own unit decides: a rate is stored as a fraction.
export function condition(target: Target, shown?: Shown): string {
  if (target.comparator === 'rises' || target.comparator === 'falls') return t(`comparator.${target.comparator}`)
  const raw = targetValue(target)
  if (raw === null) return '—'
  const own: Shown = shown ?? { scale: target.unit === '%' ? 100 : 1, unit: unitName(target.unit) }
  const scaled = raw * (own.scale || 1)
  const digits = Math.abs(scaled - Math.round(scaled)) < 1e-9 ? 0 : Math.abs(scaled * 10 - Math.round(scaled * 10)) < 1e-9 ? 1 : 2
  return `${signs[target.comparator] ?? ''} ${number(scaled, digits)}${unitOf(own)}`
}
