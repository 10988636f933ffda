// Anomalies found in the whole chain, put on the steps of the part that is drawn.

import type { Balance, Candidate, ChainGraph } from '@/api/trace'
import { t } from '@/i18n'

/// The same graph with what the candidates name marked; processes outside of their band as `balance`.
export function withMarks(graph: ChainGraph, candidates: Candidate[], balance: Pick<Balance, 'rows'>): ChainGraph {
  const marks = new Map<string, Set<string>>()
  const titles = new Map(graph.rules.map((one) => [one.rule, one.title]))
  const note = (event: string, rule: string, title: string) => {
    marks.set(event, (marks.get(event) ?? new Set()).add(rule))
    titles.set(rule, title)
  }
  for (const one of candidates) for (const { event } of one.events) note(event, one.rule, one.title ?? one.rule)
  for (const row of balance.rows) {
    for (const process of row.outside) {
      for (const { event } of process.events) note(event, 'balance', t('trace.mark.balance'))
    }
  }
  const nodes = graph.nodes.map((node) => {
    const more = marks.get(node.event)
    return more ? { ...node, marks: [...new Set([...node.marks, ...more])] } : node
  })
  return { ...graph, nodes, rules: [...titles].map(([rule, title]) => ({ rule, title })) }
}
