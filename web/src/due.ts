// A deadline in words, as seen from a day.

import type { Register, Session, Step, WorkItem } from '@/api/types'
import { t } from '@/i18n'

const day = 86_400_000

/// Today on the calendar of Beijing.
export const todayInChina = (now = new Date()) => new Date(now.valueOf() + 8 * 3_600_000).toISOString().slice(0, 10)

/// "3 days left", "today, until 17:00", "12 days late"; empty when nothing runs.
export function dueInWords(item: Pick<WorkItem, 'due' | 'due_on'>, now = new Date()): string {
  if (!item.due_on) return ''
  const days = Math.round((Date.parse(item.due_on) - Date.parse(todayInChina(now))) / day)
  const late = item.due ? Date.parse(item.due) <= now.valueOf() : days < 0
  if (late && days >= 0) return t('due.justLate')
  if (late) return days === -1 ? t('due.oneLate') : t('due.late', { count: -days })
  if (days === 0) return t('due.today')
  return days === 1 ? t('due.tomorrow') : t('due.left', { count: days })
}

/// The steps that the person might take from this state; of those for some kinds only it is not
/// known here whether the record is of one.
export function nextSteps(register: Register | undefined, state: string, person: Session): Step[] {
  return (register?.steps ?? []).filter((step) => {
    const from = !step.from.length || step.from.includes(state)
    const mine = step.roles?.length
      ? step.roles.some((role) => person.roles.includes(role))
      : register!.can.includes('write')
    return from && mine && !step.kinds?.length
  })
}
