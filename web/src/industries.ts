// Names of industries (GB/T 4754), asked for once, when the first code is shown.

import { shallowRef } from 'vue'
import * as api from '@/api/api'
import type { Industry } from '@/api/types'

const known = shallowRef<Industry[]>([])
const names = shallowRef(new Map<string, string>())
let asked: Promise<void> | null = null

function ask() {
  asked ??= api
    .industries()
    .then((all) => {
      names.value = new Map(all.map((one) => [one.code, one.name]))
      known.value = all
    })
    .catch(() => {
      asked = null // the code stands for itself, until somebody looks again
    })
}

export function allIndustries(): Industry[] {
  ask()
  return known.value
}

/// "2110 木质家具制造"; a section letter before the digits ("C2110") stays as it was written.
export function industryName(code: string): string {
  ask()
  const name = names.value.get(code) ?? names.value.get(code.replace(/^[A-T](?=\d)/, ''))
  return name ? `${code} ${name}` : code
}
