import { describe, expect, it } from 'vitest'
// @ts-expect-error a module of the browser tests, without types
import { chain_of } from '../../tests/web/chain.mjs'
import type { Balance, ChainGraph } from '../src/api/trace'
import { provinceOf, presence } from '../src/trace/flows'
import { depthOf, keysOf, levels, sceneOf, usualLevel } from '../src/trace/groups'
import { box, layout, rowsFor, spread } from '../src/trace/layout'
import { withMarks } from '../src/trace/marks'
import { markKind, shortName, stepKind } from '../src/trace/names'
import { groupAt, whole } from '../src/trace/paint'
import { fromScan, toRead } from '../src/trace/scan'
import { crc32, csv, xlsx } from '../src/trace/sheet'

const chain = (events: number) => chain_of(events) as ChainGraph
const none = new Set<string>()
const folded = (graph: ChainGraph, level: (typeof levels)[number]) => sceneOf(graph, { level, opened: none, closed: none })

describe('the order of heights', () => {
  it('keeps what has room where it wants to be', () => {
    expect([...spread([0, 100, 250], 10)]).toEqual([0, 100, 250])
  })
  it('parts what wants to be in one place, around it', () => {
    expect([...spread([50, 50, 50], 10)]).toEqual([40, 50, 60])
  })
  it('is the least squares: two that collide share the way', () => {
    expect([...spread([0, 4, 100], 10)]).toEqual([-3, 7, 100])
  })
  it('of nothing is nothing', () => {
    expect([...spread([], 10)]).toEqual([])
  })
})

describe('the layout of a chain', () => {
  for (const level of levels) {
    const graph = chain(700)
    const scene = folded(graph, level)
    const placed = layout(scene)
    it(`puts what follows to the right (${level})`, () => {
      const wrong = scene.links.filter(
        (link) =>
          scene.groups[link.from]!.order < scene.groups[link.to]!.order && placed.x[link.to]! <= placed.x[link.from]!,
      )
      expect(wrong).toEqual([])
    })
    it(`puts no box upon another (${level})`, () => {
      for (const { nodes } of placed.layers) {
        const seen = new Map<number, number[]>()
        for (const node of nodes) {
          const column = seen.get(placed.x[node]!) ?? []
          for (const y of column) expect(Math.abs(y - placed.y[node]!)).toBeGreaterThanOrEqual(box.height)
          seen.set(placed.x[node]!, [...column, placed.y[node]!])
        }
      }
    })
    it(`stays inside of its width and height (${level})`, () => {
      expect(Math.min(...placed.x)).toBe(0)
      expect(Math.min(...placed.y)).toBe(0)
      expect(Math.max(...placed.x) + box.width).toBeLessThanOrEqual(placed.width + 0.5)
      expect(Math.max(...placed.y) + box.height).toBeCloseTo(placed.height, 2)
    })
  }
  it('of nothing has no width', () => {
    expect(layout({ groups: [], links: [] }).width).toBe(0)
  })
  it('draws a firm that gets goods back once, and still from left to right', () => {
    const groups = [{ order: 1 }, { order: 2 }]
    const placed = layout({ groups, links: [{ from: 0, to: 1 }, { from: 1, to: 0 }] })
    expect(placed.x[1]!).toBeGreaterThan(placed.x[0]!)
  })
  it('puts an origin next to what was made of it', () => {
    // 0 → 1 → 2 → 3, and 4 → 3: the late ingredient stands beside the third step.
    const groups = [1, 2, 3, 5, 4].map((order) => ({ order }))
    const links = [[0, 1], [1, 2], [2, 3], [4, 3]].map(([from, to]) => ({ from: from!, to: to! }))
    expect([...layout({ groups, links }).layer]).toEqual([0, 1, 2, 3, 2])
  })
  it('turns thousands of boxes in a layer into a block', () => {
    expect(rowsFor(10)).toBe(14)
    const rows = rowsFor(10_000)
    expect(rows).toBeLessThan(200)
    const placed = layout(folded(chain(10_000), 'event'))
    expect(placed.height).toBeLessThan((rows + 60) * (box.height + box.down))
  })
})

