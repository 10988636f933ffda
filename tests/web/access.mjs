// What every page owes people who see, hear or move differently: WCAG 2.2 AA as far as axe-core can
// judge it, and what it cannot – the way of the focus, a window of 320 pixels, keys without a mouse.
// Usage: node tests/web/access.mjs, with ZHIHENG_URL and the accounts of run.sh; else against the mock.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { missing, open_page, passes, root, settled, snap, start_browser, start_server } from './browser.mjs'

const axe = () => readFileSync(join(root, 'web/node_modules/axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/// Every page, with records and products that are there.
async function addresses(page) {
  const found = await page.evaluate(async () => {
    const ask = async (path) => {
      const answer = await fetch(path)
      return answer.ok ? answer.json() : null
    }
    const first = async (register) => (await ask(`/api/registers/${register}/records?limit=1`))?.records?.[0]
    const [check, complaint, plans, schemes] = [
      await first('spot_check'),
      await first('complaint'),
      await ask('/api/plans'),
      await ask('/api/assessments'),
    ]
    return { check: check?.id, complaint: complaint?.id, plan: plans?.plans?.[0]?.code, scheme: schemes?.schemes?.[0]?.name }
  })
  const patterns = routes()
  const here = patterns.filter((one) => !one.includes(':')) // those without parts of their own
  here.push('/registers/spot_check', '/registers/complaint', '/registers/spot_check/new', '/registers/complaint/new')
  here.push('/indicators/spot_check_pass_rate?region=620000', '/no/such/page')
  for (const after of ['', '/10/L1', '/21/S1', '/10/L1/21/S1']) here.push(`/01/06901234567892${after}`)
  if (found.check) here.push(`/registers/spot_check/${found.check}`)
  if (found.complaint) here.push(`/registers/complaint/${found.complaint}`)
  if (found.plan) here.push(`/plans/${encodeURIComponent(found.plan)}`)
  if (found.scheme) here.push(`/assessments/${found.scheme}/2025/620100`)
  here.push('/identity-openings/KQ1')
  return { here, left: patterns.filter((pattern) => !here.some((path) => matches(pattern, path.split('?')[0]))) }
}

/// The addresses of the router, as they are written there.
const routes = () =>
  [...readFileSync(join(root, 'web/src/router.ts'), 'utf8').matchAll(/path: '([^']+)'/g)]
    .map((match) => match[1])
    .filter((path) => !path.includes('*') && !path.endsWith('/by-key'))
const matches = (pattern, path) => new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path)

const where = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'ID')

