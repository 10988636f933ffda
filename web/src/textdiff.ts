// What differs inside a text: words of Latin script and single Chinese characters, by the longest
// common subsequence.

export interface Piece {
  text: string
  kind: 'same' | 'gone' | 'new'
}

/// Above this many comparisons the middle is shown as replaced in one piece.
const most = 4_000_000

const tokens = (text: string) => text.match(/[\p{Script=Latin}\p{N}]+|\s+|[\s\S]/gu) ?? []

function common(a: string[], b: string[], fromEnd: boolean): number {
  const most = Math.min(a.length, b.length)
  let n = 0
  while (n < most && (fromEnd ? a[a.length - 1 - n] === b[b.length - 1 - n] : a[n] === b[n])) ++n
  return n
}

/// lengths[i][j]: of the longest common subsequence of a from i and b from j.
function table(a: string[], b: string[]): Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; --i) {
    for (let j = b.length - 1; j >= 0; --j) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
    }
  }
  return lengths
}

function middle(a: string[], b: string[]): Piece[] {
  if (a.length * b.length > most) {
    return [
      { kind: 'gone', text: a.join('') },
      { kind: 'new', text: b.join('') },
    ]
  }
  const lengths = table(a, b)
  const found: Piece[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: 'same', text: a[i]! })
      ++i
      ++j
    } else if (i < a.length && (j === b.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      found.push({ kind: 'gone', text: a[i++]! })
    } else {
      found.push({ kind: 'new', text: b[j++]! })
    }
  }
  return found
}

/// The later text with what is gone from the earlier one in its place. Left out what is new, it is
/// the earlier text; left out what is gone, the later one.
export function pieces(before: string, after: string): Piece[] {
  const a = tokens(before)
  const b = tokens(after)
  const head = common(a, b, false)
  const tail = common(a.slice(head), b.slice(head), true)
  const all: Piece[] = [
    { kind: 'same', text: a.slice(0, head).join('') },
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    { kind: 'same', text: a.slice(a.length - tail).join('') },
  ]
  return all
    .filter((one) => one.text)
    .reduce<Piece[]>((joined, one) => {
      const last = joined.at(-1)
      if (last?.kind === one.kind) last.text += one.text
      else joined.push({ ...one })
      return joined
    }, [])
}
