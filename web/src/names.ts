// What the records are called whose keys stand on a page: firms by name, spot checks by what was drawn.
import { inject, provide, type InjectionKey } from 'vue'
import type { Field, Names } from '@/api/types'

const place: InjectionKey<() => Names> = Symbol('names')
const none = (): Names => ({})

/// All names that several answers told.
export function merged(...all: (Names | undefined)[]): Names {
  const names: Names = {}
  for (const one of all) {
    for (const [register, titles] of Object.entries(one ?? {})) names[register] = { ...names[register], ...titles }
  }
  return names
}

/// What stands below the calling component shows these names.
export const provideNames = (names: () => Names) => provide(place, names)

/// The name of what a field's value points to, or nothing: not told, or not to this reader.
export function useNames() {
  const names = inject(place, none)
  return (field: Field, value: unknown): string => names()[field.target ?? '']?.[String(value)] ?? ''
}
