// A stand-in for the C++ server: docs/http-api.md over synthetic data. For development of the
// pages and for tests of them alone; nothing here is shipped.
//
//   node mock/server.mjs [port]     serves /api and, when built, dist/
//   user "admin", password "zhiheng-mock"

import { readFileSync, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codes, indicators, mappings, registers, targets } from './catalog.mjs'
import { compile } from './filter.mjs'
import * as places from './places.mjs'
import { hashed, store, version } from './records.mjs'
import { change, funnel_limits, period_of, point } from './statistics.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const dist = join(here, '../dist')
const sessions = new Map()
const uploads = new Map()
const jobs = new Map()
const by_name = (list, name) => list.find((one) => one.name === name) ?? stop(404, 'api.not_found', '没有这一项')
const newest = (versions) => versions[versions.length - 1]

class Refused { constructor(status, body) { this.status = status; this.body = body } }
function stop(status, id, title, detail = '', errors = []) {
  throw new Refused(status, { type: `urn:zhiheng:failure:${id}`, title, status, detail, errors, instance: `/problems/${Math.random().toString(16).slice(2, 10)}` })
}

// --- records ---------------------------------------------------------------------------------

function filtered(register, text) {
  const fields = [...register.fields.map((f) => f.name), 'state', 'recorded_at']
  try {
    const holds = compile(text, fields)
    return store[register.name].filter((v) => !newest(v).deleted && holds({ ...newest(v).values, state: newest(v).state, recorded_at: newest(v).recorded_at }))
  } catch (error) {
    if (error.id) stop(400, error.id, '筛选条件有误', error.message, [error])
    throw error
  }
}

function page(register, found, query) {
  const search = query.get('search')?.toLowerCase()
  const looked = register.fields.filter((f) => f.searchable).map((f) => f.name)
  let list = found.map(newest)
  if (search) list = list.filter((r) => looked.some((f) => String(r.values[f] ?? '').toLowerCase().includes(search)))
  const sort = query.get('sort') || (register.time_field ? `-${register.time_field}` : register.key[0])
  const name = sort.replace(/^-/, '')
  const of = (r) => r.values[name] ?? r[name] ?? ''
  list.sort((a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : a.id < b.id ? -1 : 1) * (sort.startsWith('-') ? -1 : 1))
  const start = Number(query.get('after') || 0), limit = Number(query.get('limit') || 50)
  const records = list.slice(start, start + limit)
  return { columns: register.fields.map((f) => f.name), records, next: start + limit < list.length ? String(start + limit) : '', count: query.get('count') ? list.length : undefined }
}

function judge(register, values) {
  const errors = register.fields.filter((f) => f.required && (values[f.name] === undefined ? false : values[f.name] === null || values[f.name] === ''))
    .map((f) => ({ field: f.name, id: 'registry.required', found: '', wanted: '', message: '必须填写' }))
  for (const f of register.fields) {
    const v = values[f.name]
    if (v == null || v === '') continue
    if (f.type === 'code' && !codes[f.codes].some((c) => c.code === v)) errors.push({ field: f.name, id: 'registry.unknown_code', found: String(v), wanted: codes[f.codes].map((c) => c.code).join(' | '), message: '代码表中没有此值' })
    if (f.type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(v)) errors.push({ field: f.name, id: 'base.bad_date', found: String(v), wanted: 'YYYY-MM-DD', message: '不是有效日期' })
  }
  if (errors.length) stop(422, 'registry.refused', '记录未通过校验', '请改正所列字段后再提交', errors)
}

