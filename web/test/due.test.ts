import { describe, expect, it } from 'vitest'
import type { Register } from '../src/api/types'
import { dueInWords, nextSteps, todayInChina } from '../src/due'
import { speak } from '../src/i18n'

const now = new Date('2026-03-10T09:00:00+08:00')

describe('a deadline in words', () => {
  it('counts the days that are left or gone', () => {
    speak('en')
    const said = (due_on: string) => dueInWords({ due_on, due: `${due_on}T23:59:59+08:00` }, now)
    expect(said('2026-03-13')).toBe('3 days left')
    expect(said('2026-03-11')).toBe('until tomorrow')
    expect(said('2026-03-10')).toBe('until tonight')
    expect(said('2026-03-09')).toBe('1 day late')
    expect(said('2026-02-28')).toBe('10 days late')
    expect(dueInWords({}, now)).toBe('')
    speak('zh')
    expect(said('2026-02-28')).toBe('逾期 10 天')
  })
  it('knows terms of hours that ran out today, and the day of Beijing', () => {
    speak('en')
    expect(dueInWords({ due_on: '2026-03-10', due: '2026-03-10T08:00:00+08:00' }, now)).toBe('ran out today')
    expect(todayInChina(new Date('2026-03-09T16:30:00Z'))).toBe('2026-03-10')
    speak('zh')
  })
})

describe('the next step', () => {
  const step = (name: string, from: string[], roles: string[], kinds: string[] = []) => ({ name, from, roles, kinds, to: 'x', title: { zh: name, en: name } })
  const register = {
    can: ['read'],
    steps: [step('accept', ['new'], ['officer']), step('drop', ['new'], ['system']), step('close', ['done'], ['officer']), step('check', ['new'], ['officer'], ['report'])],
  } as unknown as Register
  it('is one that the role may take from this state whatever the kind', () => {
    const person = { user: 'a', name: '', roles: ['officer'], region: '' }
    expect(nextSteps(register, 'new', person).map((one) => one.name)).toEqual(['accept'])
    expect(nextSteps(register, 'new', { ...person, roles: ['analyst'] })).toEqual([])
    expect(nextSteps(undefined, 'new', person)).toEqual([])
  })
})
