// Wilson intervals, funnel limits and groups, so that the mock's pictures look like real ones.

const z95 = 1.959964, z998 = 3.090232

export function wilson(hits, n, z = z95) {
  const p = hits / n, scale = 1 + (z * z) / n
  const centre = (p + (z * z) / (2 * n)) / scale
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

export function funnel_limits(centre, largest) {
  const limits = []
  for (let i = 1; i <= 40; ++i) {
    const trials = Math.max(5, Math.round((largest * 1.05 * i) / 40))
    const se = Math.sqrt((centre * (1 - centre)) / trials)
    const clip = (x) => Math.min(1, Math.max(0, x))
    limits.push({ trials, low95: clip(centre - z95 * se), high95: clip(centre + z95 * se), low998: clip(centre - z998 * se), high998: clip(centre + z998 * se) })
  }
  return limits
}

export function period_of(day, grain) {
  const [y, m] = day.split('-').map(Number)
  if (grain === 'year') return String(y)
  if (grain === 'quarter') return `${y}-Q${Math.ceil(m / 3)}`
  if (grain === 'month') return day.slice(0, 7)
  return grain ? day : ''
}

export function point(indicator, records, group, period) {
  const n = records.length
  const base = { group, period, records: n, hits: n, distinct: null, value: n, low: null, high: null, standard_error: null, note: '', on_previous: null, on_year: null }
  if (indicator.kind !== 'proportion') return base
  const hits = records.filter((r) => r.result === 'pass').length
  if (n < indicator.minimum_trials) return { ...base, hits, value: null, note: n ? 'too_few' : 'undefined' }
  const [low, high] = wilson(hits, n)
  const p = hits / n
  return { ...base, hits, value: p, low, high, standard_error: Math.sqrt((p * (1 - p)) / n) }
}

export function change(indicator, now, before) {
  if (!before || now.value === null || before.value === null) return null
  const difference = now.value - before.value
  const se = indicator.kind === 'proportion' ? Math.hypot(now.standard_error, before.standard_error) : Math.sqrt(now.value + before.value)
  const z = Math.abs(difference) / (se || 1)
  const p = Math.exp(-0.717 * z - 0.416 * z * z)
  return { difference, p, significant: p < 0.05 }
}
