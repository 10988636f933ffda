import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Catalog, Field } from '../src/api/types'
import { speak } from '../src/i18n'
import { regionPath } from '../src/places'
import { catalog } from '../src/session'
import { spoken } from '../src/spoken'

const field = (type: string, more = {}) => ({ name: 'x', type, title: { zh: '', en: '' }, ...more }) as unknown as Field
const region = (code: string, name: string, short_name: string) => ({ code, name, short_name, level: '', parent: '' })

// What the server knows; 620199 is no region any more, 629999 never was one.
const answers: Record<string, unknown> = {
  '/api/regions?parent=620000': [region('620100', '兰州市', '兰州')],
  '/api/regions?parent=620100': [region('620102', '城关区', '城关')],
  '/api/regions/620199': { ...region('620199', '旧城区', '旧城'), path: [] },
  '/api/industries': [{ code: '1411', name: '糕点、面包制造' }],
}
let asked: string[] = []

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', async (at: string | Request) => {
    const path = decodeURIComponent(String(at instanceof Request ? at.url : at)).replace(/^https?:\/\/[^/]*/, '')
    asked.push(path)
    const body = answers[path]
    return new Response(JSON.stringify(body ?? { type: 'about:blank', title: '', status: 404 }), {
      status: body ? 200 : 404,
      headers: { 'content-type': body ? 'application/json' : 'application/problem+json' },
    })
  })
  catalog.value = {
    codes: { test_result: [{ code: 'fail', title: { zh: '不合格', en: 'failed' } }] },
  } as unknown as Catalog
})
afterEach(() => {
  vi.unstubAllGlobals()
  speak('zh')
})

describe('a value', () => {
  it('of a list of codes has its title in the language of the reader', () => {
    const result = field('code', { codes: 'test_result' })
    speak('zh')
    expect(spoken(result, 'fail')).toBe('不合格')
    speak('en')
    expect(spoken(result, 'fail')).toBe('failed')
    expect(spoken(result, 'no_such_code')).toBe('no_such_code')
    expect(spoken(result, null)).toBe('')
  })
  it('that is a region or an industry has its name as soon as it is known', async () => {
    expect(spoken(field('region'), '620102')).toBe('620100 620102')
    await vi.waitFor(() => expect(spoken(field('region'), '620102')).toBe('兰州 城关区'))
    expect(spoken(field('industry'), '1411')).toContain('1411')
    await vi.waitFor(() => expect(spoken(field('industry'), '1411')).toBe('1411 糕点、面包制造'))
  })
  it('that is a region of earlier days has the name that it had last', async () => {
    await vi.waitFor(() => expect(regionPath('620199')).toBe('兰州 旧城区'))
    expect(regionPath('620198')).toBe('兰州 620198')
    await vi.waitFor(() => expect(asked).toContain('/api/regions/620198'))
    expect(regionPath('620198')).toBe('兰州 620198')
    expect(asked.filter((path) => path === '/api/regions/620198')).toHaveLength(1)
  })
})
