// Short names for what a chain is about. The whole identifier always stands somewhere near, to be copied.

import { regionPath } from '@/places'
import { t, text } from '@/i18n'
import type { ChainGraph } from '@/api/trace'

export type Form = 'lot' | 'instance' | 'unit' | 'product' | 'place' | 'party' | 'withheld' | 'other'

export interface ShortName {
  form: Form
  code: string // "L1", "…0787": what tells it from its neighbours
  of: string // GTIN of a lot or an instance
}

const linkPath = /^https?:\/\/[^/]+\/(.+?)(?:\?.*)?$/

/// A GS1 Digital Link as its parts; anything else as it is.
export function shortName(id: string): ShortName {
  if (id.startsWith('withheld:')) return { form: 'withheld', code: id.split(':').pop()!, of: '' }
  const parts = linkPath.exec(id)?.[1]?.split('/').map(decodeURIComponent) ?? []
  const values = new Map<string, string>()
  for (let i = 0; i + 1 < parts.length; i += 2) values.set(parts[i]!, parts[i + 1]!)
  const gtin = values.get('01') ?? ''
  if (values.has('21')) return { form: 'instance', code: values.get('21')!, of: gtin }
  if (values.has('10')) return { form: 'lot', code: values.get('10')!, of: gtin }
  if (gtin) return { form: 'product', code: gtin, of: '' }
  if (values.has('00')) return { form: 'unit', code: values.get('00')!, of: '' }
  if (values.has('414')) return { form: 'place', code: values.get('414')!, of: '' }
  if (values.has('417')) return { form: 'party', code: values.get('417')!, of: '' }
  return { form: 'other', code: id.replace(/^urn:(epc:id:|epc:class:|uuid:)?/, ''), of: '' }
}

/// "批次 L1", "Lot L1"
export function spokenName(id: string): string {
  const { form, code } = shortName(id)
  return form === 'other' ? code : t(`trace.form.${form}`, { code })
}

/// The word of CBV for a business step, in the reader's language.
export function stepWord(name: string | null | undefined): string {
  if (!name) return ''
  const bare = name.replace(/^.*[:/#-]/, '')
  return text(`step.${bare}`, bare)
}

export function placeName(graph: Pick<ChainGraph, 'places'>, id: string | null | undefined): string {
  if (!id) return ''
  return graph.places[id]?.name || spokenName(id)
}

export function firmName(graph: Pick<ChainGraph, 'firms'>, key: string | null | undefined): string {
  if (!key) return ''
  if (key.startsWith('withheld:')) return t('trace.anotherFirm')
  return graph.firms[key]?.name || spokenName(key)
}

export const regionOrNone = (code: string | null) => (code ? regionPath(code) : t('trace.noRegion'))

/// What kind of anomaly a rule finds: it decides the shape of its mark.
export type MarkKind = 'gap' | 'clone' | 'balance' | 'breach'

const kinds: Record<string, MarkKind> = {
  shipped_not_received: 'gap',
  received_not_shipped: 'gap',
  opened_twice: 'gap',
  child_without_parent: 'gap',
  quantity_mismatch: 'gap',
  second_commissioning: 'clone',
  after_decommissioning: 'clone',
  sale_after_sale: 'clone',
  impossible_journey: 'clone',
  mass_balance: 'balance',
  balance: 'balance',
}
export const markKind = (rule: string): MarkKind => kinds[rule] ?? 'breach'

/// What happens to goods in a step: it decides the colour of a box, beside the word in it.
export type StepKind = 'made' | 'packed' | 'moved' | 'sold' | 'gone' | 'other'

const stepKinds: Record<string, StepKind> = {
  commissioning: 'made',
  creating_class_instance: 'made',
  transforming: 'made',
  assembling: 'made',
  packing: 'packed',
  unpacking: 'packed',
  loading: 'moved',
  unloading: 'moved',
  shipping: 'moved',
  departing: 'moved',
  arriving: 'moved',
  receiving: 'moved',
  accepting: 'moved',
  retail_selling: 'sold',
  dispensing: 'sold',
  decommissioning: 'gone',
  destroying: 'gone',
}
export function stepKind(step: string | null | undefined, type = ''): StepKind {
  if (type === 'TransformationEvent') return 'made'
  return stepKinds[step?.replace(/^.*[:/#-]/, '') ?? ''] ?? 'other'
}