describe('folding', () => {
  const graph = chain(400)
  it('has fewer boxes the coarser it is, and every event in one of them', () => {
    const counts = levels.map((level) => folded(graph, level).groups.length)
    expect([...counts].sort((a, b) => a - b)).toEqual(counts)
    for (const level of levels) {
      const scene = folded(graph, level)
      expect(scene.groups.reduce((sum, group) => sum + group.steps.length, 0)).toBe(graph.nodes.length)
    }
    expect(counts[3]).toBe(graph.nodes.length)
  })
  it('opens and closes what is chosen, and leaves the rest', () => {
    const scene = folded(graph, 'place')
    const shop = scene.groups.find((group) => group.steps.length > 5)!
    const open = sceneOf(graph, { level: 'place', opened: new Set([shop.key]), closed: none })
    expect(open.groups.length).toBeGreaterThan(scene.groups.length)
    expect(open.groups.filter((group) => group.key.startsWith(`${shop.key}|`)).length).toBeGreaterThan(1)
    const [firm] = keysOf(graph.nodes[shop.steps[0]!]!)
    const shut = sceneOf(graph, { level: 'place', opened: none, closed: new Set([firm]) })
    expect(shut.groups.length).toBeLessThan(scene.groups.length)
    expect(shut.groups.some((group) => group.key === firm && group.level === 'firm')).toBe(true)
  })
  it('knows how deep a step is opened', () => {
    const keys = ['a', 'a|b', 'a|b|c', 'a|b|c|d']
    expect(depthOf(keys, { level: 'firm', opened: none, closed: none })).toBe(0)
    expect(depthOf(keys, { level: 'firm', opened: new Set(['a']), closed: none })).toBe(1)
    expect(depthOf(keys, { level: 'event', opened: none, closed: none })).toBe(3)
    expect(depthOf(keys, { level: 'event', opened: none, closed: new Set(['a|b']) })).toBe(1)
  })
  it('carries marks, what was asked for, and the times of its events', () => {
    const scene = folded(graph, 'firm')
    expect(scene.groups.filter((group) => group.asked)).toHaveLength(1)
    expect(new Set(scene.groups.flatMap((group) => group.marks))).toEqual(new Set(graph.nodes.flatMap((node) => node.marks)))
    const first = Math.min(...scene.groups.map((group) => group.first))
    expect(first).toBe(Date.parse(graph.first!))
  })
  it('begins with as much as a reader can take in', () => {
    expect(usualLevel(chain(20))).toBe('event')
    expect(usualLevel(chain(5000))).toBe('firm')
  })
})

describe('anomalies', () => {
  it('are put on the steps whose events they name, beside what is marked already', () => {
    const graph = chain(60)
    const event = (n: number) => ({ event: graph.nodes[n]!.event, type: 'ObjectEvent', time: '' })
    const candidates = [
      { rule: 'opened_twice', title: 'opened twice', id: 'x', events: [event(3), event(5)] },
      { rule: 'opened_twice', title: 'opened twice', id: 'x', events: [{ event: 'elsewhere', type: '', time: '' }] },
    ]
    const outside = [{ output: 'x', in: 1, out: 2, yield: 2, events: [event(5)] }]
    const marked = withMarks(graph, candidates, { rows: [{ outside }] as unknown as Balance['rows'] })
    const fresh = marked.nodes.filter((node, n) => node.marks.length > graph.nodes[n]!.marks.length)
    expect(fresh.map((node) => node.n)).toEqual([3, 5])
    expect(marked.nodes[5]!.marks).toEqual(['opened_twice', 'balance'])
    expect(marked.rules.map((one) => one.rule)).toContain('opened_twice')
    expect(graph.nodes[3]!.marks).toEqual([])
  })
})

