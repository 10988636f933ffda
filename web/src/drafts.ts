// What somebody typed and has not sent: kept in this tab until it is sent or given up, so that a
// session that ends, a reload or a look at another page loses nothing.

import type { Values } from '@/api/types'
import { session } from '@/session'

export interface Draft {
  before: Values // the record as the form was opened on it
  after: Values // fields that were typed in
  reason: string
  at: string
}

const prefix = 'zhiheng.draft.'
const key = (register: string, id: string) => `${prefix}${session.user}/${register}/${id || 'new'}`

export function keepDraft(register: string, id: string, draft: Omit<Draft, 'at'>) {
  try {
    sessionStorage.setItem(key(register, id), JSON.stringify({ ...draft, at: new Date().toISOString() }))
  } catch {
    // a full or forbidden storage: the form itself still holds what was typed
  }
}

export function draftOf(register: string, id: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(key(register, id)) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

export function dropDraft(register: string, id: string) {
  try {
    sessionStorage.removeItem(key(register, id))
  } catch {
    // nothing was kept
  }
}

/// Of everybody but this person: another one sits at the machine.
export function dropDraftsBut(user: string) {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(prefix) && (user === '' || !name.startsWith(`${prefix}${user}/`))) sessionStorage.removeItem(name)
    }
  } catch {
    // nothing was kept
  }
}
