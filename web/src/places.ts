// Names of regions, asked for once per parent and kept.

import { reactive } from 'vue'
import * as api from '@/api/api'
import type { Region } from '@/api/types'
import { words } from '@/i18n'

const names = reactive(new Map<string, string>())
const shortNames = new Map<string, string>()
const asked = new Map<string, Promise<Region[]>>()

export const nation = '000000'

/// The regions one level below, remembered.
export function regionsBelow(parent: string): Promise<Region[]> {
  const known = asked.get(parent)
  if (known) return known
  const answer = api
    .regionsBelow(parent)
    .then((regions) => {
      for (const region of regions) {
        if (region.short_name) shortNames.set(region.code, region.short_name)
        names.set(region.code, words(region.name))
      }
      return regions
    })
    .catch((error) => {
      asked.delete(parent)
      throw error
    })
  asked.set(parent, answer)
  return answer
}

export function parentOf(code: string): string {
  if (code.endsWith('0000')) return nation
  return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}

/// From the province down to the code itself.
export function pathOf(code: string): string[] {
  const all = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code]
  return all.filter((one, i) => all.indexOf(one) === i)
}

/// The name where it is known; asks for it in the background where it is not yet.
export function regionName(code: string): string {
  const known = names.get(code)
  if (known !== undefined) return known
  if (/^\d{6}$/.test(code)) void regionsBelow(parentOf(code)).then(() => names.has(code) || askFormer(code)).catch(() => {})
  return code
}

const former = new Set<string>()

/// What is no longer there has the name that it had last.
function askFormer(code: string) {
  if (former.has(code)) return
  former.add(code)
  api
    .region(code)
    .then((region) => names.set(code, words(region.name)))
    .catch(() => {}) // nobody knows it: the code stands for itself
}

/// "兰州 城关区": what it belongs to in short; the province is left out below it.
export function regionPath(code: string): string {
  if (!/^\d{6}$/.test(code)) return code
  const path = pathOf(code)
  const shown = path.length > 1 ? path.slice(1) : path
  return shown
    .map((one, i) => {
      const name = regionName(one)
      return i < shown.length - 1 ? (shortNames.get(one) ?? name) : name
    })
    .join(' ')
}
