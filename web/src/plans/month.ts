// The days of a month in whole weeks, Monday first. Days are "2026-11-22", months "2026-11".

const dayMs = 86_400_000
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export const monthOf = (day: string) => day.slice(0, 7)
export const dayOf = (day: string) => Number(day.slice(8))

export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return text(Date.UTC(year, number - 1 + by, 1)).slice(0, 7)
}

export function daysOfMonth(month: string): string[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`)
  const next = Date.parse(`${shiftMonth(month, 1)}-01T00:00:00Z`)
  const weeks: string[][] = []
  let at = first - ((new Date(first).getUTCDay() + 6) % 7) * dayMs
  while (at < next) {
    weeks.push(Array.from({ length: 7 }, (_, i) => text(at + i * dayMs)))
    at += 7 * dayMs
  }
  return weeks
}
