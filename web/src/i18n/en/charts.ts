// What charts and maps say, in English.

import type { charts as chinese } from '../zh/charts'

export const charts: Record<keyof typeof chinese, string> = {
  'chart.keys': 'Arrow keys go from point to point, Enter chooses',
  'chart.empty': 'Not enough data to draw',
  'chart.trend': 'From {first} in {from} to {last} in {to}',
  'trend.title': 'Trend',
  'trend.incomplete': 'incomplete period',
  'trend.groupTooFew': '“{group}” has too few records in each period for a line; try a longer period.',
  'trend.hint': 'Choose a point to see its records.',
  'ranking.title': 'Comparison',
  'ranking.amounts': 'largest first',
  'ranking.note': 'dot: estimate, bar: interval',
  'ranking.list': 'A record may have several values; each counts once.',
  'ranking.label': '{count} groups from best to worst',
  'funnel.title': 'Funnel plot',
  'funnel.note': 'dashed 95 %, solid 99.8 %',
  'funnel.records': 'Sample size n',
  'funnel.label': 'Estimates against sample size, with control limits',
  'funnel.hint': 'Differences inside the limits may be chance alone; those outside deserve a look.',
  'funnel.inside': 'inside the 95 % limits',
  'funnel.above95': 'above the 95 % limit',
  'funnel.below95': 'below the 95 % limit',
  'funnel.above998': 'above the 99.8 % limit',
  'funnel.below998': 'below the 99.8 % limit',
  'map.title': 'Tile-grid map',
  'map.label': 'Regions as tiles',
  'map.noteLow': 'darker: lower',
  'map.noteHigh': 'darker: higher',
  'map.hint': 'Tiles show relative position only, neither borders nor areas.',
}
