// Draws a chain on a canvas. What is far away is drawn as boxes in one go for each colour, what is near with
// its words; marks of anomalies keep their size on the screen, so that they are seen from any distance.

import { box, type Layout } from './layout'
import type { MarkKind, StepKind } from './names'
import type { Scene } from './groups'

/// What a box says; asked for only when the box is near enough to be read.
export interface Words {
  title: string
  line: string
}

export interface Face {
  kind: StepKind
  hidden: boolean
  asked: boolean
  marks: MarkKind[]
  words: () => Words
}

export interface Picture {
  scene: Scene
  layout: Layout
  faces: Face[]
  eras: string[] // above each layer: its days
}

/// World coordinates of the upper left corner, and pixels for one unit.
export interface View {
  x: number
  y: number
  scale: number
  width: number
  height: number
}

export interface Look {
  chosen: number // a group, or -1
  under: number // the pointer
  until: number // groups that began later are pale
  near: ReadonlySet<number> // linked with the chosen one
}

export const colours: Record<StepKind, { fill: string; edge: string }> = {
  made: { fill: '#dcecdf', edge: '#2f7a4f' },
  packed: { fill: '#e9e3f4', edge: '#6a4fa3' },
  moved: { fill: '#dce9f4', edge: '#1d5a8c' },
  sold: { fill: '#f8ebcd', edge: '#8a5a00' },
  gone: { fill: '#e6e3df', edge: '#5d5650' },
  other: { fill: '#eef1f4', edge: '#5a6672' },
}
const hiddenLook = { fill: '#f4f4f4', edge: '#7c858e' }
export const markColours: Record<MarkKind, string> = {
  gap: '#a92e26',
  clone: '#8c1f66',
  balance: '#7a4a00',
  breach: '#a3420f',
}

export const wordsFrom = 0.24 // scale from which a box is read
const signsFrom = 0.42 // … from which a mark has room for its sign
export const top = 26 // pixels above the chain for the days

export function paint(ctx: CanvasRenderingContext2D, picture: Picture, view: View, look: Look) {
  const { layout } = picture
  ctx.save()
  ctx.fillStyle = '#fff'
  ctx.fillRect(0, 0, view.width, view.height)
  ctx.translate(-view.x * view.scale, -view.y * view.scale)
  ctx.scale(view.scale, view.scale)
  const seen = visible(layout, view)
  links(ctx, picture, view, look)
  boxes(ctx, picture, view, look, seen)
  if (view.scale >= wordsFrom) words(ctx, picture, view, look, seen)
  marks(ctx, picture, view, look, seen)
  ctx.restore()
  eras(ctx, picture, view)
}

function visible(layout: Layout, view: View): number[] {
  const right = view.x + view.width / view.scale
  const bottom = view.y + view.height / view.scale
  const seen: number[] = []
  for (const layer of layout.layers) {
    if (layer.x > right || layer.x + layer.width < view.x) continue
    for (const node of layer.nodes) {
      const x = layout.x[node]!
      const y = layout.y[node]!
      if (x < right && x + box.width > view.x && y < bottom && y + box.height > view.y) seen.push(node)
    }
  }
  return seen
}

function links(ctx: CanvasRenderingContext2D, { scene, layout }: Picture, view: View, look: Look) {
  const right = view.x + view.width / view.scale
  const bottom = view.y + view.height / view.scale
  const bent = view.scale >= 0.25
  const near = new Path2D()
  const far = new Path2D()
  for (const link of scene.links) {
    if (scene.groups[link.to]!.first > look.until) continue
    const x0 = layout.x[link.from]! + box.width
    const y0 = layout.y[link.from]! + box.height / 2
    const x1 = layout.x[link.to]!
    const y1 = layout.y[link.to]! + box.height / 2
    if (Math.min(x0, x1) > right || Math.max(x0, x1) < view.x) continue
    if (Math.min(y0, y1) > bottom || Math.max(y0, y1) < view.y) continue
    const path = link.from === look.chosen || link.to === look.chosen ? near : far
    path.moveTo(x0, y0)
    if (x1 <= x0) {
      // Back in time: over the top, drawn as a bow.
      const over = Math.min(y0, y1) - box.height
      path.bezierCurveTo(x0 + 60, over, x1 - 60, over, x1, y1)
    } else if (bent) {
      const reach = Math.min(120, (x1 - x0) / 2)
      path.bezierCurveTo(x0 + reach, y0, x1 - reach, y1, x1, y1)
    } else {
      path.lineTo(x1, y1)
    }
  }
  ctx.lineWidth = bent ? 1.2 : 0.7 / view.scale
  ctx.strokeStyle = scene.links.length > 3000 && !bent ? 'rgb(120 140 160 / 22%)' : '#9aa8b5'
  ctx.stroke(far)
  ctx.lineWidth = Math.max(2, 1.5 / view.scale)
  ctx.strokeStyle = '#17324d'
  ctx.stroke(near)
}

