// First judgement of a form, field by field, so that most slips show before anything is sent.
// The server judges again and decides.

import type { Field, FieldValue, Scalar, Values } from '@/api/types'
import type { Key } from '@/i18n'

export interface Judgement {
  key: Key
  parameters: Record<string, string | number>
}

/// Check character of a unified social credit code. GB 32100-2015, annex A.
export function creditCodeIsRight(code: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  if (code.length !== 18) return false
  let sum = 0
  let weight = 1
  for (const sign of code.slice(0, 17)) {
    const value = alphabet.indexOf(sign)
    if (value < 0) return false
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17]
}

/// Check character of a legacy organisation code, hyphen left out. GB 11714-1997.
export function organisationCodeIsRight(code: string): boolean {
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return false
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const values = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const sum = weights.reduce((total, weight, i) => total + weight * values.indexOf(code[i]!), 0)
  return '0123456789X0'[11 - (sum % 11)] === code[8]
}

/// Check digit of a GTIN of 8, 12, 13 or 14 digits.
export function gtinIsRight(code: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return false
  const sum = [...code].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0)
  return sum % 10 === 0
}

function dateIsReal(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text)
}

function momentIsReal(text: string): boolean {
  const [, day, hour, minute, second] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text) ?? []
  return day !== undefined && dateIsReal(day) && Number(hour) < 24 && Number(minute) < 60 && Number(second ?? 0) < 60
}

/// Control characters other than tab and line ends.
const hasControl = (text: string) => /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)

/// Noughts at the end are no digits more.
const placesOf = (text: string) => (text.split('.')[1] ?? '').replace(/0+$/, '').length

const no = (key: Key, parameters: Judgement['parameters'] = {}): Judgement => ({ key, parameters })

function judgeNumber(field: Field, text: string): Judgement | null {
  const places = field.type === 'integer' ? 0 : field.type === 'money' ? 2 : (field.scale ?? 0)
  if (!/^-?\d{1,18}(\.\d+)?$/.test(text)) return no('judge.number')
  if (placesOf(text) > places) return no('judge.places', { places })
  if (field.minimum !== undefined && field.minimum !== null && Number(text) < Number(field.minimum)) {
    return no('judge.minimum', { least: String(field.minimum) })
  }
  if (field.maximum !== undefined && field.maximum !== null && Number(text) > Number(field.maximum)) {
    return no('judge.maximum', { most: String(field.maximum) })
  }
  return null
}

function judgeOne(field: Field, text: string, codes: string[]): Judgement | null {
  switch (field.type) {
    case 'integer':
    case 'decimal':
    case 'money':
      return judgeNumber(field, text)
    case 'date':
      return dateIsReal(text) ? null : no('judge.date')
    case 'timestamp':
      return momentIsReal(text) ? null : no('judge.moment')
    case 'code':
      return codes.length === 0 || codes.includes(text) ? null : no('judge.code')
    case 'region':
      return /^\d{6}$/.test(text) ? null : no('judge.region')
    case 'party':
      return creditCodeIsRight(text) || organisationCodeIsRight(text.replace(/^(.{8})-(.)$/, '$1$2'))
        ? null
        : no('judge.party')
    case 'attachment':
      return no('judge.attachment') // files come by the record's page
    case 'product':
      return gtinIsRight(text) ? null : no('judge.product')
    default:
      return null
  }
}

/// What is wrong with a value; null when nothing is.
export function judge(field: Field, value: FieldValue | undefined, codes: string[]): Judgement | null {
  const parts = (Array.isArray(value) ? value : [value ?? '']).map((part) => String(part).trim()).filter(Boolean)
  if (parts.length === 0) return field.required ? no('judge.required') : null
  const whole = parts.join('|') // as a list is kept
  if (hasControl(whole)) return no('judge.signs')
  if (field.max_length && [...whole].length > field.max_length) return no('judge.long', { most: field.max_length })
  for (const part of parts) {
    const found = judgeOne(field, part, codes)
    if (found) return found
  }
  return null
}

/// Full-width letters and digits become plain ones, as people paste them.
export const narrowed = (text: string) =>
  text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))

/// The form's values as the server takes them: nothing for empty, numbers as written.
export function cleaned(field: Field, value: FieldValue | undefined): FieldValue {
  if (Array.isArray(value)) {
    const parts = value.map((part) => cleaned({ ...field, list: false }, part)).filter((part) => part !== null)
    return parts.length ? (parts as Scalar[]) : null
  }
  if (value === undefined || value === null) return null
  const text = String(value).trim()
  if (text === '') return null
  if (field.type === 'boolean') return text === 'true'
  const numeral = () => narrowed(text).replace(/^\+(?=\d)/, '')
  if (field.type === 'integer') {
    const whole = Number(numeral())
    return Number.isSafeInteger(whole) && /^-?\d+$/.test(numeral()) ? whole : numeral() // the server takes both
  }
  if (['party', 'product', 'industry'].includes(field.type)) return narrowed(text).toUpperCase()
  return ['decimal', 'money', 'date'].includes(field.type) ? numeral() : text
}

/// Only what differs from the record: what a correction sends.
export function changed(before: Values, after: Values): Values {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(before[name] ?? null) !== JSON.stringify(value)),
  )
}
