// Synthetic records, the same every time.
import { createHash } from 'node:crypto'
import { counties, prefectures } from './places.mjs'

let seed = 20141
function random() {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const pick = (list) => list[Math.floor(random() * list.length)]
const day = () => new Date(Date.UTC(2023, 9, 1) + Math.floor(random() * 1140) * 86400000).toISOString().slice(0, 10)

const products = { grain: ['小麦粉', '挂面'], dairy: ['酸牛奶', '奶粉'], meat: ['酱牛肉', '腊肉'], cable: ['聚氯乙烯绝缘电线'], fertiliser: ['复混肥料'], toy: ['塑料积木', '毛绒玩具'] }
const makers = ['陇原', '黄河', '祁连', '天马', '兴陇', '丝路', '雪山', '金城', '河西', '洮河']
const trades = ['食品有限公司', '乳业有限责任公司', '电线电缆有限公司', '农业科技股份有限公司', '玩具厂']
const units = Object.keys(prefectures)
const weight = { 620100: 8, 620200: 1, 620300: 1, 620500: 4, 620900: 3, 621000: 3, 620600: 2, 620700: 2, 621100: 3, 621200: 2, 622900: 3 }
const quality = Object.fromEntries(units.map((u, i) => [u, 0.955 - 0.012 * ((i * 5) % 7)]))
const where = units.flatMap((u) => Array(weight[u] ?? 1).fill(u))
const county = (u) => (u === '620100' ? pick(Object.keys(counties)) : u)

const version = (values, i, more = {}) => ({
  id: `0193${String(i).padStart(4, '0')}-7000-7000-8000-${createHash('md5').update(JSON.stringify(values)).digest('hex').slice(0, 12)}`,
  version: 1, state: 'recorded', recorded_at: '2026-11-20T09:12:33+08:00', recorded_by: 'example', batch: 'example', line: i + 2, reason: '', deleted: false,
  values, ...more,
})
const hashed = (v) => ({ ...v, hash: createHash('sha256').update(JSON.stringify(v)).digest('hex') })

const enterprise = Array.from({ length: 60 }, (_, i) => {
  const region = county(pick(where))
  return { code: `91${region}MA7${String(10000 + i)}X`.slice(0, 17).padEnd(18, '7'), name: `甘肃${pick(makers)}${pick(trades)}`, region, industry: pick(['C13', 'C14', 'C38', 'C26', 'C24']), founded_on: `20${10 + (i % 13)}-0${1 + (i % 9)}-15`, employees: 12 + ((i * 37) % 800), contact: null }
})
const spot_check = Array.from({ length: 5200 }, (_, i) => {
  const u = pick(where), firm = pick(enterprise), category = pick(Object.keys(products)), sampled_on = day()
  const motive = pick(['random', 'random', 'random', 'targeted', 'follow_up', 'monitoring'])
  const drift = (Date.parse(sampled_on) - Date.UTC(2023, 9, 1)) / 86400000 / 1140 * 0.03
  return {
    sample_number: `GC${sampled_on.slice(2, 4)}620${String(100000 + i)}`, product_name: pick(products[category]), category, producer: firm.code, producer_name: firm.name,
    region: county(u), sampled_on, motive, result: random() < quality[u] + drift - (category === 'toy' ? 0.04 : 0) ? 'pass' : 'fail', net_content: (100 * (1 + (i % 9))).toFixed(1), price: (3 + (i % 40) * 1.35).toFixed(2),
    laboratory: pick(['甘肃省产品质量监督检验研究院', '兰州市食品药品检验检测研究院']), retested: i % 50 === 0, note: null,
  }
})
const spot_check_item = spot_check.slice(0, 600).flatMap((s) => [{ spot_check: s.sample_number, ordinal: 1, item: pick(['菌落总数', '水分', '导体电阻', '总养分']), found: '8.2×10⁴', limit: '≤10⁵', result: s.result }])
const complaint = Array.from({ length: 2400 }, (_, i) => ({ number: `TS${String(202400000 + i)}`, received_on: day(), region: county(pick(where)), outcome: pick(['mediated', 'mediated', 'refused', 'pending']), subject: pick(['食品过期', '价格欺诈', '家电维修', '预付卡退费']) }))
const alert = Array.from({ length: 900 }, (_, i) => ({ reference: `2024.${String(1000 + i)}`, subject: pick(['salmonella in poultry', 'aflatoxins in groundnuts', 'unauthorised colour']), notified_on: day(), risk_decision: pick(['serious', 'serious', 'potential_risk', 'potentially_serious', 'not_serious', 'no_risk']), origin: [pick(['中国', '土耳其', '印度', '波兰', '巴西'])] }))
const recall = Array.from({ length: 40 }, (_, i) => ({ number: `ZH${String(2024000 + i)}`, announced_on: day(), product_name: pick(['儿童推车', '电热水壶', '汽车']), units: 100 + i * 311 }))

/// register -> records, each a list of versions, newest last
export const store = Object.fromEntries(
  Object.entries({ enterprise, spot_check, spot_check_item, complaint, alert, recall }).map(([name, list]) => [
    name,
    list.map((values, i) => {
      const first = hashed(version(values, i, name === 'spot_check' ? {} : { state: 'valid' }))
      if (name !== 'spot_check' || i % 7) return [first]
      const before = hashed({ ...first, values: { ...values, result: 'fail', laboratory: null } })
      return [before, hashed({ ...first, version: 2, recorded_at: '2026-11-21T15:40:02+08:00', recorded_by: 'li', reason: '复检结论推翻初检', batch: '' })]
    }),
  ]),
)
export { hashed, version }
