// Which steps of a chain are drawn as one: by firm, by place and step, by pallet, or each event by itself.

import type { ChainGraph, ChainNode } from '@/api/trace'

export const levels = ['firm', 'place', 'unit', 'event'] as const
export type Level = (typeof levels)[number]

/// Steps drawn as one.
export interface Group {
  key: string
  level: Level
  steps: number[] // indices of the graph's nodes, in the order of time
  order: number // of its first step in the answer, which is by time
  first: number // milliseconds
  last: number
  count: number // things, the most that one of its steps names
  marks: string[]
  asked: boolean
  hidden: boolean
}

export interface Link {
  from: number // indices of groups
  to: number
  count: number
}

export interface Scene {
  groups: Group[]
  links: Link[]
  groupOf: Int32Array // of each step
}

/// What was opened or closed by hand, against the level chosen for all.
export interface Folding {
  level: Level
  opened: ReadonlySet<string>
  closed: ReadonlySet<string>
}

/// The keys of a step, coarsest first. Each begins with the one before, so groups nest.
export function keysOf(node: ChainNode): [string, string, string, string] {
  const who = node.firm ?? node.place ?? '?'
  const firm = `${node.hidden ? '~' : ''}${who}`
  const place = `${firm}|${node.place ?? ''}|${node.step ?? node.type}`
  const unit = `${place}|${node.container ?? (node.count === 1 ? (node.ids[0] ?? '') : `#${node.n}`)}`
  return [firm, place, unit, `${unit}|#${node.n}`]
}

/// How deep a step is opened: 0 for its firm, 3 for the event itself.
export function depthOf(keys: readonly string[], folding: Folding): number {
  const usual = levels.indexOf(folding.level)
  for (let depth = 0; depth < 3; ++depth) {
    const key = keys[depth]!
    if (folding.closed.has(key)) return depth
    if (depth >= usual && !folding.opened.has(key)) return depth
  }
  return 3
}

const milliseconds = (time: string) => Date.parse(time) || 0

function begun(key: string, depth: number): Group {
  return {
    key,
    level: levels[depth]!,
    steps: [],
    order: Infinity,
    first: Infinity,
    last: -Infinity,
    count: 0,
    marks: [],
    asked: false,
    hidden: true,
  }
}

function take(group: Group, node: ChainNode) {
  const time = milliseconds(node.time)
  group.steps.push(node.n)
  group.order = Math.min(group.order, node.n)
  group.first = Math.min(group.first, time)
  group.last = Math.max(group.last, time)
  group.count += node.count
  for (const mark of node.marks) if (!group.marks.includes(mark)) group.marks.push(mark)
  group.asked ||= node.distance === 0
  group.hidden &&= !!node.hidden
}

/// The graph as it is drawn.
export function sceneOf(graph: Pick<ChainGraph, 'nodes' | 'edges'>, folding: Folding): Scene {
  const groups: Group[] = []
  const byKey = new Map<string, number>()
  const groupOf = new Int32Array(graph.nodes.length)
  for (const node of graph.nodes) {
    const keys = keysOf(node)
    const depth = depthOf(keys, folding)
    const key = keys[depth]!
    let at = byKey.get(key)
    if (at === undefined) {
      at = groups.push(begun(key, depth)) - 1
      byKey.set(key, at)
    }
    take(groups[at]!, node)
    groupOf[node.n] = at
  }
  const links = new Map<number, Link>()
  for (const edge of graph.edges) {
    const from = groupOf[edge.from]!
    const to = groupOf[edge.to]!
    if (from === to) continue
    const key = from * groups.length + to
    const link = links.get(key)
    if (link) link.count += edge.count
    else links.set(key, { from, to, count: edge.count })
  }
  return { groups, links: [...links.values()], groupOf }
}

/// The finest level at which a reader still sees the whole: at most `most` groups.
export function usualLevel(graph: Pick<ChainGraph, 'nodes'>, most = 60): Level {
  for (const level of ['event', 'unit', 'place'] as const) {
    const depth = levels.indexOf(level)
    const keys = new Set<string>()
    for (const node of graph.nodes) {
      keys.add(keysOf(node)[depth]!)
      if (keys.size > most) break
    }
    if (keys.size <= most) return level
  }
  return graph.nodes.length > 2000 ? 'firm' : 'place'
}