function boxes(ctx: CanvasRenderingContext2D, picture: Picture, view: View, look: Look, seen: number[]) {
  const { layout, faces, scene } = picture
  const rounded = view.scale >= 0.3
  const byLook = new Map<string, Path2D>()
  for (const node of seen) {
    const face = faces[node]!
    const key = scene.groups[node]!.first > look.until ? 'later' : face.hidden ? 'hidden' : face.kind
    let path = byLook.get(key)
    if (!path) byLook.set(key, (path = new Path2D()))
    if (rounded) path.roundRect(layout.x[node]!, layout.y[node]!, box.width, box.height, 5)
    else path.rect(layout.x[node]!, layout.y[node]!, box.width, box.height)
  }
  for (const [key, path] of byLook) {
    const colour =
      key === 'hidden' ? hiddenLook : key === 'later' ? { fill: '#fbfbfb', edge: '#d7dce1' } : colours[key as StepKind]
    ctx.fillStyle = rounded ? colour.fill : colour.edge
    if (key === 'later' && !rounded) ctx.fillStyle = '#e6e9ec'
    ctx.fill(path)
    if (!rounded) continue
    ctx.lineWidth = 1.2
    ctx.strokeStyle = colour.edge
    ctx.setLineDash(key === 'hidden' || key === 'later' ? [5, 4] : [])
    ctx.stroke(path)
    ctx.setLineDash([])
  }
  frames(ctx, picture, view, look, seen)
}

/// Around what was asked for, what is chosen, and what the pointer is on.
function frames(ctx: CanvasRenderingContext2D, { layout, faces }: Picture, view: View, look: Look, seen: number[]) {
  const one = 1 / view.scale
  for (const node of seen) {
    const asked = faces[node]!.asked
    if (!asked && node !== look.chosen && node !== look.under && !look.near.has(node)) continue
    const out = node === look.chosen ? 3 * one : asked ? 2 * one : 0
    ctx.lineWidth = (node === look.chosen ? 3 : asked ? 2.5 : 1.6) * Math.max(1, one)
    ctx.strokeStyle = node === look.chosen ? '#17324d' : asked ? '#b27c12' : '#1d5a8c'
    ctx.strokeRect(layout.x[node]! - out, layout.y[node]! - out, box.width + 2 * out, box.height + 2 * out)
  }
}

/// Letters keep a size that can be read as long as the box has room for them: two lines, one, or none.
function words(ctx: CanvasRenderingContext2D, { layout, faces, scene }: Picture, view: View, look: Look, seen: number[]) {
  const both = view.scale * box.height >= 22
  const large = Math.min(30, Math.max(13, 10.5 / view.scale))
  const small = Math.min(26, Math.max(12, 9.5 / view.scale))
  const edge = 6
  for (const node of seen) {
    const { marks: some, words: said } = faces[node]!
    const { title, line } = said()
    const later = scene.groups[node]!.first > look.until
    const x = layout.x[node]! + edge
    const y = layout.y[node]!
    const room = Math.floor(box.width - 2 * edge - some.length * 2.1 * markRadius(view))
    ctx.fillStyle = later ? '#6f7983' : '#17232f'
    ctx.font = `600 ${large.toFixed(0)}px ${family()}`
    ctx.fillText(fitted(ctx, title, room), x, y + (both ? box.height * 0.44 : box.height / 2 + large * 0.36))
    if (!both) continue
    ctx.fillStyle = later ? '#6f7983' : '#46525e'
    ctx.font = `${small.toFixed(0)}px ${family()}`
    ctx.fillText(fitted(ctx, line, box.width - 2 * edge), x, y + box.height * 0.85)
  }
}

let known = ''
/// The family of the page, as a canvas must be told.
function family(): string {
  known ||= getComputedStyle(document.body).fontFamily
  return known
}
export const forgetFamily = () => (known = '')

