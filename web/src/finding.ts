// Which register somebody means, by a few letters of anything that it is called.

import type { Code, Register, Session } from '@/api/types'
import { kindsOf } from '@/fields'

/// Letter of the requirements' family; empty for none.
export const familyOf = (register: Register) => register.family || (/^[A-P]/.exec(register.serves?.[0] ?? '')?.[0] ?? '')

/// Whether the person does more here than read.
export function isUsed(register: Register, person: Session): boolean {
  if (register.can.includes('write') || register.can.includes('import')) return true
  return register.steps.some((step) => step.roles?.some((role) => person.roles.includes(role)))
}

/// A register as people look for it, with the ones whose records are parts of its records.
export interface Whole {
  register: Register
  parts: Register[]
}

/// The registers that stand for themselves among `registers`, each with its parts, and with theirs. A part
/// whose whole is not among them stands for itself.
export function wholes(registers: Register[]): Whole[] {
  const named = new Map(registers.map((one) => [one.name, one]))
  const outermost = (register: Register): Register => {
    const whole = named.get(register.part_of ?? '')
    return whole ? outermost(whole) : register
  }
  const made = new Map<string, Whole>()
  for (const one of registers) if (outermost(one) === one) made.set(one.name, { register: one, parts: [] })
  for (const one of registers) {
    const whole = outermost(one)
    if (whole !== one) made.get(whole.name)?.parts.push(one)
  }
  return [...made.values()]
}

const within = (text: string | undefined, word: string) => (text ?? '').toLowerCase().includes(word)
const begins = (text: string | undefined, word: string) => (text ?? '').toLowerCase().startsWith(word)

function rankOf(register: Register, word: string, kinds: string[]): number {
  const { title, name, help, serves = [] } = register
  if (serves.some((row) => row.toLowerCase() === word) || name === word) return 6
  if (begins(title.zh, word) || begins(title.en, word)) return 5
  if (within(title.zh, word) || within(title.en, word)) return 4
  if (within(name, word) || kinds.some((kind) => within(kind, word))) return 3
  if (within(help?.zh, word) || within(help?.en, word)) return 2
  if (register.fields.some((field) => within(field.title.zh, word) || within(field.title.en, word))) return 1
  return 0
}

/// Registers in which every word of `asked` is found, the nearest first; all of them for no words.
export function found(registers: Register[], asked: string, codes: Record<string, Code[]>): Register[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return registers
  return registers
    .map((register) => {
      const kinds = kindsOf(register, codes).flatMap((kind) => [kind.title.zh, kind.title.en])
      return { register, ranks: words.map((word) => rankOf(register, word, kinds)) }
    })
    .filter(({ ranks }) => Math.min(...ranks) > 0)
    .map(({ register, ranks }) => ({ register, rank: ranks.reduce((sum, one) => sum + one, 0) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ register }) => register)
}
