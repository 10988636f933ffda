// What the tests of the pages share: a browser, a server, and files made on the spot.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const screenshots = process.env.ZHIHENG_SCREENSHOTS ?? join(root, 'build/screenshots')
mkdirSync(screenshots, { recursive: true })

const chromium_path = process.env.CHROMIUM ?? '/usr/bin/chromium'
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/// Why the tests cannot run here; empty when they can.
export function missing() {
  if (!existsSync(chromium_path)) return `no browser at ${chromium_path}`
  if (!existsSync(join(root, 'web/node_modules/playwright-core'))) return 'web/node_modules is not installed'
  if (!process.env.ZHIHENG_URL && !existsSync(join(root, 'web/dist/index.html'))) return 'web/dist is not built'
  return ''
}

export async function start_browser() {
  const require = createRequire(join(root, 'web/package.json'))
  return require('playwright-core').chromium.launch({ executablePath: chromium_path, args: flags })
}

/// The server named by ZHIHENG_URL, else the mock on a free port.
export async function start_server() {
  if (process.env.ZHIHENG_URL) {
    return {
      url: process.env.ZHIHENG_URL.replace(/\/$/, ''),
      user: process.env.ZHIHENG_USER ?? 'admin',
      password: process.env.ZHIHENG_PASSWORD ?? '',
      stop: () => {},
    }
  }
  const process_ = spawn(process.execPath, [join(root, 'web/mock/server.mjs'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise((resolve, reject) => {
    process_.once('exit', (code) => reject(new Error(`the mock ended with ${code}`)))
    process_.stdout.once('data', (line) => resolve(String(line).trim().replace(/\/$/, '')))
  })
  return { url, user: 'admin', password: 'zhiheng-mock', stop: () => process_.kill() }
}

/// A page of somebody who has logged in, in a language and a window width.
export async function open_page(browser, server, { language = 'zh', width = 1440 } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true })
  await context.addInitScript((chosen) => {
    if (!localStorage.getItem('zhiheng.language')) localStorage.setItem('zhiheng.language', chosen)
  }, language)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.failures = []
  page.on('pageerror', (error) => page.failures.push(String(error)))
  await page.goto(`${server.url}/login?next=/about`)
  await page.fill('#user', server.user)
  await page.fill('#password', server.password)
  await page.click('form button[type=submit]')
  await page.waitForURL(`${server.url}/about`)
  return page
}

/// All requests answered and what they brought drawn.
export async function settled(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.waiting, [aria-busy=true]'))
}

export const snap = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })

let lost = 0 // tests that did not pass

/// Runs one test and says how it went. One that fails is tried a second time: a page must not depend on how fast
/// the machine is, and where it does, the first failure is printed in full; but it holds nothing back.
/// Where three have failed twice, something else is wrong, and no time is spent on further tries.
/// `failed` sees what is there after a failure, such as for a screenshot. False: it did not pass.
export async function passes(name, run, failed = async () => {}) {
  for (const turn of lost < 3 ? ['first', 'second'] : ['only']) {
    const started = Date.now()
    try {
      await run()
      console.log(`ok      ${name} (${Date.now() - started} ms)${turn === 'second' ? ', at the second try' : ''}`)
      return true
    } catch (error) {
      console.log(`FAILED  ${name}, ${turn} try\n${error.stack ?? error}`)
      await failed(turn).catch(() => {})
    }
  }
  lost += 1
  return false
}

/// Asks `what` until its answer is something, as the server delivers notices in turns of its own.
/// (waitForFunction takes a promise for an answer: it does not wait for what a fetch brings.)
export async function answered(what, milliseconds = 60_000) {
  const until = Date.now() + milliseconds
  for (;;) {
    const answer = await what()
    if (answer || Date.now() > until) return answer
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/// What a form would send, from within the page; `as` logs in first.
export async function sent(page, method, path, body, headers = {}) {
  return page.evaluate(
    async ([how, where, what, more]) => {
      const { csrf } = await (await fetch('/api/session')).json()
      const answer = await fetch(where, {
        method: how,
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, ...more },
        body: JSON.stringify(what),
      })
      return { status: answer.status, body: await answer.json() }
    },
    [method, path, body, headers],
  )
}

export async function log_in(page, server, user) {
  await page.context().clearCookies()
  await page.goto(`${server.url}/login`)
  await page.fill('#user', user)
  await page.fill('#password', process.env.ZHIHENG_PASSWORD) // of everybody that run.sh has made
  await page.click('button[type=submit]')
  await page.waitForURL((url) => url.pathname !== '/login') // to the work list, or home where nothing waits
}

export async function step(page, register, key, name, values = {}) {
  const found = await page.evaluate(
    async ([of, which]) => (await fetch(`/api/registers/${of}/lookup/${encodeURIComponent(which)}`)).json(),
    [register, key],
  )
  const taken = await sent(
    page,
    'POST',
    `/api/registers/${register}/records/${found.id}/steps`,
    { step: name, values, reason: '' },
    { 'if-match': `"${found.version}"` },
  )
  assert.equal(taken.status, 200, JSON.stringify(taken.body))
}

/// What the server declares, asked as the page asks it.
export const catalog_of = (page) => page.evaluate(async () => (await fetch('/api/catalog')).json())

/// A spot-check file with the column names of the catalog, one of them by a synonym: `good` rows
/// in order, then three that must be refused.
export function dirty_csv(catalog, mark, good) {
  const register = catalog.registers.find((one) => one.name === 'spot_check')
  const wanted = register.fields.filter((field) => field.required || ['sampled_on', 'region'].includes(field.name))
  const header = wanted.map((field) => (field.name === 'sample_number' ? '样品编号' : field.title.zh))
  const usual = (field, i) => {
    if (field.name === 'sample_number') return `${mark}-${i}`
    if (field.name === 'result') return i % 4 ? '合格' : '不合格'
    if (field.type === 'code') return catalog.codes[field.codes][0].title.zh
    if (field.type === 'date') return `2024-0${1 + (i % 9)}-1${i % 9}`
    if (field.type === 'region') return '620102'
    return field.name === 'product_name' ? '挂面, 500g "家庭装"' : '测试'
  }
  const broken = { sampled_on: '2024-13-45', result: '合各', sample_number: '' }
  const rows = []
  for (let i = 1; i <= good; ++i) rows.push(wanted.map((field) => usual(field, i)))
  Object.entries(broken).forEach(([name, value], k) =>
    rows.push(wanted.map((field) => (field.name === name ? value : usual(field, good + 1 + k)))),
  )
  const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return '\ufeff' + [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}
