// Two firms and an inspector: each firm captures what it did, the inspector traces and recalls across both,
// and each firm sees its own and "another firm" for the rest. Called by run.sh, which has made the accounts and
// a small made-up chain. Usage: ZHIHENG_URL=… ZHIHENG_CHAIN=folder node tests/web/trace.mjs

import assert from 'node:assert/strict'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chain_of, state_of_chain } from './chain.mjs'
import { missing, open_page, passes, settled, snap, start_browser } from './browser.mjs'

const folder = process.env.ZHIHENG_CHAIN
const url = process.env.ZHIHENG_URL?.replace(/\/$/, '')
const password = 'a long password for a test'
const people = {
  dairy: { url, user: 'dairy', password },
  shops: { url, user: 'shops', password },
  inspector: { url, user: 'inspector', password },
}
const texts = {
  zh: { withheld: '无权查看', another: '另一企业', sold: '已售', candidates: '不是结论', recalled: '正在召回' },
  en: { another: 'another firm', sold: 'sold', candidates: 'not verdicts', recalled: 'Under recall' },
}

// --- the chain ------------------------------------------------------------------------------

const document_of = () => JSON.parse(readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonld')))))
const truth = () =>
  readFileSync(join(folder, 'truth.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.lot)
const place_of = (event) => event.bizLocation?.id ?? event.readPoint?.id
/// Whether a place sells to consumers: these are the second firm's.
function shops_in(events) {
  return new Set(events.filter((event) => /retail_selling/.test(event.bizStep ?? '')).map(place_of))
}
const names_of = (document) =>
  new Map(
    document.epcisHeader.epcisMasterData.vocabularyList[0].vocabularyElementList.map((element) => [
      element.id,
      element.attributes.find((one) => one.id.endsWith('#name')).attribute,
    ]),
  )

/// Sends a document as the page's own session would.
const capture = (page, document) =>
  page.evaluate(async (body) => {
    const { csrf } = await (await fetch('/api/session')).json()
    const answer = await fetch('/epcis/capture', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify(body),
    })
    return { status: answer.status, job: await answer.json() }
  }, document)

async function firms_capture(browser) {
  const document = document_of()
  const events = document.epcisBody.eventList
  const shops = shops_in(events)
  const parts = { dairy: events.filter((event) => !shops.has(place_of(event))), shops: events.filter((event) => shops.has(place_of(event))) }
  assert.ok(parts.dairy.length > 20 && parts.shops.length > 20, 'both firms have something to capture')
  const { epcisHeader, ...bare } = document
  const sent = [
    ['inspector', { ...bare, epcisHeader, epcisBody: { eventList: [] } }], // names of places
    ...Object.entries(parts).map(([firm, eventList]) => [firm, { ...bare, epcisBody: { eventList } }]),
  ]
  for (const [who, body] of sent) {
    const page = await open_page(browser, people[who])
    const { status, job } = await capture(page, body)
    assert.equal(status, 202, JSON.stringify(job))
    assert.equal(job.success, true, JSON.stringify(job.errors))
    await page.context().close()
  }
  return { lot: truth()[0], names: names_of(document), shops, foreign: parts.shops.map((event) => event.eventID) }
}

// --- what each sees -------------------------------------------------------------------------

async function look_up(page, code) {
  await page.click('header nav a[href="/trace"]')
  await page.fill('[data-test=code]', code)
  await page.press('[data-test=code]', 'Enter')
  await page.waitForSelector('[data-test=chain]')
  await settled(page)
}

async function firm_sees_its_own(page, chain, language) {
  await look_up(page, chain.lot.lot)
  await page.waitForSelector('[data-test=hidden]')
  await snap(page, `trace-firm-${language}`)
  await page.click('[data-test=view-table]')
  await page.click('[data-test=level-event]')
  await page.waitForSelector('[data-test=steps] tbody tr')
  await settled(page)
  const table = await page.textContent('[data-test=steps]')
  assert.match(table, new RegExp(texts[language].another))
  const names = [...chain.names].filter(([place]) => table.includes(chain.names.get(place)))
  assert.ok(names.length > 0, 'its own places have names')
  for (const [place, name] of names) assert.ok(!chain.shops.has(place), `the dairy is not told of ${name}`)
  await snap(page, `trace-firm-table-${language}`)

  // It knows where it sent its goods, and nothing of what happened there: not by asking the server either.
  const answers = await page.evaluate(async (lot) => {
    const of = (name) => fetch(`/api/v1/trace/${name}?id=${encodeURIComponent(lot)}`).then((answer) => answer.text())
    return (await Promise.all(['steps', 'forward', 'state', 'graph'].map(of))).join('\n')
  }, chain.lot.lot)
  for (const event of chain.foreign) assert.ok(!answers.includes(event), `${event} is told to the dairy`)
}

async function inspector_traces(page, chain, language) {
  // As a scanner sends it: symbology identifier, elements without brackets.
  const [, gtin, lot] = /01\/(\d{14})\/10\/(.+)$/.exec(chain.lot.lot)
  await look_up(page, `]d201${gtin}10${lot}`)
  await settled(page)
  assert.equal(await page.locator('[data-test=hidden]').count(), 0, 'nothing is hidden from the inspector')
  const boxes = async () => Number((await page.textContent('[data-test=size]')).match(/\d+/g).at(-1))
  await snap(page, `trace-graph-${language}`)

  // Folding: fewer boxes by firm than by event; keys lead from box to box and open them.
  await page.click('[data-test=level-firm]')
  await settled(page)
  const folded = await boxes()
  await page.click('[data-test=level-event]')
  await settled(page)
  assert.ok((await boxes()) > folded, 'events are more than firms')
  await page.click('[data-test=level-firm]')
  await settled(page)
  await page.focus('[data-test=chain]')
  await page.keyboard.press('Home')
  await page.waitForSelector('[data-test=detail]')
  assert.ok((await page.textContent('[data-test=chain] [aria-live]')).length > 3, 'what is chosen is said')
  await page.keyboard.press('Enter')
  await page.waitForFunction((before) => Number(document.querySelector('[data-test=size]').textContent.match(/\d+/g).at(-1)) > before, folded)
  await snap(page, `trace-detail-${language}`)
  assert.ok(await page.locator('[data-test=detail] a[href*="epcis_event"]').count(), 'events lead to their records')

  // Before anything happened there is nothing; the slider says until when.
  await page.click('[data-test=view-table]')
  await page.waitForSelector('[data-test=steps] tbody tr')
  const rows = await page.locator('[data-test=steps] tbody tr').count()
  await page.locator('[data-test=until]').fill('10')
  await page.waitForFunction((before) => document.querySelectorAll('[data-test=steps] tbody tr').length < before, rows)
  await page.locator('[data-test=until]').fill('400')
  await snap(page, `trace-table-${language}`)

  await page.click('[data-test=view-map]')
  await page.waitForSelector('[data-test=here] tbody tr')
  await settled(page)
  assert.ok(await page.locator('[data-test=flows] tbody tr').count())
  await snap(page, `trace-map-${language}`)

  // As it was known before it was captured: nothing.
  await page.goto(`${page.url()}&known=2020-01-01T00%3A00%3A00%2B08%3A00`)
  await page.waitForSelector('[data-test=unknown], [data-test=state]')
}

async function inspector_recalls(page, chain, language) {
  await page.goto(`${url}/trace/recall`)
  await page.fill('[data-test=recall-lots]', chain.lot.lot)
  await page.waitForSelector('[data-test=recall-affected]')
  await settled(page)
  const number = async (test) => Number((await page.textContent(`[data-test=${test}]`)).replace(/[^\d.]/g, ''))
  assert.equal(await number('count-sold'), chain.lot.sold, 'sold, as the truth beside the chain says')
  const pieces = await Promise.all(['in_stock', 'in_transit', 'sold', 'gone', 'unknown'].map((status) => number(`count-${status}`)))
  assert.equal(pieces.reduce((sum, each) => sum + each), chain.lot.pieces, 'every piece is somewhere')
  await snap(page, `recall-${language}`)

  const download = async (kind) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-test=recall-${kind}]`)])
    return readFileSync(await file.path())
  }
  const lines = (await download('csv')).toString('utf8').trim().split('\r\n')
  assert.ok(lines.length > chain.lot.pieces, 'a line for each piece and the lot')
  assert.equal(lines.filter((line) => line.includes(texts[language].sold)).length, chain.lot.sold)
  assert.equal((await download('xlsx')).subarray(0, 2).toString(), 'PK')

  await page.locator('details:has([data-test=recall-number])').evaluate((one) => (one.open = true))
  await page.fill('[data-test=recall-number]', `RECALL-${language}`)
  await page.fill('[data-test=recall-name]', '巴氏杀菌乳召回')
  await page.click('[data-test=recall-save]')
  await page.click('[data-test=recall-saved]')
  await page.waitForURL(/\/registers\/recall\//)
  await settled(page)
  const record = await page.textContent('main')
  assert.match(record, new RegExp(chain.lot.lot.split('/').at(-1)))
  await snap(page, `recall-record-${language}`)
}

async function firm_recalls_its_own(page, chain) {
  await page.goto(`${url}/trace/recall?lot=${encodeURIComponent(chain.lot.lot)}`)
  await page.waitForSelector('[data-test=recall-withheld]')
  await settled(page)
  assert.match(await page.textContent('[data-test=recall-places]'), new RegExp(texts.zh.withheld))
  const told = await page.content()
  for (const event of chain.foreign) assert.ok(!told.includes(event), `${event} is told to the dairy`)
  await snap(page, 'recall-firm-zh')
}

async function anomalies(page, language) {
  await page.goto(`${url}/trace/anomalies`)
  await page.waitForSelector('[data-test=findings] tbody tr')
  await settled(page)
  assert.match(await page.textContent('[data-test=not-verdicts]'), new RegExp(texts[language].candidates))
  assert.match(await page.textContent('[data-test=rules]'), /100\s?%/, 'measured on the made-up chain')
  await snap(page, `anomalies-${language}`)
  const all = await page.locator('[data-test=findings] tbody tr').count()
  await page.click('[data-test=rule-opened_twice]')
  await page.waitForFunction((before) => document.querySelectorAll('[data-test=findings] tbody tr').length < before, all)
  await page.click('[data-test=question-balance]')
  await page.waitForSelector('[data-test=balance] tbody tr')
  await snap(page, `balance-${language}`)
  // People fell ill at two shops: what delivered to both stands before either of them.
  const places = [...shops_in(document_of().epcisBody.eventList)].slice(0, 2)
  await page.click('[data-test=question-suspects]')
  await page.fill('[data-test=suspect-cases]', `${places[0]}\n${places[1]}=2`)
  await page.click('[data-test=suspect-rank]')
  await page.waitForSelector('[data-test=suspect-stations] tbody tr')
  assert.match(await page.locator('[data-test=suspect-stations] tbody tr').first().textContent(), /100\s?%/)
  assert.ok((await page.locator('[data-test=suspect-deliveries] tbody tr').count()) > 0)
  await snap(page, `suspects-${language}`)
}

async function consumer(browser, chain, language) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  await context.addInitScript((chosen) => localStorage.setItem('zhiheng.language', chosen), language)
  const page = await context.newPage()
  await page.goto(url + new URL(chain.lot.lot).pathname)
  await page.waitForSelector('[data-test=recall-state]')
  await settled(page)
  assert.match(await page.textContent('[data-test=recall-state]'), new RegExp(texts[language].recalled))
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(excess <= 0, `${excess} px too wide`)
  await snap(page, `product-${language}`)
  await context.close()
}

async function fits(page, chain, language) {
  const lot = encodeURIComponent(chain.lot.lot)
  for (const path of [`/trace?id=${lot}`, `/trace?id=${lot}&view=map`, `/trace?id=${lot}&view=table`, `/trace/recall?lot=${lot}`, '/trace/anomalies', '/trace/anomalies?question=balance', '/trace/anomalies?question=suspects']) {
    await page.goto(url + path)
    await page.waitForSelector('[data-test=chain], [data-test=here], [data-test=steps], [data-test=recall-affected], [data-test=findings], [data-test=balance], [data-test=suspect-cases]')
    await settled(page)
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(excess <= 0, `${path} is ${excess} px too wide`)
    const nameless = await page.locator('main :is(input, select, textarea):visible').evaluateAll((all) =>
      all.filter((one) => !one.labels?.length && !one.getAttribute('aria-label')).map((one) => one.outerHTML.slice(0, 120)),
    )
    assert.deepEqual(nameless, [], `${path}: inputs without a label`)
    await snap(page, `narrow-${path.replace(/[^a-z]+/g, '-').slice(1, 14)}-${path.match(/\w+$/)[0].slice(0, 12)}-${language}`)
  }
}

/// 10,000 events each in a box of its own: no task while one moves about takes longer than a generous bound.
async function stays_smooth(page) {
  const graph = chain_of(10_000)
  const json = (body) => (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) })
  const known = { id: graph.id, form: 'lot', events: 3 }
  await page.route('**/api/v1/trace/search*', json({ asked: graph.id, valid: true, normal: graph.id, form: 'lot', known }))
  await page.route('**/api/v1/trace/state*', json(state_of_chain))
  await page.route('**/api/v1/trace/steps*', json(graph))
  await page.addInitScript(() => {
    window.tasks = []
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ['longtask'] })
  })
  await page.goto(`${url}/trace?id=${encodeURIComponent(graph.id)}&level=event`)
  await page.waitForSelector('[data-test=chain]')
  await settled(page)
  await snap(page, 'trace-10000')
  const box = await page.locator('[data-test=chain] canvas').boundingBox()
  await page.evaluate(() => (window.tasks.length = 0))
  await page.mouse.move(box.x + 500, box.y + 200)
  await page.mouse.down()
  for (let i = 0; i < 40; ++i) await page.mouse.move(box.x + 500 + i * 6, box.y + 200 + (i % 9) * 7)
  await page.mouse.up()
  await page.focus('[data-test=chain]')
  for (let i = 0; i < 25; ++i) await page.mouse.wheel(0, -150)
  for (let i = 0; i < 25; ++i) await page.mouse.wheel(0, 150)
  await page.locator('[data-test=until]').fill('200')
  const longest = await page.evaluate(() => Math.max(0, ...window.tasks))
  assert.ok(longest < 400, `a task of ${longest} ms while moving about 10,000 boxes`)
}

// --- running them ---------------------------------------------------------------------------

async function main() {
  const reason = missing() || (!url && 'no ZHIHENG_URL') || (!folder && 'no ZHIHENG_CHAIN')
  if (reason) {
    console.log(`skipped the trace pages: ${reason}`)
    return { tests: 1, failures: 0, skipped: 1 }
  }
  const browser = await start_browser()
  let chain
  const as = (who, language, width, run) => async () => {
    const page = await open_page(browser, people[who], { language, width })
    try {
      await run(page)
      assert.deepEqual(page.failures, [])
    } catch (error) {
      await snap(page, `failed-${who}-${language}`)
      throw error
    } finally {
      await page.context().close()
    }
  }
  const tests = [
    ['two firms capture what each did', async () => (chain = await firms_capture(browser))],
    ['a firm sees its own and another firm, in Chinese', as('dairy', 'zh', 1440, (page) => firm_sees_its_own(page, chain, 'zh'))],
    ['a firm sees its own and another firm, in English', as('dairy', 'en', 1440, (page) => firm_sees_its_own(page, chain, 'en'))],
    ['the inspector traces a scan across both, in Chinese', as('inspector', 'zh', 1440, (page) => inspector_traces(page, chain, 'zh'))],
    ['the inspector traces a scan across both, in English', as('inspector', 'en', 1440, (page) => inspector_traces(page, chain, 'en'))],
    ['the inspector recalls across both, in Chinese', as('inspector', 'zh', 1440, (page) => inspector_recalls(page, chain, 'zh'))],
    ['the inspector recalls across both, in English', as('inspector', 'en', 1440, (page) => inspector_recalls(page, chain, 'en'))],
    ['a firm is shown its part of a recall', as('dairy', 'zh', 1440, (page) => firm_recalls_its_own(page, chain))],
    ['candidates are no verdicts, in Chinese', as('inspector', 'zh', 1440, (page) => anomalies(page, 'zh'))],
    ['candidates are no verdicts, in English', as('inspector', 'en', 1440, (page) => anomalies(page, 'en'))],
    ['a consumer is told of the recall, in Chinese', () => consumer(browser, chain, 'zh')],
    ['a consumer is told of the recall, in English', () => consumer(browser, chain, 'en')],
    ['the pages fit 390 px, in Chinese', as('inspector', 'zh', 390, (page) => fits(page, chain, 'zh'))],
    ['the pages fit 390 px, in English', as('inspector', 'en', 390, (page) => fits(page, chain, 'en'))],
    ['10,000 events stay smooth', as('inspector', 'zh', 1440, stays_smooth)],
  ]
  let failures = 0
  try {
    for (const [name, run] of tests) {
      if (!(await passes(name, run))) ++failures
    }
  } finally {
    await browser.close()
  }
  return { tests: tests.length, failures, skipped: 0 }
}

const report = await main()
console.log(`${report.tests} tests of the trace pages, ${report.failures} failures, ${report.skipped} skipped`)
if (process.env.ZHIHENG_REPORT) writeFileSync(process.env.ZHIHENG_REPORT, JSON.stringify(report))
process.exit(report.failures ? 1 : 0)
