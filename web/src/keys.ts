// Keys of a list, and of every page the help. Single letters can be switched off (WCAG 2.2, 2.1.4)
// and never act while somebody types.

import { onBeforeUnmount, onMounted, ref } from 'vue'

const remembered = 'zhiheng.keys'

function first(): boolean {
  try {
    return localStorage.getItem(remembered) !== 'off'
  } catch {
    return true
  }
}

export const keysOn = ref(first())
export const helpShown = ref(false)

export function switchKeys(on: boolean) {
  keysOn.value = on
  try {
    localStorage.setItem(remembered, on ? 'on' : 'off')
  } catch {
    // private windows may refuse; the choice then lasts as long as the page
  }
}

/// Where letters are text, or the browser's.
function isTyping(event: KeyboardEvent): boolean {
  const at = event.target as HTMLElement | null
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  return !!at?.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=combobox], dialog, canvas')
}

function listen(act: (event: KeyboardEvent) => boolean) {
  const hear = (event: KeyboardEvent) => {
    if (!keysOn.value || isTyping(event) || event.defaultPrevented) return
    if (act(event)) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', hear))
  onBeforeUnmount(() => window.removeEventListener('keydown', hear))
}

/// "?" opens the help, on every page.
export function useHelpKey() {
  listen((event) => {
    if (event.key !== '?') return false
    helpShown.value = true
    return true
  })
}

export interface ListActions {
  rows: () => number
  open: (row: number) => void
  choose: (row: number) => void
  search: () => HTMLElement | null
  next: () => void
  previous: () => void
}

/// j and k move, Enter opens, x chooses, / searches, n and p turn the page.
export function useListKeys(actions: ListActions) {
  const current = ref(-1)
  function move(to: number) {
    const last = actions.rows() - 1
    if (last < 0) return
    current.value = Math.min(Math.max(to, 0), last)
    requestAnimationFrame(() => {
      const row = document.querySelectorAll<HTMLElement>('[data-row]')[current.value]
      row?.focus({ preventScroll: true })
      row?.closest('tr')?.scrollIntoView({ block: 'nearest' })
    })
  }
  const here = () => current.value >= 0 && current.value < actions.rows()
  const acts: Record<string, (event: KeyboardEvent) => boolean> = {
    j: () => (move(current.value + 1), true),
    k: () => (move(current.value - 1), true),
    x: () => here() && (actions.choose(current.value), true),
    n: () => ((current.value = -1), actions.next(), true),
    p: () => ((current.value = -1), actions.previous(), true),
    '/': () => (actions.search()?.focus(), true),
    Enter: (event) => {
      // A button or link that has the focus does its own.
      if (!here() || (event.target as HTMLElement).closest('a, button, summary, input')) return false
      actions.open(current.value)
      return true
    },
  }
  listen((event) => acts[event.key]?.(event) ?? false)
  return { current }
}
