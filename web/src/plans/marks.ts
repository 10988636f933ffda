// A plan's text cut where its parts begin and end, so that each piece knows every part it belongs to.

import type { Parse } from '@/api/plans'

export type MarkKind = 'section' | 'item' | 'title' | 'clause' | 'party' | 'target' | 'number' | 'citation' | 'defect' | 'goal' | 'box'

export interface Mark {
  kind: MarkKind
  from: number // code points
  to: number
  about: unknown // the part of the parse that it stands for
}

export interface Piece {
  text: string
  from: number
  marks: Mark[] // outermost first
}

/// Everything in a parse that can be pointed at.
export function marksOf(parse: Parse): Mark[] {
  const marks: Mark[] = []
  const add = (kind: MarkKind, place: { char_offset: number; char_length: number } | null | undefined, about: unknown) => {
    if (place && place.char_length > 0) {
      marks.push({ kind, from: place.char_offset, to: place.char_offset + place.char_length, about })
    }
  }
  for (const section of parse.sections) add('section', section, section)
  for (const goal of parse.goals) add('goal', goal, goal)
  for (const box of parse.boxes) add('box', box, box)
  for (const item of parse.items) {
    add('item', item, item)
    add('clause', item.clause, item)
    for (const one of item.clause?.assignments ?? []) add('party', one, one)
  }
  for (const target of parse.targets) add('target', target, target)
  for (const number of parse.numbers) add('number', number, number)
  for (const citation of parse.document.cites) {
    for (const place of citation.places) add('citation', place, citation)
  }
  for (const defect of parse.defects) add('defect', defect, defect)
  return marks
}

/// The text in pieces between the ends of marks; together they are the text, nothing lost or doubled.
export function piecesOf(text: string, marks: Mark[]): Piece[] {
  const signs = Array.from(text)
  const bounded = marks.map((mark) => ({ mark, from: Math.max(0, mark.from), to: Math.min(signs.length, mark.to) }))
  const cuts = new Set([0, signs.length])
  for (const one of bounded) {
    if (one.from < one.to) cuts.add(one.from).add(one.to)
  }
  const at = [...cuts].sort((a, b) => a - b)
  const opening = [...bounded].sort((a, b) => a.from - b.from || b.to - a.to)
  const pieces: Piece[] = []
  let open: typeof bounded = []
  let next = 0
  for (let i = 0; i + 1 < at.length; ++i) {
    const from = at[i]!
    open = open.filter((one) => one.to > from)
    while (next < opening.length && opening[next]!.from <= from) {
      if (opening[next]!.to > from) open.push(opening[next]!)
      ++next
    }
    pieces.push({ text: signs.slice(from, at[i + 1]).join(''), from, marks: open.map((one) => one.mark) })
  }
  return pieces
}

/// Pieces by the line they stand on; a piece that runs over a line's end is cut there.
export function linesOf(pieces: Piece[]): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const piece of pieces) {
    let from = piece.from
    piece.text.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([])
      if (part) lines.at(-1)!.push({ ...piece, text: part, from })
      from += Array.from(part).length + 1
    })
  }
  return lines
}