function record_route(register, [id, what], request, body) {
  const list = store[register.name]
  if (!id && request.method === 'POST') {
    judge(register, { ...Object.fromEntries(register.fields.map((f) => [f.name, null])), ...body.values })
    const v = hashed(version(body.values, list.length, { state: register.states[0].name, recorded_by: 'admin', recorded_at: new Date().toISOString(), batch: '', line: 0 }))
    list.push([v])
    return { status: 201, body: v }
  }
  const versions = list.find((v) => newest(v).id === id) ?? stop(404, 'registry.not_found', '没有这条记录')
  if (what === 'history') return { body: { columns: register.fields.map((f) => f.name), versions } }
  const now = newest(versions)
  if (request.method === 'GET') return { body: now, headers: { ETag: `"${now.version}"` } }
  if (request.headers['if-match'] !== `"${now.version}"`) stop(409, 'store.stale_version', '此记录已被他人修改', '请重新载入后再改')
  const next = { ...now, version: now.version + 1, recorded_at: new Date().toISOString(), recorded_by: 'admin', reason: body.reason ?? '', batch: '' }
  if (request.method === 'PATCH') { judge(register, body.values); next.values = { ...now.values, ...body.values } }
  if (request.method === 'DELETE') next.deleted = true
  if (what === 'steps') next.state = by_name(register.steps, body.step).to
  versions.push(hashed(next))
  return { body: newest(versions), headers: { ETag: `"${next.version}"` } }
}

// --- indicators ------------------------------------------------------------------------------

const names = (query) => query.getAll('by')
const cut = { province: (c) => `${c.slice(0, 2)}0000`, prefecture: (c) => `${c.slice(0, 4)}00`, county: (c) => c }

function value_of(record, dimension) {
  const [name, level] = dimension.split(':')
  const value = record[name] ?? ''
  return level ? (cut[level] ?? ((c) => c))(value) : Array.isArray(value) ? value.join('|') : String(value)
}

function basis(indicator, register, query) {
  const from = query.get('from') ?? '', to = query.get('to') || '9999', region = (query.get('region') ?? '').replace(/(00)+$/, '')
  return filtered(register, query.get('filter')).map((v) => newest(v))
    .filter(({ values }) => values[register.time_field] >= from && values[register.time_field] <= to && (!region || String(values[register.region_field] ?? '').startsWith(region)))
    .filter(({ values }) => indicator.kind !== 'proportion' || names(query).includes('motive') || values.motive === 'random')
}

function answer(indicator, register, query) {
  const by = names(query), grain = query.get('grain') ?? ''
  const groups = new Map()
  for (const { values } of basis(indicator, register, query)) {
    const group = by.map((d) => value_of(values, d)), period = period_of(values[register.time_field], grain)
    const key = JSON.stringify([group, period])
    if (!groups.has(key)) groups.set(key, { group, period, list: [] })
    groups.get(key).list.push(values)
  }
  const points = [...groups.values()].map(({ group, period, list }) => point(indicator, list, group, period))
    .sort((a, b) => (String(a.group) + a.period < String(b.group) + b.period ? -1 : 1))
  if (grain) points.forEach((p, i) => {
    const before = points[i - 1]
    if (before && String(before.group) === String(p.group)) p.on_previous = change(indicator, p, before)
    p.on_year = change(indicator, p, points.find((q) => String(q.group) === String(p.group) && q.period === p.period.replace(/^\d{4}/, (y) => y - 1)))
  })
  const titles = (d) => {
    const field = register.fields.find((f) => f.name === d.split(':')[0])
    if (field?.type === 'region') return Object.fromEntries([...new Set(points.map((p) => p.group[by.indexOf(d)]))].map((c) => [c, places.words_of(c)]))
    return Object.fromEntries((codes[field?.codes] ?? []).map((c) => [c.code, c.title]))
  }
  return {
    indicator: indicator.name, title: indicator.title, unit: indicator.unit, scale: indicator.scale, interval: indicator.interval, confidence: indicator.confidence,
    by: by.map((name) => ({ name, title: register.fields.find((f) => f.name === name.split(':')[0])?.title, titles: titles(name) })), points, position: 8231,
    sql: `SELECT ${by.map((d) => `"${d}", `).join('')}count(*) FILTER (WHERE result = 'pass') AS hits,\n       count(*) AS trials\nFROM ${register.name}\nWHERE motive = 'random'\nGROUP BY ALL`,
  }
}

function behind(indicator, register, query) {
  const by = names(query), group = query.getAll('group'), period = query.get('period') ?? '', grain = query.get('grain') ?? ''
  return basis(indicator, register, query).filter(({ values }) => by.every((d, i) => value_of(values, d) === group[i]) && (!period || period_of(values[register.time_field], grain) === period)).map((v) => [v])
}

