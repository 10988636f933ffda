// Where the boxes of a chain stand: layers from left (origin) to right (market), so that whatever follows
// from something stands to its right; within a layer near what it is linked with, and never upon another.

export const box = { width: 160, height: 52, across: 40, down: 14 }

export interface Layout {
  x: Float32Array // left edge
  y: Float32Array // upper edge
  layer: Int32Array
  layers: { x: number; width: number; nodes: number[] }[]
  width: number
  height: number
}

interface Drawn {
  groups: readonly { order: number }[]
  links: readonly { from: number; to: number }[]
}

/// Adjacency without an array per node.
interface Neighbours {
  start: Int32Array
  other: Int32Array
}

function neighbours(count: number, links: readonly { from: number; to: number }[], incoming: boolean): Neighbours {
  const start = new Int32Array(count + 1)
  for (const link of links) start[(incoming ? link.to : link.from) + 1]!++
  for (let i = 0; i < count; ++i) start[i + 1]! += start[i]!
  const other = new Int32Array(links.length)
  const at = start.slice(0, count)
  for (const link of links) {
    const here = incoming ? link.to : link.from
    other[at[here]!++] = incoming ? link.from : link.to
  }
  return { start, other }
}

/// The order in which the groups began.
function byTime(drawn: Drawn): Int32Array {
  const order = Int32Array.from(drawn.groups, (_, i) => i)
  return order.sort((a, b) => drawn.groups[a]!.order - drawn.groups[b]!.order || a - b)
}

/// Longest way from an origin. Links that lead back in time (a firm that gets goods back) do not count.
function layersOf(drawn: Drawn, order: Int32Array): { layer: Int32Array; forward: { from: number; to: number }[] } {
  const rank = new Int32Array(order.length)
  order.forEach((node, i) => (rank[node] = i))
  const forward = drawn.links.filter((link) => rank[link.from]! < rank[link.to]!)
  const after = neighbours(order.length, forward, false)
  const before = neighbours(order.length, forward, true)
  const layer = new Int32Array(order.length)
  for (const node of order) {
    for (let i = after.start[node]!; i < after.start[node + 1]!; ++i) {
      const next = after.other[i]!
      layer[next] = Math.max(layer[next]!, layer[node]! + 1)
    }
  }
  // Origins go next to what was made of them, not to the far left.
  for (let k = order.length - 1; k >= 0; --k) {
    const node = order[k]!
    const first = after.start[node]!
    const last = after.start[node + 1]!
    if (before.start[node] !== before.start[node + 1] || first === last) continue
    let nearest = Infinity
    for (let i = first; i < last; ++i) nearest = Math.min(nearest, layer[after.other[i]!]!)
    layer[node] = Math.max(0, nearest - 1)
  }
  return { layer, forward }
}

/// Positions nearest to the wished ones (least squares) with at least `gap` between neighbours.
/// `wished` is in the order in which the things stand.
export function spread(wished: ArrayLike<number>, gap: number): Float64Array {
  const sums: number[] = []
  const counts: number[] = []
  for (let i = 0; i < wished.length; ++i) {
    let sum = wished[i]! - i * gap
    let count = 1
    // Pool with the block before as long as the order of the means is wrong.
    while (sums.length && sums[sums.length - 1]! / counts[counts.length - 1]! >= sum / count) {
      sum += sums.pop()!
      count += counts.pop()!
    }
    sums.push(sum)
    counts.push(count)
  }
  const placed = new Float64Array(wished.length)
  let at = 0
  sums.forEach((sum, block) => {
    for (let i = 0; i < counts[block]!; ++i, ++at) placed[at] = sum / counts[block]! + at * gap
  })
  return placed
}

/// How many boxes stand above each other before a layer takes a further column.
export function rowsFor(most: number): number {
  const pitch = (box.width + 24) / (box.height + box.down)
  return Math.max(14, Math.ceil(Math.sqrt((most * pitch) / 2)))
}

class Placing {
  readonly y: Float64Array
  readonly wish: Float64Array

  constructor(
    readonly members: number[][],
    readonly columns: number[],
    count: number,
  ) {
    this.y = new Float64Array(count)
    this.wish = new Float64Array(count)
    members.forEach((layer, i) => this.settle(layer, columns[i]!))
  }

  /// Orders a layer by the mean height of its neighbours and puts it there.
  draw(at: number, sides: Neighbours[]) {
    const layer = this.members[at]!
    for (const node of layer) {
      let sum = 0
      let count = 0
      for (const side of sides) {
        for (let i = side.start[node]!; i < side.start[node + 1]!; ++i, ++count) sum += this.y[side.other[i]!]!
      }
      this.wish[node] = count ? sum / count : this.y[node]!
    }
    layer.sort((a, b) => this.wish[a]! - this.wish[b]! || a - b)
    this.settle(layer, this.columns[at]!, true)
  }

  private settle(layer: number[], columns: number, wished = false) {
    const rows = Math.ceil(layer.length / columns)
    const means = new Float64Array(rows)
    layer.forEach((node, i) => (means[Math.floor(i / columns)]! += this.wish[node]!))
    for (let row = 0; row < rows; ++row) {
      means[row]! /= Math.min(columns, layer.length - row * columns)
      if (!wished) means[row] = 0
    }
    const placed = spread(means, box.height + box.down)
    layer.forEach((node, i) => (this.y[node] = placed[Math.floor(i / columns)]!))
  }
}

export function layout(drawn: Drawn): Layout {
  const count = drawn.groups.length
  const order = byTime(drawn)
  const { layer, forward } = layersOf(drawn, order)
  const members: number[][] = []
  for (const node of order) (members[layer[node]!] ??= []).push(node)
  const rows = rowsFor(Math.max(0, ...members.map((one) => one.length)))
  const columns = members.map((one) => Math.ceil(one.length / rows))

  const placing = new Placing(members, columns, count)
  const before = neighbours(count, forward, true)
  const after = neighbours(count, forward, false)
  for (let sweep = 0; sweep < 4; ++sweep) {
    for (let i = 1; i < members.length; ++i) placing.draw(i, [before])
    for (let i = members.length - 2; i >= 0; --i) placing.draw(i, sweep === 3 ? [before, after] : [after])
  }
  return put(members, columns, layer, placing.y)
}

function put(members: number[][], columns: number[], layer: Int32Array, heights: Float64Array): Layout {
  const x = new Float32Array(heights.length)
  const y = new Float32Array(heights.length)
  let top = Infinity
  let bottom = 0
  for (const height of heights) top = Math.min(top, height)
  let left = 0
  const layers = members.map((nodes, i) => {
    const across = columns[i]!
    nodes.forEach((node, k) => {
      x[node] = left + (k % across) * (box.width + 24)
      y[node] = heights[node]! - top
      bottom = Math.max(bottom, y[node]! + box.height)
    })
    const one = { x: left, width: across * (box.width + 24) - 24, nodes }
    left += one.width + box.across
    return one
  })
  return { x, y, layer, layers, width: Math.max(0, left - box.across), height: bottom }
}
