// Notices, addresses and deliveries: the routes of docs/delivery.md as functions.

import { address, call } from './client'
import type { Words } from './types'

export interface Notice {
  id: string
  kind: 'step' | 'reminder' | 'overdue' | 'digest'
  register: string
  record: string
  key: string
  line: Words
  at: string
  due: string | null
  read: boolean
}
export interface Inbox {
  notices: Notice[]
  unread: number
}
export interface Contact {
  mail: string
  wish: 'none' | 'each' | 'digest'
  language: 'zh' | 'en'
}
export interface DeliveryMessage {
  id: string
  channel: string
  target: string
  subject: string
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  added: string
  next: string | null
  settled: string | null
  error: string
}
export interface Deliveries {
  counts: { channel: string; state: string; number: number; oldest: string | null }[]
  messages: DeliveryMessage[]
}
export interface Subscription {
  id: string
  register: string
  filter: string
  url: string
  owner: string
  made: string
  secret?: string // only in the answer that made it
}

export const inbox = (limit = 20) => call<Inbox>(address('/api/notices', { limit }))
export const markRead = (ids: string[]) => call<{ read: number }>('/api/notices/read', { method: 'POST', body: { ids } })
export const markAllRead = () => call<{ read: number }>('/api/notices/read', { method: 'POST', body: { all: true } })
export const contact = () => call<Contact>('/api/contact')
export const setContact = (body: Contact) => call<Contact>('/api/contact', { method: 'PUT', body })
export const issueCalendar = () => call<{ address: string }>('/api/work/calendar', { method: 'POST' })
export const revokeCalendar = () => call<void>('/api/work/calendar', { method: 'DELETE' })

export const deliveries = (state: string, limit = 100) => call<Deliveries>(address('/api/deliveries', { state, limit }))
export const retry = (id: string) =>
  call<{ retried: number }>(`/api/deliveries/${encodeURIComponent(id)}/retry`, { method: 'POST' })
export const subscriptions = () => call<{ subscriptions: Subscription[] }>('/api/subscriptions')
export const subscribe = (body: { register: string; filter: string; url: string }) =>
  call<Subscription>('/api/subscriptions', { method: 'POST', body })
export const unsubscribe = (id: string) =>
  call<void>(`/api/subscriptions/${encodeURIComponent(id)}`, { method: 'DELETE' })
