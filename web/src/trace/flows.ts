// Where the things of a chain were seen last by a moment, and what went from region to region until then.

import type { ChainGraph } from '@/api/trace'

export interface Flow {
  from: string // region codes
  to: string
  count: number
}

export interface Presence {
  here: Map<string, number> // by region; '' where none is on record
  places: Map<string, number>
  flows: Flow[]
}

type Chain = Pick<ChainGraph, 'nodes' | 'edges' | 'places'>

const regionOf = (graph: Chain, place: string | undefined) => (place && graph.places[place]?.region) || ''

/// Province of a region, so that cities meet on one tile.
export const provinceOf = (region: string) => (region ? `${region.slice(0, 2)}0000` : '')

function add<Key>(to: Map<Key, number>, key: Key, count: number) {
  to.set(key, (to.get(key) ?? 0) + count)
}

/// Things that no later step by `moment` (milliseconds) took further count where they were seen last;
/// what was sold or went out of use counts nowhere.
export function presence(graph: Chain, moment: number, level: (region: string) => string = provinceOf): Presence {
  const happened = graph.nodes.map((node) => Date.parse(node.time) <= moment)
  const taken = new Int32Array(graph.nodes.length)
  const flows = new Map<string, Flow>()
  for (const edge of graph.edges) {
    if (!happened[edge.from] || !happened[edge.to]) continue
    taken[edge.from]! += edge.count
    const from = level(regionOf(graph, graph.nodes[edge.from]!.place))
    const to = level(regionOf(graph, graph.nodes[edge.to]!.place))
    if (!from || !to || from === to) continue
    const flow = flows.get(`${from}>${to}`)
    if (flow) flow.count += edge.count
    else flows.set(`${from}>${to}`, { from, to, count: edge.count })
  }
  const here = new Map<string, number>()
  const places = new Map<string, number>()
  graph.nodes.forEach((node, i) => {
    const left = node.count - taken[i]!
    if (!happened[i] || left <= 0 || gone(node.step)) return
    add(here, level(regionOf(graph, node.place)), left)
    add(places, node.place ?? '', left)
  })
  return { here, places, flows: [...flows.values()].sort((a, b) => b.count - a.count) }
}

const gone = (step: string | undefined) =>
  /(retail_selling|dispensing|decommissioning|destroying|consuming)$/.test(step ?? '')
