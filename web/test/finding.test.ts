import { describe, expect, it } from 'vitest'
import type { Register } from '../src/api/types'
import { found, isUsed, wholes } from '../src/finding'

const register = (name: string, zh: string, en: string, more: Partial<Register> = {}) =>
  ({ name, title: { zh, en }, fields: [], key: [], states: [], steps: [], can: ['read'], ...more }) as unknown as Register

const all = [
  register('spot_check', '监督抽查', 'spot checks', { serves: ['D3', 'E1'], help: { zh: '抽样与检验结果', en: 'samples and results' } }),
  register('complaint', '投诉举报', 'complaints and reports', { serves: ['I1'], kind_field: 'kind', fields: [{ name: 'kind', type: 'code', codes: 'complaint_kind', title: { zh: '类别', en: 'kind' } }] as never }),
  register('net_content_inspection', '定量包装净含量监督抽查', 'net content checks', { serves: ['L7'] }),
]
const codes = { complaint_kind: [{ code: 'report', title: { zh: '举报', en: 'tip-off' } }] }
const names = (asked: string) => found(all, asked, codes).map((one) => one.name)

describe('finding a register', () => {
  it('takes titles in both languages, names, rows, kinds and help', () => {
    expect(names('抽查')).toEqual(['spot_check', 'net_content_inspection'])
    expect(names('Spot')).toEqual(['spot_check'])
    expect(names('d3')).toEqual(['spot_check'])
    expect(names('tip-off')).toEqual(['complaint'])
    expect(names('样品 抽查')).toEqual([])
    expect(names('抽样 抽查')).toEqual(['spot_check'])
    expect(names('')).toHaveLength(3)
  })
  it('puts what begins so before what contains it', () => {
    expect(names('监督抽查')[0]).toBe('spot_check')
  })
  it('tells where the person acts', () => {
    const person = { user: 'a', name: '', roles: ['officer'], region: '' }
    expect(isUsed(all[0]!, person)).toBe(false)
    expect(isUsed({ ...all[0]!, can: ['read', 'write'] }, person)).toBe(true)
    expect(isUsed({ ...all[0]!, steps: [{ name: 's', title: { zh: '', en: '' }, from: [], to: '', roles: ['officer'] }] }, person)).toBe(true)
  })
})

describe('parts beneath their wholes', () => {
  const chain = [
    register('plan_adoption', '落实', 'adoptions', { part_of: 'plan_item' }),
    register('plan_document', '计划', 'plans'),
    register('plan_item', '条目', 'items', { part_of: 'plan_document' }),
    register('report_reward', '奖励', 'rewards', { part_of: 'violation_report' }),
  ]
  const shape = (registers: Register[]) => wholes(registers).map((one) => [one.register.name, ...one.parts.map((part) => part.name)])
  it('puts parts of parts under the outermost whole', () => {
    expect(shape(chain)).toEqual([['plan_document', 'plan_adoption', 'plan_item'], ['report_reward']])
  })
  it('lets a part whose whole is closed to the reader stand for itself', () => {
    expect(shape(chain.filter((one) => one.name !== 'plan_document'))).toEqual([['plan_item', 'plan_adoption'], ['report_reward']])
    expect(shape([])).toEqual([])
  })
})
