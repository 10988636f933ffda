// Which records of a list are chosen: one by one, in a range, over several pages.

import { computed, reactive } from 'vue'

export interface Choosable {
  id: string
  version: number
}

/// As many as the server takes at once.
export const mostAtOnce = 500

export function useChosen() {
  const chosen = reactive(new Map<string, number>()) // id to the version that was seen
  let last = '' // where a range begins

  function set(record: Choosable, on: boolean) {
    if (on) chosen.set(record.id, record.version)
    else chosen.delete(record.id)
  }
  /// With `range`, everything from the last one that was chosen on this page.
  function toggle(records: Choosable[], id: string, range = false) {
    const at = records.findIndex((one) => one.id === id)
    if (at < 0) return
    const from = range ? records.findIndex((one) => one.id === last) : -1
    const on = !chosen.has(id)
    const [first, end] = from < 0 ? [at, at] : [Math.min(from, at), Math.max(from, at)]
    for (const one of records.slice(first, end + 1)) set(one, from < 0 ? on : true)
    last = id
  }
  const all = (records: Choosable[]) => records.length > 0 && records.every((one) => chosen.has(one.id))
  function toggleAll(records: Choosable[]) {
    const on = !all(records)
    for (const one of records) set(one, on)
  }
  function clear() {
    chosen.clear()
    last = ''
  }
  return { chosen, toggle, toggleAll, all, clear, count: computed(() => chosen.size) }
}