describe('a table in a file', () => {
  it('is CSV that no spreadsheet takes for a formula', async () => {
    const bytes = await csv([['批次', 'a,b'], ['=1+1', '-3'], ['"x"', null]]).arrayBuffer()
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    expect(text).toBe('\ufeff批次,"a,b"\r\n\'=1+1,-3\r\n"""x""",\r\n')
  })
  it('is a workbook: an archive whose parts have the checksums that they say', async () => {
    const bytes = new Uint8Array(await xlsx([['a<b', 2]], '召回').arrayBuffer())
    const view = new DataView(bytes.buffer)
    let at = 0
    const names: string[] = []
    while (view.getUint32(at, true) === 0x04034b50) {
      const size = view.getUint32(at + 18, true)
      const from = at + 30 + view.getUint16(at + 26, true)
      names.push(new TextDecoder().decode(bytes.subarray(at + 30, from)))
      expect(crc32(bytes.subarray(from, from + size))).toBe(view.getUint32(at + 14, true))
      if (names.at(-1)!.includes('sheet1')) {
        expect(new TextDecoder().decode(bytes.subarray(from, from + size))).toContain('a&#60;b')
      }
      at = from + size
    }
    expect(names).toHaveLength(5)
    expect(view.getUint32(bytes.length - 22, true)).toBe(0x06054b50)
    expect(view.getUint32(bytes.length - 6, true)).toBe(at)
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926) // the check value of CRC-32
  })
})

describe('where things are', () => {
  const graph = chain(400)
  it('is nowhere before anything happened', () => {
    expect(presence(graph, Date.parse(graph.first!) - 1).here.size).toBe(0)
  })
  it('moves with time, and what was sold is gone', () => {
    const begin = presence(graph, Date.parse(graph.first!))
    expect([...begin.here]).toEqual([[provinceOf(graph.places[graph.nodes[0]!.place!]!.region!), 1]])
    const sold = graph.nodes.filter((node) => node.step === 'retail_selling').length
    const after = presence(graph, Infinity)
    expect(sold).toBeGreaterThan(100)
    expect(after.flows.length).toBeGreaterThan(3)
    expect(after.flows.every((flow) => flow.from !== flow.to)).toBe(true)
    expect(after.flows[0]!.count).toBeGreaterThanOrEqual(after.flows.at(-1)!.count)
  })
  it('says when no region is on record', () => {
    const bare = { ...graph, places: {} }
    const { here, flows } = presence(bare, Infinity)
    expect([...here.keys()]).toEqual([''])
    expect(flows).toEqual([])
  })
})

describe('names', () => {
  it('are short and keep what tells things apart', () => {
    expect(shortName('https://id.gs1.org/01/09520000032012/10/L1')).toEqual({ form: 'lot', code: 'L1', of: '09520000032012' })
    expect(shortName('https://id.gs1.org/01/09520000032012/21/7%2F1').code).toBe('7/1')
    expect(shortName('https://id.gs1.org/00/095200001300000787').form).toBe('unit')
    expect(shortName('https://id.gs1.org/414/9520000150013').form).toBe('place')
    expect(shortName('withheld:3')).toEqual({ form: 'withheld', code: '3', of: '' })
    expect(shortName('urn:epc:id:gid:1.2.3').code).toBe('gid:1.2.3')
  })
  it('of rules and steps have their kind', () => {
    expect(markKind('opened_twice')).toBe('gap')
    expect(markKind('impossible_journey')).toBe('clone')
    expect(markKind('chilled_dairy')).toBe('breach')
    expect(stepKind('retail_selling')).toBe('sold')
    expect(stepKind('urn:epcglobal:cbv:bizstep:packing')).toBe('packed')
    expect(stepKind('packing', 'TransformationEvent')).toBe('made')
    expect(stepKind(null)).toBe('other')
  })
})

describe('a scanned text', () => {
  it('keeps its separator, however it is written', () => {
    expect(fromScan(']d20109520000032012<GS>10L1\r\n')).toBe(']d20109520000032012\u001d10L1')
    expect(fromScan('  10L1\u241d21A ')).toBe('10L1\u001d21A')
    expect(toRead('10L1\u001d21A')).toBe('10L1␝21A')
  })
})

describe('the view', () => {
  const placed = layout(folded(chain(300), 'event'))
  it('shows the whole, and finds what is pointed at', () => {
    const view = whole(placed, 800, 500)
    expect(placed.width * view.scale).toBeLessThanOrEqual(800)
    expect(placed.height * view.scale).toBeLessThanOrEqual(500)
    const at = (node: number) => [(placed.x[node]! + 5 - view.x) * view.scale, (placed.y[node]! + 5 - view.y) * view.scale] as const
    for (const node of [0, 7, 250]) expect(groupAt(placed, view, ...at(node))).toBe(node)
    expect(groupAt(placed, view, -50, -50)).toBe(-1)
  })
})