function indicator_route(indicator, what, query) {
  const register = by_name(registers, indicator.register)
  if (what === 'records') return { body: page(register, behind(indicator, register, query), query) }
  const found = answer(indicator, register, query)
  if (what === 'export') return { file: `${indicator.name}.${query.get('format')}`, body: ['period,value', ...found.points.map((p) => `${p.group.join('/')} ${p.period},${p.value}`)].join('\n') }
  if (what !== 'funnel') return { body: found }
  const whole = found.points.reduce((s, p) => ({ n: s.n + p.records, k: s.k + p.hits }), { n: 0, k: 0 })
  return { body: { centre: whole.k / whole.n, limits: funnel_limits(whole.k / whole.n, Math.max(...found.points.map((p) => p.records))), points: found.points } }
}

function home(region) {
  const verdicts = { T1: 'no_data', T2: 'missed', T3: 'met', T4: 'no_data', T11: 'likely_met', T14: 'open' }
  const reasons = {
    met: ['区间下限高于目标值', 'The whole interval is above the target'], missed: ['区间上限低于目标值', 'The whole interval is below the target'],
    likely_met: ['估计值达到目标，但区间跨过目标值', 'The estimate meets the target, but its interval crosses it'], no_data: ['尚无登记数据可以计算', 'No register measures it yet'], open: ['期限未到', 'Not due yet'],
  }
  const whole = (t) => {
    if (!t.indicator) return null
    const query = new URLSearchParams({ region, from: '2025-01-01', to: '2025-12-31' })
    if (t.id === 'T2') query.set('filter', "category in ('grain','toy')")
    return answer(by_name(indicators, t.indicator), by_name(registers, 'spot_check'), query).points[0] ?? null
  }
  return {
    region, synthetic: true,
    targets: targets.map((t) => ({ ...t, verdict: verdicts[t.id], reason: { zh: reasons[verdicts[t.id]][0], en: reasons[verdicts[t.id]][1] }, point: whole(t) })),
    registers: registers.map((r) => ({ name: r.name, title: r.title, records: store[r.name].length, newest: '2026-11-21T15:40:02+08:00' })),
  }
}

// --- import ----------------------------------------------------------------------------------

function csv(text) {
  const rows = [[]]
  let cell = '', quoted = false
  for (let i = 0; i < text.length; ++i) {
    const c = text[i]
    if (quoted) { if (c === '"' && text[i + 1] === '"') { cell += '"'; ++i } else if (c === '"') quoted = false; else cell += c } else if (c === '"') quoted = true
    else if (c === ',') { rows.at(-1).push(cell); cell = '' } else if (c === '\n') { rows.at(-1).push(cell.replace(/\r$/, '')); cell = ''; rows.push([]) } else cell += c
  }
  if (cell || rows.at(-1).length) rows.at(-1).push(cell)
  return rows.filter((r) => r.length)
}

const synonyms = { 抽样编号: 'sample_number', 样品编号: 'sample_number', 食品名称: 'product_name', 产品名称: 'product_name', 分类: 'category', 抽样日期: 'sampled_on', 结论: 'result', 检验结论: 'result', 标称生产企业名称: 'producer_name', 地区: 'region', 抽查方式: 'motive' }

