// Chinese first, English complete: t('key') for our sentences, words() for the catalog's.

import { computed, ref } from 'vue'
import { connection } from '@/api/client'
import type { Language, Words } from '@/api/types'
import { en } from './en'
import { zh } from './zh'

export type Key = keyof typeof zh
export const dictionaries: Record<Language, Record<Key, string>> = { zh, en }

const remembered = 'zhiheng.language'

function first(): Language {
  try {
    return localStorage.getItem(remembered) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

export const language = ref<Language>(first())
export const locale = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en-GB'))

function announce(chosen: Language) {
  connection.language = chosen
  if (typeof document !== 'undefined') document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
}
announce(language.value)

export function speak(chosen: Language) {
  language.value = chosen
  announce(chosen)
  try {
    localStorage.setItem(remembered, chosen)
  } catch {
    // private windows may refuse; the choice then lasts as long as the page
  }
}

/// Our sentence in the chosen language; "{name}" is replaced by the parameter of that name.
export function t(key: Key, parameters: Record<string, string | number> = {}): string {
  return dictionaries[language.value][key].replace(/\{(\w+)\}/g, (whole, name) =>
    String(parameters[name] ?? whole),
  )
}

/// The catalog's words in the chosen language, or in the other where one is missing.
export function words(both: Words | string | null | undefined): string {
  if (!both) return ''
  if (typeof both === 'string') return both
  return language.value === 'zh' ? both.zh || both.en : both.en || both.zh
}

/// Our words for a name that comes from the server; one that we have none for is shown as it is.
export function text(key: string, otherwise: string): string {
  return key in dictionaries[language.value] ? t(key as Key) : otherwise
}
