// Who is looking, and what the catalog shows them.

import { reactive, ref } from 'vue'
import * as api from '@/api/api'
import { connection } from '@/api/client'
import { dropDraftsBut } from '@/drafts'
import type { Catalog, Indicator, Register, Session } from '@/api/types'

const nobody: Session = { user: '', name: '', roles: ['public'], region: '' }

export const session = reactive<Session>({ ...nobody })
export const catalog = ref<Catalog | null>(null)

/// The region of the home page: where indicators and assessments begin.
export const homeRegion = ref('')

/// Whoever has not seen the home page begins there too.
export async function knowHome(): Promise<void> {
  homeRegion.value ||= session.region || (await api.home()).region
}

let loading: Promise<void> | null = null

function become(person: Session) {
  if (person.user) dropDraftsBut(person.user)
  Object.assign(session, nobody, { csrf: undefined, expires: undefined }, person)
  connection.csrf = person.csrf ?? ''
}

async function load() {
  become(await api.whoAmI())
  catalog.value = await api.catalog()
}

/// Session and catalog, asked once; again after a failure.
export function ready(): Promise<void> {
  loading ??= load().catch((error) => {
    loading = null
    throw error
  })
  return loading
}

export async function logIn(user: string, password: string, code = '') {
  become(await api.logIn(user, password, code))
  catalog.value = await api.catalog()
}

export async function logOut() {
  const answer = await api.logOut()
  dropDraftsBut('')
  await forget()
  // Whoever came through another service ends the session there as well.
  if (answer?.continue) window.location.assign(answer.continue)
}

/// The session has ended; what the public may see remains.
export async function forget() {
  become(nobody)
  catalog.value = await api.catalog()
}

export const registerNamed = (name: string): Register | undefined =>
  catalog.value?.registers.find((register) => register.name === name)
export const indicatorNamed = (name: string): Indicator | undefined =>
  catalog.value?.indicators.find((indicator) => indicator.name === name)