function read(upload, options) {
  const register = by_name(registers, options.register)
  const [header, ...rows] = csv(upload.text.replace(/^\ufeff/, ''))
  const columns = header.map((h) => {
    const own = options.columns?.[h]
    const field = own ?? register.fields.find((f) => f.name === h || f.title.zh === h || f.title.en === h)?.name ?? synonyms[h] ?? ''
    return { header: h, register: register.name, field, by_synonym: own === undefined && field !== '' && !register.fields.some((f) => f.name === field && (f.title.zh === h || f.name === h)) }
  })
  const refusals = [], good = []
  rows.forEach((row, i) => {
    const before = refusals.length, values = {}
    columns.forEach(({ header: h, field: name }, c) => {
      const field = register.fields.find((f) => f.name === name)
      if (!field) return
      let cell = row[c]?.trim() || null
      const refuse = (id, wanted, message) => refusals.push({ line: i + 2, column: h, value: row[c] ?? '', id, message, wanted })
      if (cell === null && field.required) refuse('registry.required', '', '必须填写')
      if (cell && field.type === 'code') {
        const code = codes[field.codes].find((k) => [k.code, k.title.zh, k.title.en].includes(cell))
        if (code) cell = code.code
        else refuse('registry.unknown_code', codes[field.codes].map((k) => k.title.zh).join(' | '), '代码表中没有此值')
      }
      if (cell && field.type === 'date') {
        if (/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$/.test(cell) && !Number.isNaN(Date.parse(cell))) cell = cell.split(/[-/.]/).map((n) => n.padStart(2, '0')).join('-')
        else refuse('intake.bad_date', 'YYYY-MM-DD', '不是有效日期')
      }
      values[name] = cell
    })
    if (refusals.length === before) good.push({ line: i + 2, values })
  })
  return { register, columns, rows, refusals, good }
}

