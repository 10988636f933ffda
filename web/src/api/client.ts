// One way to talk to the server: JSON in, JSON or a Problem out.

import type { Language, ProblemDetails, FieldError } from './types'

/// A refusal of the server, or the network's.
export class Problem extends Error {
  readonly id: string // "registry.not_found"; "network" when there was no answer
  readonly status: number
  readonly detail: string
  readonly errors: FieldError[]
  readonly instance: string

  constructor(details: ProblemDetails) {
    super(details.title)
    this.id = details.type.replace('urn:zhiheng:failure:', '')
    this.status = details.status
    this.detail = details.detail ?? ''
    this.errors = details.errors ?? []
    this.instance = details.instance ?? ''
  }
}

/// What is no failure for whoever asks, but the lack of an answer: null; all else stays a failure.
export const noneFor =
  (id: string) =>
  (error: unknown): null => {
    if (error instanceof Problem && error.id === id) return null
    throw error
  }

export const connection = {
  language: 'zh' as Language,
  csrf: '',
  unreachable: { zh: '服务器没有应答', en: 'The server does not answer' },
  /// Called when the server says that nobody is logged in (any more).
  expired: () => {},
}

export type Parameters = Record<string, string | number | string[] | undefined>

/// Path with its parameters; empty ones are left out.
export function address(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') query.append(name, String(one))
    }
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  version?: number // sent as If-Match
  signal?: AbortSignal
  /// Asked while somebody types: that nobody is logged in any more is told there, and the page stays.
  aside?: boolean
}

function headers(request: Request): Record<string, string> {
  const all: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': connection.language === 'zh' ? 'zh-CN' : 'en',
  }
  if (request.body !== undefined) all['Content-Type'] = 'application/json'
  if (request.method && request.method !== 'GET') all['X-CSRF-Token'] = connection.csrf
  if (request.version !== undefined) all['If-Match'] = `"${request.version}"`
  return all
}

async function refusal(response: Response): Promise<Problem> {
  const known = response.headers.get('Content-Type')?.includes('json')
  const details = known ? ((await response.json().catch(() => null)) as ProblemDetails | null) : null
  if (details?.title) return new Problem({ ...details, type: details.type ?? '', status: response.status })
  return new Problem({ type: `http.${response.status}`, title: `HTTP ${response.status}`, status: response.status })
}

async function send(path: string, request: Request): Promise<Response> {
  try {
    return await fetch(path, {
      method: request.method ?? 'GET',
      headers: headers(request),
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      signal: request.signal,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw new Problem({ type: 'network', title: connection.unreachable[connection.language], status: 0 })
  }
}

export async function call<T>(path: string, request: Request = {}): Promise<T> {
  const response = await send(path, request)
  if (!response.ok) {
    const problem = await refusal(response)
    // A wrong code of a report or complaint says nothing about the session.
    const told = request.aside || path === '/api/session' || problem.id.endsWith('code_wrong')
    if (problem.status === 401 && !told) connection.expired()
    throw problem
  }
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
}

/// Sends the bytes of a file; fetch cannot tell how far it is, XMLHttpRequest can.
export function upload<T>(path: string, file: Blob, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('Accept-Language', connection.language === 'zh' ? 'zh-CN' : 'en')
    request.setRequestHeader('X-CSRF-Token', connection.csrf)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0)
    request.onerror = () =>
      reject(new Problem({ type: 'network', title: connection.unreachable[connection.language], status: 0 }))
    request.onload = async () => {
      const response = new Response(request.response, {
        status: request.status,
        headers: { 'Content-Type': request.getResponseHeader('Content-Type') ?? '' },
      })
      if (response.ok) return resolve((await response.json()) as T)
      if (response.status === 401) connection.expired()
      reject(await refusal(response))
    }
    request.send(file)
  })
}