/// Violations in words: rule, element, and what to mend.
async function violations(page) {
  await page.evaluate(axe())
  return page.evaluate(async (tags) => {
    const result = await window.axe.run(document, {
      runOnly: tags,
      resultTypes: ['violations'],
      // Rows of a table begin with what names them; that is no heading of a row in every list.
      rules: { 'scope-attr-valid': { enabled: true }, region: { enabled: false } },
    })
    return result.violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id} (${one.impact}): ${node.target.join(' ')} · ${node.any.concat(node.all, node.none)[0]?.message ?? one.help}`),
    )
  }, rules)
}

async function go(page, server, path) {
  await page.goto(server.url + path)
  await settled(page).catch(() => {})
}

async function judged(page, server, everybody) {
  const { here, left } = await addresses(page)
  const wrong = everybody ? [] : left.map((pattern) => `${pattern}  is not visited by this test`)
  for (const path of here) {
    await go(page, server, path)
    for (const one of await violations(page)) wrong.push(`${where(path)}  ${one}`)
  }
  assert.ok(wrong.length === 0, wrong.join('\n'))
}

/// WCAG 2.2, 1.4.10: nothing but tables, charts and maps scrolls sideways.
async function reflow(page, server) {
  const wrong = []
  for (const path of (await addresses(page)).here) {
    await go(page, server, path)
    const wide = await page.evaluate(() => {
      const width = document.documentElement.clientWidth
      if (document.documentElement.scrollWidth <= width) return ''
      const out = [...document.querySelectorAll('main *, header *, footer *')].filter(
        (one) => one.getBoundingClientRect().right > width + 1 && !one.closest('.scroll, nav, pre, canvas, svg'),
      )
      return out.slice(0, 3).map((one) => `${one.tagName}.${one.className}`).join(' ') || 'the page'
    })
    if (wide) wrong.push(`${where(path)}  ${wide}`)
  }
  assert.ok(wrong.length === 0, wrong.join('\n'))
}

/// What is wrong with the way of the focus through one page.
async function one_way(page, server, path) {
  const wrong = []
  await go(page, server, path)
  await page.evaluate(() => {
    document.activeElement?.blur()
    window.getSelection()?.removeAllRanges()
    document.body.tabIndex = -1
    document.body.focus()
  })
  const seen = []
  for (let i = 0; i < 400; ++i) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const one = document.activeElement
      if (!one || one === document.body) return null
      one.dataset.passed = String(Number(one.dataset.passed ?? 0) + 1)
      const style = getComputedStyle(one)
      const ring = (of) => of.outlineStyle !== 'none' && parseFloat(of.outlineWidth) >= 1
      const around = one.closest('.el-select__wrapper, .el-input__wrapper, .el-checkbox, .el-radio-button')
      const marked = ring(style) || style.boxShadow !== 'none' || (around && (getComputedStyle(around).boxShadow !== 'none' || ring(getComputedStyle(around))))
      return { tag: `${one.tagName}.${one.className}`.slice(0, 80), skip: one.matches('a.skip'), marked, passed: Number(one.dataset.passed) }
    })
    if (!at || at.passed > 1) break
    seen.push(at)
  }
  if (!seen[0]?.skip) wrong.push(`${where(path)}  begins at ${seen[0]?.tag}`)
  for (const one of seen) if (!one.marked) wrong.push(`${where(path)}  the focus cannot be seen on ${one.tag}`)
  const left = await page.evaluate(() => {
    const reachable = [...document.querySelectorAll('a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled])')]
    return reachable
      .filter((one) => !one.dataset.passed && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && one.type !== 'radio' && !one.closest('[inert], .el-popper'))
      .map((one) => `${one.tagName}.${one.className} “${(one.textContent || one.ariaLabel || one.name || '').trim().slice(0, 20)}”`.slice(0, 90))
  })
  if (seen.length < 400 && left.length) wrong.push(`${where(path)}  never reached: ${[...new Set(left)].slice(0, 4).join(', ')}`)
  return wrong
}

/// The focus starts at the skip link, is always to be seen, comes everywhere and leaves again. What comes
/// onto a page behind the focus, because an answer was slow, is looked for in a second walk.
async function focus_way(page, server) {
  const wrong = []
  for (const path of (await addresses(page)).here) {
    if ((await one_way(page, server, path)).length) wrong.push(...(await one_way(page, server, path)))
  }
  assert.ok(wrong.length === 0, [...new Set(wrong)].join('\n'))
}

/// A list without a mouse; then with its letters switched off.
async function keys(page, server) {
  await go(page, server, '/registers/spot_check')
  await page.keyboard.press('?')
  await page.waitForSelector('[data-test=keys][open]')
  assert.deepEqual(await violations(page), [])
  await snap(page, 'keys')
  await page.keyboard.press('Escape')
  await page.waitForSelector('[data-test=keys]:not([open])', { state: 'attached' })
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.waitForSelector('[data-test=records] tbody tr:nth-child(2).picked.current')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.test), 'search')
  await page.keyboard.type('jx?')
  assert.equal(await page.inputValue('[data-test=search]'), 'jx?')
  assert.equal(await page.locator('[data-test=records] tr.picked').count(), 1)
  await page.click('[data-test=keys-help]')
  await page.uncheck('[data-test=keys-on]')
  await page.keyboard.press('Escape')
  await page.evaluate(() => document.activeElement?.blur())
  await page.keyboard.press('?')
  assert.equal(await page.locator('[data-test=keys][open]').count(), 0)
  await page.evaluate(() => localStorage.removeItem('zhiheng.keys'))
}

/// Nothing moves for people who asked for it.
async function stillness(page, server) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const path of ['/', '/registers/spot_check', '/indicators/spot_check_pass_rate?region=620000']) {
    await go(page, server, path)
    const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length)
    assert.equal(moving, 0, path)
  }
}

async function main() {
  const why = missing()
  if (why) {
    console.log(`skipped: ${why}`)
    return { tests: 0, failures: 0, skipped: 1 }
  }
  const [browser, server] = [await start_browser(), await start_server()]
  const firm = process.env.ZHIHENG_URL ? { ...server, user: 'dairy' } : server
  const tests = [
    ['every page as an administrator', { as: server }, judged],
    ['every page as a firm', { as: firm }, judged],
    ['every page as somebody not logged in', { as: null }, judged],
    ['every page in a window of 320 pixels', { as: server, width: 320 }, reflow],
    ['every page in a window of 320 pixels, in English', { as: server, width: 320, language: 'en' }, reflow],
    ['the way of the focus through every page', { as: server }, focus_way],
    ['a list by keys alone', { as: server }, keys],
    ['nothing moves where that is not wanted', { as: server }, stillness],
  ].filter(([name]) => name.includes(process.env.ONLY ?? ''))
  let failures = 0
  // Two at a time, each with cookies of its own: what a page still asks for is waited for half a second each.
  const left = [...tests]
  const lane = async () => {
    while (left.length) {
      const [name, { as, ...how }, run] = left.shift()
      const once = async () => {
        const page = await open_page(browser, as ?? server, how)
        try {
          if (!as) await page.context().clearCookies()
          await run(page, server, as !== server)
          assert.deepEqual(page.failures, [], 'the page itself raised no error')
        } finally {
          await page.context().close()
        }
      }
      if (!(await passes(name, once))) failures += 1
    }
  }
  try {
    await Promise.all([lane(), lane()])
  } finally {
    await browser.close()
    server.stop()
  }
  return { tests: tests.length, failures, skipped: 0 }
}

const result = await main()
if (process.env.ZHIHENG_REPORT) writeFileSync(process.env.ZHIHENG_REPORT, JSON.stringify(result))
console.log(`${result.tests - result.failures - result.skipped} passed, ${result.failures} failed, ${result.skipped} skipped`)
process.exit(result.failures ? 1 : 0)
