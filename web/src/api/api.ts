// The routes of docs/http-api.md as functions.

import { address, call, connection, upload } from './client'
import type * as api from './types'

const encode = encodeURIComponent

// --- people and catalog ---------------------------------------------------------------------

export const whoAmI = () => call<api.Session>('/api/session')
export const logIn = (user: string, password: string, code = '') =>
  call<api.Session>('/api/session', { method: 'POST', body: { user, password, code } })
export const loginServices = () => call<{ services: api.LoginService[] }>('/api/openid')
export const logOut = () => call<{ continue?: string } | undefined>('/api/session', { method: 'DELETE' })
export const catalog = () => call<api.Catalog>('/api/catalog')
export const home = (region = '') => call<api.Home>(address('/api/home', { region }))

export const lookUp = (q: string) => call<{ found: api.FoundIn[] }>(address('/api/lookup', { q }))

// --- firms and laboratories -------------------------------------------------------------------

export const firm = () => call<api.FirmView>('/api/firm')
export const reportResults = (file: File) =>
  upload<api.ReportedResults>(address('/api/laboratory/results', { name: file.name }), file, () => {})

// --- complaints without an account ------------------------------------------------------------

export const complaintForm = () => call<{ fields: api.Field[] }>('/api/complaints/form')
export const fileComplaint = (values: api.Values) =>
  call<{ code: string; number: string }>('/api/complaints', { method: 'POST', body: { values } })
export const followComplaint = (code: string) =>
  call<api.ComplaintStanding>('/api/complaints/follow', { method: 'POST', body: { code } })
export const addToComplaint = (code: string, text: string) =>
  call<void>('/api/complaints/messages', { method: 'POST', body: { code, text } })
export const stepComplaint = (code: string, step: string, values: api.Values) =>
  call<void>('/api/complaints/steps', { method: 'POST', body: { code, step, values } })

// --- reports without a name -----------------------------------------------------------------

export const fileReport = (filing: api.Filing) =>
  call<{ code: string }>('/api/reports', { method: 'POST', body: filing })
export const followReport = (code: string) =>
  call<api.ReportStanding>('/api/reports/follow', { method: 'POST', body: { code } })
export const answerReport = (code: string, text: string) =>
  call<void>('/api/reports/messages', { method: 'POST', body: { code, text } })
export const claimReward = (code: string, account: string) =>
  call<void>('/api/reports/claim', { method: 'POST', body: { code, account } })
export const openIdentity = (request: string) =>
  call<{ kept: api.Sealed[] }>(`/api/identity-openings/${encode(request)}/open`, { method: 'POST' })

// --- places ---------------------------------------------------------------------------------

export const regionsBelow = (parent: string) => call<api.Region[]>(address('/api/regions', { parent }))
export const region = (code: string) => call<api.RegionWithPath>(`/api/regions/${encode(code)}`)
export const industries = () => call<api.Industry[]>('/api/industries')
export const tiles = (parent: string) => call<api.Tile[]>(address('/api/tiles', { parent }))

// --- records --------------------------------------------------------------------------------

const recordsOf = (register: string) => `/api/registers/${encode(register)}/records`

export const records = (register: string, query: api.RecordQuery, signal?: AbortSignal) =>
  call<api.RecordPage>(address(recordsOf(register), { ...query }), { signal })
export const record = (register: string, id: string) =>
  call<api.RecordVersion>(`${recordsOf(register)}/${encode(id)}`)
export const recordByKey = (register: string, key: string) =>
  call<api.RecordVersion>(`/api/registers/${encode(register)}/lookup/${encode(key)}`)
export const history = (register: string, id: string) =>
  call<api.History>(`${recordsOf(register)}/${encode(id)}/history?names=1`)
export const createRecord = (register: string, values: api.Values) =>
  call<api.RecordVersion>(recordsOf(register), { method: 'POST', body: { values } })
export const changeRecord = (
  register: string,
  id: string,
  version: number,
  values: api.Values,
  reason: string,
) =>
  call<api.RecordVersion>(`${recordsOf(register)}/${encode(id)}`, {
    method: 'PATCH',
    version,
    body: { values, reason },
  })
