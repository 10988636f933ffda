// What somebody did last on this machine: registers that were opened, choices that stay.

import { session } from '@/session'

const most = 8
const key = (name: string) => `zhiheng.${name}.${session.user}`

export function remembered(name: string): string {
  try {
    return localStorage.getItem(key(name)) ?? ''
  } catch {
    return ''
  }
}

export function remember(name: string, value: string) {
  try {
    localStorage.setItem(key(name), value)
  } catch {
    // private windows may refuse; then nothing is remembered
  }
}

/// Registers, the one opened last in front.
export const recent = () => remembered('recent').split(',').filter(Boolean)

export function visit(register: string) {
  const others = recent().filter((name) => name !== register)
  remember('recent', [register, ...others].slice(0, most).join(','))
}
