// What the lights of tasks and the relations of plans look like.

import type { Tone } from '@/verdict'

const lights: Record<string, Tone> = {
  done: 'good',
  done_late: 'doubt',
  on_track: 'good',
  at_risk: 'doubt',
  overdue: 'bad',
  cancelled: 'none',
}
export const lightTone = (light: string): Tone => lights[light] ?? 'none'
/// What needs attention first.
export const lightOrder = ['overdue', 'at_risk', 'on_track', 'done_late', 'done', 'cancelled']

const relations: Record<string, Tone> = {
  kept: 'good',
  localised: 'good',
  extended: 'good',
  merged: 'none',
  split: 'none',
  moved: 'none',
  narrowed: 'doubt',
  changed: 'doubt',
  dropped: 'bad',
  added: 'none',
}
export const relationTone = (relation: string): Tone => relations[relation] ?? 'none'
export const relationOrder = ['kept', 'localised', 'extended', 'narrowed', 'changed', 'merged', 'split', 'moved', 'dropped']