function run(id, upload, options) {
  const job = { state: 'running', done: 0, rows: 0, report: null, error: null }
  jobs.set(id, job)
  const { register, refusals, rows, good, columns } = read(upload, options)
  let ticks = 0
  const timer = setInterval(() => {
    job.done = Math.min(1, ++ticks / 4)
    job.rows = Math.round(rows.length * job.done)
    if (ticks < 4) return
    clearInterval(timer)
    const list = store[register.name], report = { added: 0, changed: 0, unchanged: 0 }
    const committed = !(options.all_or_nothing && refusals.length)
    for (const { values, line } of committed ? good : []) {
      const known = list.find((v) => register.key.every((k) => newest(v).values[k] === values[k]))
      if (known) { ++report.unchanged; continue }
      list.push([hashed(version(values, list.length, { state: register.states[0].name, batch: id, line, recorded_at: new Date().toISOString(), recorded_by: 'admin' }))])
      ++report.added
    }
    job.state = 'done'
    job.report = { batch: id, file: upload.name, digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', register: register.name, mapping: options.mapping ?? '', encoding: 'utf-8', rows_read: rows.length, ...report, refused: new Set(refusals.map((r) => r.line)).size, other_added: 0, other_changed: 0, other_unchanged: 0, committed, refusals, columns, seconds: 1.2 }
  }, 250)
}

// --- routes ----------------------------------------------------------------------------------

function route(path, query, request, body, session) {
  const [head, a, b, ...rest] = path
  if (head === 'session') {
    if (request.method === 'POST') {
      if (body.user !== 'admin' || body.password !== 'zhiheng-mock') stop(401, 'registry.login_refused', '用户名或密码不对')
      const token = Math.random().toString(36).slice(2)
      sessions.set(token, { user: 'admin', name: '管理员', roles: ['administrator'], region: '', csrf: `c${token}`, expires: '2026-12-31T00:00:00+08:00' })
      return { body: sessions.get(token), headers: { 'Set-Cookie': `zhiheng_session=${token}; HttpOnly; SameSite=Strict; Path=/` } }
    }
    if (request.method === 'DELETE') { sessions.delete(session?.token); return { status: 204 } }
    return { body: session ?? { user: '', name: '', roles: ['public'], region: '' } }
  }
  if (head === 'catalog') return { body: { registers: session ? registers : registers.map((r) => ({ ...r, can: ['read'] })), indicators, targets, mappings, codes } }
  if (head === 'industries') return { body: places.industries }
  if (head === 'regions') return { body: a ? places.with_path(a) : places.below(query.get('parent')) }
  if (head === 'home') return { body: home(query.get('region') || '620000') }
  if (head === 'tiles') {
    const rows = readFileSync(join(here, '../../catalog/tiles.tsv'), 'utf8').split('\n').filter((l) => l && !l.startsWith('#')).slice(1).map((l) => l.split('\t'))
    return { body: rows.filter(([parent]) => parent === query.get('parent')).map(([, code, column, row]) => ({ code, name: places.words_of(code), column: Number(column), row: Number(row) })) }
  }
  if (head === 'indicators') return indicator_route(by_name(indicators, a), b, query)
  if (head === 'openid') return { body: { services: [] } }
  if (head === 'views' && request.method === 'GET') return { body: { views: [] } } // lists are saved on a real server only
  if (head === 'notices') return { body: { notices: [], unread: 0 } }
  if (head === 'registers') {
    const register = by_name(registers, a)
    if (b === 'check') return { body: { errors: [] } }
    if (b === 'lookup') return { body: newest(store[a].find((v) => register.key.map((k) => newest(v).values[k]).join('|') === rest[0]) ?? stop(404, 'registry.not_found', '没有这条记录')) }
    if (b === 'export') return { file: `${a}.${query.get('format')}`, body: filtered(register, query.get('filter')).map((v) => Object.values(newest(v).values).join(',')).join('\n') }
    if (request.method !== 'GET' && !session) stop(401, 'registry.not_logged_in', '请先登录')
    if (!rest.length && request.method === 'GET') return { body: page(register, filtered(register, query.get('filter')), query) }
    return record_route(register, rest, request, body)
  }
  if (!session) stop(401, 'registry.not_logged_in', '请先登录')
  if (head === 'work') return { body: { overdue: [], today: [], later: [], waiting: [], counts: { overdue: 0, today: 0, later: 0, waiting: 0 } } }
  if (head === 'uploads') {
    if (!a) { const id = Math.random().toString(36).slice(2); uploads.set(id, { name: query.get('name'), text: body.toString('utf8') }); return { body: { upload: id, name: query.get('name'), size: body.length } } }
    const upload = uploads.get(a) ?? stop(404, 'api.no_such_upload', '上传的文件已不在')
    if (b === 'import') { const job = Math.random().toString(36).slice(2); run(job, upload, body); return { status: 202, body: { job } } }
    const { columns, rows, refusals, register } = read(upload, body)
    return { body: { mapping: body.mapping ?? '', format: 'csv', encoding: 'utf-8', sheets: [], suggested_mappings: upload.text.includes('标称生产企业名称') ? ['food-pass'] : [], targets: [{ register: register.name, columns: columns.map((c) => c.field).filter(Boolean) }], columns, rows: rows.slice(0, 20), refusals: refusals.filter((r) => r.line < 22) } }
  }
  if (head === 'jobs') {
    const job = jobs.get(a) ?? stop(404, 'api.no_such_job', '没有这项任务')
    if (b !== 'refusals') return { body: job }
    return { file: `refusals.${query.get('format')}`, body: job.report.refusals.map((r) => [r.line, r.column, r.value, r.message].join(',')).join('\n') }
  }
  return stop(404, 'api.not_found', '没有这个地址')
}

const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
function page_file(path, response) {
  const file = join(dist, normalize(path))
  const found = file.startsWith(dist) && extname(file) && existsSync(file) ? file : join(dist, 'index.html')
  if (!existsSync(found)) { response.writeHead(404).end('not built'); return }
  response.writeHead(200, { 'Content-Type': kinds[extname(found)] ?? 'application/octet-stream' }).end(readFileSync(found))
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  if (!url.pathname.startsWith('/api/')) return page_file(url.pathname, response)
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const token = /zhiheng_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
    const session = sessions.has(token) ? { ...sessions.get(token), token } : null
    try {
      const bytes = Buffer.concat(parts)
      const body = request.headers['content-type']?.includes('json') ? JSON.parse(bytes.toString() || '{}') : bytes
      if (session && request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf) stop(403, 'api.csrf', '请求缺少会话标记')
      const done = route(url.pathname.slice(5).split('/').map(decodeURIComponent), url.searchParams, request, body, session)
      const file = done.file ? { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename="${done.file}"` } : { 'Content-Type': 'application/json' }
      response.writeHead(done.status ?? 200, { ...file, ...done.headers }).end(done.file ? done.body : done.body === undefined ? '' : JSON.stringify(done.body))
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error)
      const refused = error instanceof Refused ? error : new Refused(500, { type: 'urn:zhiheng:failure:api.internal', title: '服务器内部错误', status: 500 })
      response.writeHead(refused.status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(refused.body))
    }
  })
})
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`))