export const deleteRecord = (register: string, id: string, version: number, reason: string) =>
  call<void>(`${recordsOf(register)}/${encode(id)}`, { method: 'DELETE', version, body: { reason } })
export const takeStep = (
  register: string,
  id: string,
  version: number,
  step: string,
  reason: string,
  values: api.Values = {},
) =>
  call<api.RecordVersion>(`${recordsOf(register)}/${encode(id)}/steps`, {
    method: 'POST',
    version,
    body: { step, reason, values },
  })
/// What the server would refuse, without writing it; of a record, or of a new one.
export const checkValues = (register: string, values: api.Values, id = '') =>
  call<{ errors: api.FieldError[] }>(`/api/registers/${encode(register)}/check`, {
    method: 'POST',
    body: { values, id },
    aside: true,
  })
export const checkStep = (register: string, id: string, step: string, values: api.Values) =>
  call<{ errors: api.FieldError[] }>(`/api/registers/${encode(register)}/check`, {
    method: 'POST',
    body: { id, step, values },
    aside: true,
  })
export const actOnMany = (register: string, deed: api.Deed) =>
  call<api.DeedAnswer>(`/api/registers/${encode(register)}/steps`, { method: 'POST', body: deed })
export const views = (register: string) => call<{ views: api.SavedView[] }>(address('/api/views', { register }))
export const keepView = (view: Omit<api.SavedView, 'owner' | 'mine'>) =>
  call<api.SavedView>(view.id ? `/api/views/${encode(view.id)}` : '/api/views', {
    method: view.id ? 'PUT' : 'POST',
    body: view,
  })
export const dropView = (id: string) => call<void>(`/api/views/${encode(id)}`, { method: 'DELETE' })
export const work = () => call<api.Work>('/api/work')
export const recordsExport = (register: string, format: string, query: api.RecordQuery) =>
  address(`/api/registers/${encode(register)}/export`, {
    format,
    filter: query.filter,
    search: query.search,
    sort: query.sort,
    names: 1,
    language: connection.language,
  })

// --- import ---------------------------------------------------------------------------------

export const uploadFile = (file: File, progress: (share: number) => void) =>
  upload<api.Upload>(address('/api/uploads', { name: file.name }), file, progress)
export const preview = (id: string, options: api.ReadingOptions) =>
  call<api.Preview>(`/api/uploads/${encode(id)}/preview`, { method: 'POST', body: options })
export const startImport = (id: string, options: api.ReadingOptions & { all_or_nothing: boolean }) =>
  call<{ job: string }>(`/api/uploads/${encode(id)}/import`, { method: 'POST', body: options })
export const job = (id: string) => call<api.Job>(`/api/jobs/${encode(id)}`)
export const refusalsOf = (id: string, format: string) =>
  address(`/api/jobs/${encode(id)}/refusals`, { format, language: connection.language })

// --- indicators -----------------------------------------------------------------------------

const indicatorPath = (name: string) => `/api/indicators/${encode(name)}`

export const indicator = (name: string, query: api.IndicatorQuery, signal?: AbortSignal) =>
  call<api.Answer>(address(indicatorPath(name), { ...query }), { signal })
export const funnel = (name: string, query: api.IndicatorQuery, signal?: AbortSignal) =>
  call<api.Funnel>(address(`${indicatorPath(name)}/funnel`, { ...query }), { signal })
export const recordsBehind = (
  name: string,
  query: api.IndicatorQuery & { group?: string[]; period?: string; after?: string; limit?: number; names?: 1 },
) => call<api.RecordPage>(address(`${indicatorPath(name)}/records`, { ...query }))
export const indicatorExport = (name: string, format: string, query: api.IndicatorQuery) =>
  address(`${indicatorPath(name)}/export`, { format, ...query, language: connection.language })

// --- products -------------------------------------------------------------------------------

export const product = (gtin: string, lot = '', serial = '') =>
  call<api.Product>(address(`/api/products/${encode(gtin)}`, { lot, serial }))
