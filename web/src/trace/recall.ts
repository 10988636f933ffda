// The scope of a recall on its way into a file and into the register of recalls.

import type { RecallAnswer } from '@/api/trace'
import type { Values } from '@/api/types'
import { t, text } from '@/i18n'
import type { Cell } from './sheet'

/// Every line, in words, with the events that it rests on.
export function tableOf(answer: RecallAnswer): Cell[][] {
  const named = (id: string | undefined) => (id ? (answer.names?.[id] ?? '') : '')
  const header = [
    t('trace.what'),
    t('trace.statusHead'),
    t('recall.placeCode'),
    t('trace.place'),
    t('recall.heading'),
    t('trace.inside'),
    t('trace.amount'),
    t('recall.unit'),
    t('recall.affectedBy'),
    t('recall.whereFrom'),
  ]
  return [
    header,
    ...answer.lines.map((line) => [
      line.id,
      text(`trace.status.${line.status}`, line.status),
      line.place,
      named(line.place),
      line.heading,
      line.container,
      line.amount,
      line.unit,
      line.reached_by,
      line.event,
    ]),
  ]
}

const mostCodes = 12_000 // bytes that the register holds
const mostDistribution = 3_000

function joined(parts: Iterable<string>, between: string, most: number): string {
  let whole = ''
  let left = 0
  for (const part of parts) {
    if (left || whole.length + between.length + part.length > most) ++left
    else whole += (whole ? between : '') + part
  }
  return left ? `${whole}${between}… (+${left})` : whole
}

/// What the register of recalls keeps of a scope: lots and what was asked for, pieces, who received it.
export function recordOf(answer: RecallAnswer, number: string, title: string, region: string): Values {
  const lots = new Set(
    answer.lines
      .filter((line) => (line.form === 'lot' || line.link === 'asked') && !line.id.startsWith('withheld:'))
      .map((line) => line.id),
  )
  const codes: string[] = []
  let size = 0
  for (const lot of lots) if ((size += lot.length + 1) <= mostCodes) codes.push(lot)
  const pieces = Object.values(answer.counts).reduce((sum, count) => sum + (count.pieces ?? 0), 0)
  const receivers = answer.receivers.filter((one) => !one.withheld).map((one) => answer.names?.[one.id] || one.id)
  return {
    source: 'provincial',
    recall_number: number,
    ...(title ? { title } : {}),
    ...(region ? { region } : {}),
    product_codes: codes,
    units: pieces,
    distribution: joined(new Set(receivers), '; ', mostDistribution),
  }
}
