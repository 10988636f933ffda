// The filter of a list as rows of (field, operator, value), and as the text of an expression.

import type { Field, FieldType } from '@/api/types'

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'under'
  | 'contains'
  | 'starts with'
  | 'has'
  | 'is null'
  | 'is not null'

export interface Condition {
  field: string
  operator: Operator
  values: string[] // one for most operators, several for "in", none for "is null"
}

/// What a condition may ask of a field, the likeliest first.
export function operatorsFor(field: Pick<Field, 'type' | 'list'>): Operator[] {
  const absent: Operator[] = ['is null', 'is not null']
  if (field.list) return ['has', ...absent]
  const byType: Partial<Record<FieldType, Operator[]>> = {
    text: ['contains', '=', '!=', 'starts with'],
    code: ['in', '=', '!='],
    boolean: ['='],
    region: ['under', '=', '!='],
    industry: ['under', '=', '!='],
    date: ['>=', '<=', '='],
    timestamp: ['>=', '<='],
    integer: ['>=', '<=', '=', '!=', '<', '>'],
    decimal: ['>=', '<=', '=', '!=', '<', '>'],
    money: ['>=', '<=', '=', '!=', '<', '>'],
  }
  return [...(byType[field.type] ?? ['=', '!=']), ...absent]
}

const numeric = (type: FieldType) => ['integer', 'decimal', 'money'].includes(type)

/// The records that one import wrote.
export const ofBatch = (batch: string) => `batch = ${literal(batch, 'text')}`

/// A value as the expression language writes it.
export function literal(value: string, type: FieldType): string {
  if (type === 'date') return `date '${value}'`
  if (type === 'timestamp') return `timestamp '${value}'`
  if (type === 'boolean') return value === 'true' ? 'true' : 'false'
  if (numeric(type) && /^-?\d+(\.\d+)?$/.test(value)) return value
  return `'${value.replaceAll("'", "''")}'`
}

const needsNoValue = (operator: Operator) => operator === 'is null' || operator === 'is not null'

/// Said completely enough to be part of a filter.
export function isComplete(condition: Condition): boolean {
  if (!condition.field || !condition.operator) return false
  return needsNoValue(condition.operator) || condition.values.some((value) => value.trim() !== '')
}

function compose(condition: Condition, type: FieldType): string {
  const { field, operator, values } = condition
  if (needsNoValue(operator)) return `${field} ${operator}`
  if (operator === 'in') return `${field} in (${values.map((value) => literal(value, type)).join(', ')})`
  return `${field} ${operator} ${literal(values[0] ?? '', type)}`
}

/// All conditions as one expression; incomplete ones are left out.
export function expressionOf(conditions: Condition[], fields: Field[]): string {
  const type = (name: string) => fields.find((field) => field.name === name)?.type ?? 'text'
  return conditions
    .filter(isComplete)
    .map((condition) => compose(condition, type(condition.field)))
    .join(' and ')
}

// --- the way back ---------------------------------------------------------------------------

const literalShape = String.raw`(?:(?:date|timestamp)\s*)?'(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false`
const conditionShape = new RegExp(
  String.raw`^\s*([a-z_]\w*)\s*(?:(is\s+not\s+null|is\s+null)|in\s*\(((?:${literalShape}|[\s,])*)\)|(<=|>=|!=|<>|=|<|>|under\b|contains\b|starts\s+with\b|has\b)\s*(${literalShape}))\s*(?:and\b|$)`,
  'i',
)

function plain(text: string): string {
  const quoted = /'((?:[^']|'')*)'$/.exec(text.trim())
  return quoted ? quoted[1]!.replaceAll("''", "'") : text.trim()
}

/// The rows of an expression that is a plain "and" of conditions on known fields; null for any
/// other, which only the text box can show.
export function conditionsOf(expression: string, fields: Field[]): Condition[] | null {
  const found: Condition[] = []
  let rest = expression.trim()
  while (rest !== '') {
    const match = conditionShape.exec(rest)
    if (!match || !fields.some((field) => field.name === match[1])) return null
    const [whole, field = '', absent, list, operator, value] = match
    if (absent) found.push({ field, operator: absent.toLowerCase().replace(/\s+/g, ' ') as Operator, values: [] })
    else if (list !== undefined) {
      const values = list.match(new RegExp(literalShape, 'gi')) ?? []
      found.push({ field, operator: 'in', values: values.map(plain) })
    } else {
      const sign = operator!.toLowerCase().replace(/\s+/g, ' ')
      found.push({ field, operator: (sign === '<>' ? '!=' : sign) as Operator, values: [plain(value!)] })
    }
    rest = rest.slice(whole.length).trim()
    if (rest === '' && /\band\s*$/i.test(whole)) return null
  }
  return found
}
