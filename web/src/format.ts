// Numbers, rates, dates and codes as people read them.

import type { Field, FieldValue, Point, Words } from '@/api/types'
import { locale, t, words } from '@/i18n'

export interface Shown {
  scale: number // 100 for per cent
  unit: Words | string
  kind?: string
}

const minus = (text: string) => text.replace('-', '−')

/// A plain number with thousands separators; "—" for one that is hidden.
export function number(value: number | null, digits = 0): string {
  if (value === null) return '—'
  return minus(
    new Intl.NumberFormat(locale.value, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value),
  )
}

/// Counted or summed, rather than a rate or a mean: starts at nothing, and more is simply more.
export const isAmount = (shown: Shown) => shown.kind === 'count' || shown.kind === 'total'

/// Digits after the point of an indicator's values: counts none, rates two.
export function digitsOf(shown: Shown): number {
  return isAmount(shown) ? 0 : 2
}

/// An indicator's value without its unit; "—" for none.
export function value(raw: number | null | undefined, shown: Shown, digits = digitsOf(shown)): string {
  if (raw === null || raw === undefined) return '—'
  return number(raw * (shown.scale || 1), digits)
}

/// Its unit, with the space that goes before it: "%" is set close, words are not.
export function unitOf(shown: Shown): string {
  const unit = words(shown.unit)
  if (!unit) return ''
  return unit === '%' || unit === '‰' ? `\u202f${unit}` : ` ${unit}`
}

export function valueWithUnit(raw: number | null | undefined, shown: Shown): string {
  return raw === null || raw === undefined ? '—' : value(raw, shown) + unitOf(shown)
}

/// "18", or "18 – 20": from one to another, where they differ.
export const fromTo = (low: string, high: string) => (low === high ? low : `${low} – ${high}`)

export function interval(point: Point, shown: Shown): string {
  if (point.low === null || point.high === null) return '—'
  return `${value(point.low, shown)} – ${value(point.high, shown)}`
}

/// A difference of two values; of rates in points.
export function difference(raw: number, shown: Shown): string {
  const text = number(Math.abs(raw) * (shown.scale || 1), digitsOf(shown))
  return (raw > 0 ? '+' : raw < 0 ? '−' : '±') + text
}

/// p-values as journals print them.
export function probability(p: number | null | undefined): string {
  if (p === null || p === undefined) return '—'
  return p < 0.001 ? '< 0.001' : number(p, 3)
}

/// A moment on the clock of Beijing, to the minute.
export function moment(text: string | null | undefined): string {
  if (!text) return '—'
  const when = new Date(text)
  if (Number.isNaN(when.valueOf())) return text
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return parts.format(when)
}

/// When a term ends: a day, or the minute where it is counted in hours or minutes. A term of days
/// ends with its last day, so its first late instant is midnight in Beijing.
export function dueText(one: { due?: string; due_on?: string }): string | undefined {
  const minute = one.due ? moment(one.due) : ''
  return minute && !minute.endsWith(' 00:00') ? minute : one.due_on
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  const [scaled, unit] = size < 1048576 ? [size / 1024, 'KB'] : [size / 1048576, 'MB']
  return `${number(scaled, 1)} ${unit}`
}

/// List fields may come as an array or joined with '|'.
export function listOf(raw: FieldValue): string[] {
  if (raw === null || raw === '') return []
  return Array.isArray(raw) ? raw.map(String) : String(raw).split('|')
}

/// Years are counted, but not grouped by thousands: told by the range of the calendar that they lie in.
export const isYear = (field: Field) =>
  field.type === 'integer' && !field.unit && Number(field.maximum) === 2100 && Number(field.minimum) >= 600

/// Who recorded something; what was done on the server itself was done by nobody's account.
export const personName = (account: string) => (account === 'local' ? t('record.local') : account)

/// A decimal as recorded ("12.50"), with thousands separators but none of its digits changed.
export function decimal(raw: string | number): string {
  const [whole = '', fraction] = String(raw).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return minus(fraction === undefined ? grouped : `${grouped}.${fraction}`)
}
