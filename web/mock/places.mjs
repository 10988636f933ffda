// Regions for the mock: the provinces, and Gansu with its prefectures.
export const prefectures = {
  620100: ['兰州市', 'Lanzhou'], 620200: ['嘉峪关市', 'Jiayuguan'], 620300: ['金昌市', 'Jinchang'], 620400: ['白银市', 'Baiyin'],
  620500: ['天水市', 'Tianshui'], 620600: ['武威市', 'Wuwei'], 620700: ['张掖市', 'Zhangye'], 620800: ['平凉市', 'Pingliang'],
  620900: ['酒泉市', 'Jiuquan'], 621000: ['庆阳市', 'Qingyang'], 621100: ['定西市', 'Dingxi'], 621200: ['陇南市', 'Longnan'],
  622900: ['临夏回族自治州', 'Linxia'], 623000: ['甘南藏族自治州', 'Gannan'],
}
export const provinces = {
  110000: '北京市', 120000: '天津市', 130000: '河北省', 140000: '山西省', 150000: '内蒙古自治区', 210000: '辽宁省', 220000: '吉林省',
  230000: '黑龙江省', 310000: '上海市', 320000: '江苏省', 330000: '浙江省', 340000: '安徽省', 350000: '福建省', 360000: '江西省',
  370000: '山东省', 410000: '河南省', 420000: '湖北省', 430000: '湖南省', 440000: '广东省', 450000: '广西壮族自治区', 460000: '海南省',
  500000: '重庆市', 510000: '四川省', 520000: '贵州省', 530000: '云南省', 540000: '西藏自治区', 610000: '陕西省', 620000: '甘肃省',
  630000: '青海省', 640000: '宁夏回族自治区', 650000: '新疆维吾尔自治区', 710000: '台湾省', 810000: '香港特别行政区', 820000: '澳门特别行政区',
}
export const counties = {
  620102: '城关区', 620103: '七里河区', 620104: '西固区', 620105: '安宁区', 620121: '永登县',
}
export const name_of = (code) => provinces[code] ?? prefectures[code]?.[0] ?? counties[code] ?? code
export const words_of = (code) => ({ zh: name_of(code), en: prefectures[code]?.[1] ?? name_of(code) })
const level = (code) => (code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'prefecture' : 'county')
const entry = (code) => ({ code, name: name_of(code), level: level(code) })

export function below(parent) {
  if (!parent || parent === '000000') return Object.keys(provinces).map(entry)
  if (parent === '620000') return Object.keys(prefectures).map(entry)
  return Object.keys(counties).filter((code) => parent.endsWith('00') && code.startsWith(parent.slice(0, 4))).map(entry)
}

export function with_path(code) {
  const path = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code].filter((c, i, a) => a.indexOf(c) === i && name_of(c) !== c)
  return { ...entry(code), path: path.map(entry) }
}

export const industries = [
  { code: 'C', name: '制造业' },
  { code: '13', name: '农副食品加工业' },
  { code: '131', name: '谷物磨制' },
  { code: '1311', name: '稻谷加工' },
]
