import { describe, expect, it } from 'vitest'
import { en } from '../src/i18n/en'
import { dictionaries, speak, t, words } from '../src/i18n'
import { zh } from '../src/i18n/zh'

const sources = import.meta.glob<string>('../src/**/*.{ts,vue}', { query: '?raw', import: 'default', eager: true })
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })
  it('have each key in one file', () => {
    const written = Object.entries(sources)
      .filter(([path]) => path.includes('/i18n/zh/'))
      .flatMap(([, text]) => [...text.matchAll(/^ {2}'([^']+)':/gm)].map((match) => match[1]))
    expect(written.sort()).toEqual(Object.keys(zh).sort())
  })
  it('say every sentence with the same parameters, and say something', () => {
    const wrong = (Object.keys(zh) as (keyof typeof zh)[]).filter(
      (key) => !zh[key].trim() || !en[key].trim() || String(parameters(en[key])) !== String(parameters(zh[key])),
    )
    expect(wrong).toEqual([])
  })
  it('do not leave Chinese in the English', () => {
    expect(Object.entries(en).filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([])
  })
  it('are used: no key is left over', () => {
    const code = Object.entries(sources)
      .filter(([path]) => !path.includes('i18n'))
      .map(([, text]) => text)
      .join('\n')
    const prefixes = [...code.matchAll(/t\(`([a-zA-Z.]+)\$\{/g)].map((match) => match[1]!)
    const unused = Object.keys(zh).filter(
      (key) => !code.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    )
    expect(unused).toEqual([])
  })
  it('leave no Chinese outside the dictionary in a page', () => {
    const found = Object.entries(sources).filter(([path, text]) => {
      const template = /<template>[\s\S]*<\/template>/.exec(text)?.[0] ?? ''
      return path.endsWith('.vue') && !path.endsWith('SiteHeader.vue') && /[\u4e00-\u9fff：，。（）]/.test(template)
    })
    expect(found.map(([path]) => path)).toEqual([])
  })
})

describe('a sentence', () => {
  it('takes its parameters', () => {
    speak('en')
    expect(t('register.count', { count: 3 })).toBe('3 found')
    speak('zh')
    expect(t('register.count', { count: 3 })).toBe('共 3 条记录')
  })
  it('of the catalog falls back to the other language', () => {
    expect(words({ zh: '', en: 'only English' })).toBe('only English')
    expect(words(undefined)).toBe('')
    expect(Object.keys(dictionaries)).toEqual(['zh', 'en'])
  })
})
