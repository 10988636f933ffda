// Two judges, one verdict: what web/src/judge.ts says of a value while one types, and what the
// server says of it, over generated values of every kind of field that the catalog declares.
// Usage: node tests/web/judging.mjs, with ZHIHENG_URL and ZHIHENG_PASSWORD; skipped without.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './browser.mjs'

/// The page's own judge, its types taken off.
async function judge_of_the_page() {
  const require = createRequire(join(root, 'web/package.json'))
  const { transform } = createRequire(require.resolve('vite'))('esbuild')
  const { code } = await transform(readFileSync(join(root, 'web/src/judge.ts'), 'utf8'), { loader: 'ts', format: 'esm' })
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
}

async function log_in(url) {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: process.env.ZHIHENG_USER ?? 'admin', password: process.env.ZHIHENG_PASSWORD }),
  })
  assert.equal(answer.status, 200)
  const { csrf } = await answer.json()
  const headers = { cookie: answer.headers.get('set-cookie').split(';')[0], 'x-csrf-token': csrf, 'content-type': 'application/json' }
  return async (path, body) => {
    const said = await fetch(url + path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) })
    assert.equal(said.status, 200, `${path}: ${said.status}`)
    return said.json()
  }
}

const step = (text, by, scale) => (Number(text) + by * 10 ** -scale).toFixed(scale)
const around = (field, scale) =>
  [field.minimum, field.maximum].filter((one) => one !== undefined && one !== null).flatMap((one) => [String(one), step(one, 1, scale), step(one, -1, scale)])

/// Values at and beyond every edge that the type knows.
function values_of(field, codes) {
  const scale = field.type === 'money' ? 2 : (field.scale ?? 0)
  switch (field.type) {
    case 'integer':
      return ['0', '-1', '12', '１２', '1.0', '1.5', 'abc', '1e3', '+5', '999999999999999999', '9'.repeat(19), '--1', ' 7 ', ...around(field, 0)]
    case 'decimal':
    case 'money':
      return ['0', '-1', '3.1', '１.5', `1.${'3'.repeat(scale)}`, `1.${'3'.repeat(scale + 1)}`, `1.${'0'.repeat(scale + 1)}`, '.5', '5.', '+5', '1,000', 'x', ...around(field, scale)]
    case 'date':
      return ['2024-02-29', '2023-02-29', '2024-13-01', '2024-02-30', '2024-2-9', '20240229', '２０２４-０２-２９', '1900-01-01', '0000-01-01', '2024-02-29T00:00', 'gestern']
    case 'timestamp':
      return ['2024-02-29T10:00:00+08:00', '2024-02-30T10:00:00+08:00', '2024-02-29T25:00:00+08:00', 'now']
    case 'boolean':
      return ['true', 'false']
    case 'code':
      return [codes[0] ?? 'x', codes.at(-1) ?? 'x', 'no_such_code', `${codes[0]}x`, (codes[0] ?? 'x').toUpperCase()]
    case 'region':
      return ['620102', '110000', '62', '62010a', '99999', 'gansu', '6201021']
    case 'party':
      return ['91350100M000100Y43', '91350100M000100Y44', '91350100O000100Y43', '９１３５０１００ｍ０００１００ｙ４３', '91350100M000100Y4', '708461136', '708461137', '70846113-6', '7-08461136', 'M000100Y4', '10000018X', 'firm']
    case 'product':
      return ['6901234567892', '6901234567893', '96385074', '012345678905', '16901234567899', '690123456789', '06901234567892', '１２', 'gtin', '0']
    case 'attachment':
      return ['a'.repeat(64), 'a'.repeat(63), 'A'.repeat(64), 'x']
    case 'text': {
      const most = field.max_length ?? 1000
      return ['a', ' ', '质量', 'a\tb\nc', 'a\u0000b', 'a\u0007b', 'a\u007fb', ...(most <= 4000 ? ['质'.repeat(most), '质'.repeat(most + 1), '😀'.repeat(most), '😀'.repeat(most + 1)] : [])]
    }
    default:
      return ['x']
  }
}

/// What only the server can know: which divisions and industries there are.
const asked_of_the_server = new Set(['region', 'industry'])
const told_elsewhere = new Set(['registry.rule_broken', 'registry.target_missing'])

async function compare(ask, page) {
  const catalog = await ask('/api/catalog')
  const codes_of = (field) => (catalog.codes[field.codes ?? ''] ?? []).map((one) => one.code)
  const seen = new Set()
  const wrong = []
  let compared = 0
  for (const register of catalog.registers) {
    for (const field of register.fields) {
      const shape = JSON.stringify([field.type, field.scale, field.minimum, field.maximum, field.max_length, field.codes, field.list, field.required])
      if (seen.has(shape) || !register.can.includes('write')) continue
      seen.add(shape)
      const codes = codes_of(field)
      const given = [...values_of(field, codes), '']
      for (const raw of field.list ? given.map((one) => (one === '' ? [] : [one, one])) : given) {
        const value = page.cleaned(field, raw)
        const mine = page.judge(field, value, codes)
        const { errors } = await ask(`/api/registers/${register.name}/check`, { values: { [field.name]: value } })
        const theirs = errors.find((one) => one.field === field.name && !told_elsewhere.has(one.id))
        ++compared
        const agree = Boolean(mine) === Boolean(theirs)
        if (agree || (!mine && asked_of_the_server.has(field.type))) continue
        wrong.push(`${register.name}.${field.name} (${field.type}) ${JSON.stringify(raw).slice(0, 40)}: page ${mine?.key ?? 'accepts'}, server ${theirs ? `${theirs.id} ${theirs.wanted}` : 'accepts'}`)
      }
    }
  }
  return { wrong, compared }
}

const result = { tests: 1, failures: 0, skipped: 0 }
if (!process.env.ZHIHENG_URL) {
  console.log('skipped: no server (ZHIHENG_URL)')
  result.tests = 0
  result.skipped = 1
} else {
  const { wrong, compared } = await compare(await log_in(process.env.ZHIHENG_URL.replace(/\/$/, '')), await judge_of_the_page())
  assert.ok(compared > 1000, `only ${compared} values were compared`)
  result.failures = wrong.length ? 1 : 0
  console.log(wrong.length ? `FAILED  the page and the server judge alike\n${wrong.join('\n')}` : `ok      the page and the server judge ${compared} values alike`)
}
if (process.env.ZHIHENG_REPORT) writeFileSync(process.env.ZHIHENG_REPORT, JSON.stringify(result))
process.exit(result.failures ? 1 : 0)
