// Files of records: the routes of docs/documents.md as functions.

import { address, call, connection, upload } from './client'
import type { Words } from './types'

export interface Attachment {
  field: string
  digest: string
  name: string
  type: string
  media: string
  size: number
  added_by?: string
  added_at?: string
  removed_by?: string
  removed_at?: string
  removed_for?: string
}
interface Attachments {
  attachments: Attachment[]
}

const filesOf = (register: string, id: string) =>
  `/api/registers/${encodeURIComponent(register)}/records/${encodeURIComponent(id)}/attachments`

export const attachments = (register: string, id: string) => call<Attachments>(filesOf(register, id))
export const addAttachment = (
  register: string,
  id: string,
  field: string,
  file: File,
  progress: (share: number) => void,
) => upload<Attachments>(address(filesOf(register, id), { field, name: file.name }), file, progress)
export const removeAttachment = (register: string, id: string, digest: string, reason: string) =>
  call<Attachments>(`${filesOf(register, id)}/${digest}`, { method: 'DELETE', body: { reason } })
/// Where the browser fetches the bytes; the server offers them for saving.
export const attachmentAddress = (register: string, id: string, digest: string) => `${filesOf(register, id)}/${digest}`

/// A decision or notice that can be made of the record as it is.
export interface Document {
  name: string
  title: Words
  field: string
  source: string
  verified: boolean
}

const documentsOf = (register: string, id: string) =>
  `/api/registers/${encodeURIComponent(register)}/records/${encodeURIComponent(id)}/documents`

export const documents = (register: string, id: string) =>
  call<{ documents: Document[] }>(documentsOf(register, id))
export const keepDocument = (register: string, id: string, name: string) =>
  call<{ id: string; version: number }>(`${documentsOf(register, id)}/${encodeURIComponent(name)}`, { method: 'POST' })
export const documentAddress = (register: string, id: string, name: string, format: string) =>
  address(`${documentsOf(register, id)}/${encodeURIComponent(name)}`, { format, language: connection.language })