const fits = new Map<string, string>()
/// As much of a text as there is room for.
function fitted(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  const key = `${ctx.font}|${room}|${text}`
  const before = fits.get(key)
  if (before !== undefined) return before
  let shown = text
  if (ctx.measureText(text).width > room) {
    let low = 0
    let high = text.length
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (ctx.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle
      else high = middle - 1
    }
    shown = `${text.slice(0, low)}…`
  }
  if (fits.size > 20_000) fits.clear()
  fits.set(key, shown)
  return shown
}

/// The outline of a mark around (x, y): a triangle for a gap, a diamond for a clone, a square for a balance,
/// a disc for a breach.
export function markOutline(path: Path2D, kind: MarkKind, x: number, y: number, r: number) {
  if (kind === 'gap') {
    path.moveTo(x, y - r)
    path.lineTo(x + r, y + r * 0.8)
    path.lineTo(x - r, y + r * 0.8)
  } else if (kind === 'clone') {
    path.moveTo(x, y - r)
    path.lineTo(x + r, y)
    path.lineTo(x, y + r)
    path.lineTo(x - r, y)
  } else if (kind === 'balance') {
    path.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6)
    return
  } else {
    path.moveTo(x + r * 0.9, y)
    path.arc(x, y, r * 0.9, 0, 2 * Math.PI)
  }
  path.closePath()
}
export const markSigns: Record<MarkKind, string> = { gap: '!', clone: '2', balance: '≠', breach: '℃' }

/// In units of the chain: never smaller than six pixels.
const markRadius = (view: View) => Math.max(8, 6 / view.scale)

function marks(ctx: CanvasRenderingContext2D, { layout, faces, scene }: Picture, view: View, look: Look, seen: number[]) {
  const r = markRadius(view)
  ctx.textAlign = 'center'
  for (const node of seen) {
    if (scene.groups[node]!.first > look.until) continue
    faces[node]!.marks.forEach((kind, i) => {
      const x = layout.x[node]! + box.width - r - 3 - i * 2.1 * r
      const y = layout.y[node]! + (view.scale * box.height >= 22 ? r + 2 : box.height / 2)
      const path = new Path2D()
      markOutline(path, kind, x, y, r)
      ctx.fillStyle = markColours[kind]
      ctx.lineWidth = r / 6
      ctx.strokeStyle = '#fff'
      ctx.fill(path)
      ctx.stroke(path)
      if (view.scale < signsFrom) return
      ctx.fillStyle = '#fff'
      ctx.font = `700 ${(r * (kind === 'breach' ? 1 : 1.25)).toFixed(0)}px ${family()}`
      ctx.fillText(markSigns[kind], x, y + r * 0.45)
    })
  }
  ctx.textAlign = 'start'
}

/// The days of each layer, above it, as far as they do not run into each other.
function eras(ctx: CanvasRenderingContext2D, { layout, eras: days }: Picture, view: View) {
  ctx.fillStyle = 'rgb(247 248 249 / 94%)'
  ctx.fillRect(0, 0, view.width, top)
  ctx.fillStyle = '#dbe0e5'
  ctx.fillRect(0, top - 1, view.width, 1)
  ctx.fillStyle = '#55616e'
  ctx.font = `12px ${family()}`
  let free = 0
  layout.layers.forEach((layer, i) => {
    const x = Math.max((layer.x - view.x) * view.scale, 6)
    const end = (layer.x + layer.width - view.x) * view.scale
    const text = days[i]!
    if (x < free || end < 20 || x > view.width) return
    ctx.fillText(text, x, 17)
    free = x + ctx.measureText(text).width + 18
  })
}

/// Which box stands at a point of the canvas, or -1.
export function groupAt(layout: Layout, view: View, px: number, py: number): number {
  const x = px / view.scale + view.x
  const y = py / view.scale + view.y
  for (const layer of layout.layers) {
    if (x < layer.x || x > layer.x + layer.width) continue
    for (const node of layer.nodes) {
      const left = layout.x[node]!
      const upper = layout.y[node]!
      if (x >= left && x <= left + box.width && y >= upper && y <= upper + box.height) return node
    }
  }
  return -1
}

/// The view that shows everything, or as much as stays visible.
export function whole(layout: Layout, width: number, height: number): View {
  const room = height - top - 24
  const scale = Math.min(1, Math.max(0.02, Math.min((width - 32) / (layout.width || 1), room / (layout.height || 1))))
  return {
    scale,
    width,
    height,
    x: -Math.max(16, (width - layout.width * scale) / 2) / scale,
    y: -(top + 12 + Math.max(0, (room - layout.height * scale) / 2)) / scale,
  }
}
