// Units of fields in the reader's language. Declarations write them as UCUM does; those that everybody
// reads as they stand (kg, MPa, %) are not listed.

import { words } from '@/i18n'

const names: Record<string, { zh: string; en: string }> = {
  CNY: { zh: '元', en: 'CNY' },
  point: { zh: '分', en: 'points' },
  person: { zh: '人', en: 'people' },
  batch: { zh: '批', en: 'batches' },
  byte: { zh: '字节', en: 'bytes' },
  h: { zh: '小时', en: 'h' },
  d: { zh: '天', en: 'days' },
  mo: { zh: '个月', en: 'months' },
  s: { zh: '秒', en: 's' },
  m: { zh: '米', en: 'm' },
  L: { zh: '升', en: 'L' },
  t: { zh: '吨', en: 't' },
  hm2: { zh: '公顷', en: 'ha' },
  tce: { zh: '吨标准煤', en: 'tce' },
  kgce: { zh: '千克标准煤', en: 'kgce' },
  Cel: { zh: '℃', en: '°C' },
  deg: { zh: '°', en: '°' },
  '{sample}/a': { zh: '个样品/年', en: 'samples a year' },
  分: { zh: '分', en: 'points' },
}

export const unitName = (unit: string) => words(names[unit]) || unit
