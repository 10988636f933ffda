// A single value of a field in the reader's words: titles for codes, names for regions and industries.

import type { Field, FieldValue } from '@/api/types'
import { decimal, isYear, moment } from '@/format'
import { t, words } from '@/i18n'
import { industryName } from '@/industries'
import { regionPath } from '@/places'
import { catalog } from '@/session'
import { unitName } from '@/units'

/// A code that the catalog does not know stands for itself.
export function spoken(field: Field, value: FieldValue): string {
  if (value === null || value === '') return ''
  const text = String(value)
  if (field.type === 'code') {
    const code = catalog.value?.codes[field.codes ?? '']?.find((one) => one.code === text)
    return code ? words(code.title) : text
  }
  if (field.type === 'region') return regionPath(text)
  if (field.type === 'industry') return industryName(text)
  if (field.type === 'attachment') return text.slice(text.indexOf('/') + 1)
  if (field.type === 'timestamp') return moment(text)
  if (field.type === 'boolean') return value === true || text === 'true' || text === '1' ? t('value.yes') : t('value.no')
  if (isYear(field)) return text
  if (['integer', 'decimal', 'money'].includes(field.type)) return decimal(text) + (field.unit ? ` ${unitName(field.unit)}` : '')
  return text
}
