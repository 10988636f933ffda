// When does a period end? "2024", "2024-Q1", "2024-03", "2024-W05", "2024-03-15".

const day = (year: number, month: number, date: number) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)

/// The last day of a period, YYYY-MM-DD; empty when the text is none.
export function lastDayOf(period: string): string {
  const [, year, quarter, week, month, date] =
    /^(\d{4})(?:-Q([1-4])|-W(\d{2})|-(\d{2})(?:-(\d{2}))?)?$/.exec(period) ?? []
  if (year === undefined) return ''
  const y = Number(year)
  if (quarter) return day(y, Number(quarter) * 3, 0)
  if (week) {
    // ISO 8601: week 1 has 4 January; weeks begin on Monday.
    const fourth = new Date(Date.UTC(y, 0, 4))
    const monday = 4 - ((fourth.getUTCDay() + 6) % 7)
    return day(y, 0, monday + Number(week) * 7 - 1)
  }
  if (date) return day(y, Number(month) - 1, Number(date))
  return month ? day(y, Number(month), 0) : day(y, 11, 31)
}

/// The period that holds a day, of the same kind as `like`.
function periodOf(when: string, like: string): string {
  const [year = '', month = ''] = when.split('-')
  if (like.includes('Q')) return `${year}-Q${Math.ceil(Number(month) / 3)}`
  if (like.includes('W')) {
    // The week belongs to the year of its Thursday.
    const thursday = new Date(`${when}T00:00:00Z`)
    thursday.setUTCDate(thursday.getUTCDate() + 3 - ((thursday.getUTCDay() + 6) % 7))
    const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
    const week = Math.floor((thursday.valueOf() - first) / 604800000) + 1
    return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
  }
  return when.slice(0, like.length)
}

/// Every period from the first to the last, also those that have no record; 5,000 at most.
export function periodsBetween(first: string, last: string): string[] {
  if (!lastDayOf(first) || !lastDayOf(last)) return first ? [first] : []
  const all = [first]
  for (let now = first; now < last && all.length < 5000; ) {
    const next = new Date(`${lastDayOf(now)}T00:00:00Z`)
    next.setUTCDate(next.getUTCDate() + 1)
    now = periodOf(next.toISOString().slice(0, 10), first)
    all.push(now)
  }
  return all
}

/// Today on the calendar of Beijing.
export const todayInChina = (now = new Date()) => new Date(now.valueOf() + 8 * 3600000).toISOString().slice(0, 10)

/// Still running, or cut short by the end of the question: its figures will change, and it is not
/// to be compared with whole periods.
export function isIncomplete(period: string, today: string, to = ''): boolean {
  const last = lastDayOf(period)
  return last !== '' && (last >= today || (to !== '' && to < last))
}
