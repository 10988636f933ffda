// A made-up answer to /api/v1/trace/steps of any size, for what must hold for large chains: farms, a plant,
// pallets, depots, shops, and a sale for each piece.

const link = (path) => `https://id.gs1.org/${path}`
const regions = ['620100', '610100', '110000', '310000', '440100', '510100', '330100', '650100']

/// A chain of at least `events` events; the same for the same number.
export function chain_of(events) {
  const nodes = []
  const edges = []
  const places = {}
  const lot = link('01/09520000032012/10/L1')
  const begin = Date.parse('2026-01-01T08:00:00Z')
  const at = (hours) => new Date(begin + hours * 3.6e6).toISOString()
  const place = (number, name) => {
    const id = link(`414/95200000${String(number).padStart(5, '0')}`)
    places[id] ??= { name, firm: `firm-${number}`, region: regions[number % regions.length] }
    return id
  }
  const add = (step, hours, where, ids, more = {}) => {
    const n = nodes.length
    nodes.push({
      n, event: `urn:uuid:${n}`, type: 'ObjectEvent', action: 'OBSERVE', step, time: at(hours), recorded: at(hours),
      place: where, firm: places[where].firm, distance: 1, ids: ids.slice(0, 5),
      count: ids.length, marks: [], ...more,
    })
    return n
  }
  const tie = (from, to, ids) => edges.push({ from, to, count: ids.length })

  const plant = place(3, '兰州乳品厂 3（合成）')
  const made = add('commissioning', 70, plant, [lot], { type: 'TransformationEvent', distance: 0 })
  for (let farm = 0; farm < 4; ++farm) {
    const milk = [link(`01/09520000101015/10/R${farm}`)]
    const yard = place(10 + farm, `牧场 ${farm}（合成）`)
    const drawn = add('commissioning', farm, yard, milk, { distance: -3 })
    const sent = add('shipping', 4 + farm, yard, milk, { distance: -2 })
    const came = add('receiving', 40 + farm, plant, milk, { distance: -1, marks: farm === 2 ? ['quantity_mismatch'] : [] })
    tie(drawn, sent, milk)
    tie(sent, came, milk)
    tie(came, made, milk)
  }
  for (let pallet = 0; nodes.length < events; ++pallet) {
    const pieces = Array.from({ length: 40 }, (_, i) => link(`01/09520000032012/21/${10_000_000 + pallet * 40 + i}`))
    const unit = link(`00/0952000030${String(pallet).padStart(8, '0')}`)
    const shop = place(30 + (pallet % 23), `超市 ${pallet % 23}（合成）`)
    const depot = place(20 + (pallet % 3), `配送中心 ${pallet % 3}（合成）`)
    const hour = 72 + pallet * 0.2
    const packed = add('packing', hour, plant, [unit, ...pieces], { container: unit, type: 'AggregationEvent', action: 'ADD' })
    const road = [
      add('shipping', hour + 2, plant, [unit], { container: unit }),
      add('receiving', hour + 20, depot, [unit], { container: unit, marks: pallet % 31 === 5 ? ['impossible_journey'] : [] }),
      add('shipping', hour + 26, depot, [unit], { container: unit, marks: pallet % 37 === 7 ? ['chilled_dairy'] : [] }),
      add('receiving', hour + 34, shop, [unit], { container: unit }),
      add('unpacking', hour + 36, shop, [unit, ...pieces], { container: unit, type: 'AggregationEvent', action: 'DELETE' }),
    ]
    tie(made, packed, pieces)
    for (const [i, step] of road.entries()) tie(i ? road[i - 1] : packed, step, pieces)
    for (const [i, piece] of pieces.entries()) {
      if (nodes.length >= events || i % 8 === 7) break
      const sold = add('retail_selling', hour + 40 + i, shop, [piece], { marks: pallet % 41 === 3 && i === 2 ? ['sale_after_sale'] : [] })
      tie(road[4], sold, [piece])
    }
  }
  // As the server sends them: by time, with edges that name the places in that order.
  nodes.sort((a, b) => a.time.localeCompare(b.time) || a.n - b.n)
  const place_of = new Map(nodes.map((node, n) => [node.n, n]))
  nodes.forEach((node, n) => (node.n = n))
  for (const edge of edges) [edge.from, edge.to] = [place_of.get(edge.from), place_of.get(edge.to)]
  const rules = [...new Set(nodes.flatMap((node) => node.marks))]
  return {
    asked: lot, id: lot, direction: 'both', first: nodes[0].time, last: nodes.at(-1).time, complete: true,
    nodes_total: nodes.length, nodes, edges, places, firms: {}, hidden: 0, assumed: { starts_assumed: 2 },
    rules: rules.map((rule) => ({ rule, title: rule })),
  }
}

export const state_of_chain = {
  id: link('01/09520000032012/10/L1'), form: 'lot', status: 'used', place: link('414/9520000000003'), events: [],
  event: { event: 'urn:uuid:0', type: 'TransformationEvent', step: 'packing', time: '2026-01-06T07:11:04Z' },
}
