// From a folded chain to what is drawn: its boxes with their words, its layers with their days.

import type { ChainGraph } from '@/api/trace'
import { t } from '@/i18n'
import type { Group, Scene } from './groups'
import { layout } from './layout'
import { firmName, markKind, placeName, spokenName, stepKind, stepWord, type MarkKind } from './names'
import type { Picture, Words } from './paint'

const days = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
/// A day as Beijing counts them.
export const dayOf = (milliseconds: number) => (Number.isFinite(milliseconds) ? days.format(milliseconds) : '')

export function spanOf(first: number, last: number): string {
  const a = dayOf(first)
  const b = dayOf(last)
  return a === b ? a : `${a} – ${a.slice(0, 4) === b.slice(0, 4) ? b.slice(5) : b}`
}

/// What a box says, coarse or fine.
export function wordsOf(graph: ChainGraph, group: Group): Words {
  const node = graph.nodes[group.steps[0]!]!
  const step = stepWord(node.step) || node.type
  const when = spanOf(group.first, group.last)
  if (group.level === 'firm') {
    const who = node.hidden ? t('trace.anotherFirm') : firmName(graph, node.firm) || placeName(graph, node.place)
    return { title: who, line: `${t('trace.steps', { count: group.steps.length })} · ${when}` }
  }
  if (group.level === 'place') {
    const where = node.hidden ? t('trace.anotherFirm') : placeName(graph, node.place)
    return {
      title: where || step,
      line: `${step} · ${t('trace.steps', { count: group.steps.length })} · ${when}`,
    }
  }
  const where = node.hidden ? t('trace.anotherFirm') : placeName(graph, node.place)
  const what = node.ids.length ? spokenName(node.ids[0]!) : ''
  const more = node.count > 1 ? ` +${node.count - 1}` : ''
  return { title: [step, what + more].filter(Boolean).join(' · '), line: [where, when].filter(Boolean).join(' · ') }
}

export function pictureOf(graph: ChainGraph, scene: Scene): Picture {
  const placed = layout(scene)
  return {
    scene,
    layout: placed,
    faces: scene.groups.map((group) => {
      const node = graph.nodes[group.steps[0]!]!
      let said: Words | null = null
      return {
        kind: stepKind(node.step, node.type),
        hidden: group.hidden,
        asked: group.asked,
        marks: [...new Set(group.marks.map(markKind))] as MarkKind[],
        words: () => (said ??= wordsOf(graph, group)),
      }
    }),
    eras: placed.layers.map(({ nodes }) => {
      let first = Infinity
      let last = -Infinity
      for (const node of nodes) {
        first = Math.min(first, scene.groups[node]!.first)
        last = Math.max(last, scene.groups[node]!.first)
      }
      return spanOf(first, last)
    }),
  }
}
