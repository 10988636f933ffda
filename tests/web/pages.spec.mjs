// The pages in a real browser: the import wizard and the indicator page in both languages, and
// what every page owes its readers. Usage: node tests/web/pages.spec.mjs
// Against a running server: ZHIHENG_URL, ZHIHENG_USER, ZHIHENG_PASSWORD; else against the mock.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { catalog_of, dirty_csv, missing, open_page, passes, settled, snap, start_browser, start_server } from './browser.mjs'
import { deliveries } from './delivery.mjs'
import { files_and_documents } from './documents.mjs'
import { many_at_once, nothing_typed_is_lost, register_found, saved_lists, two_at_one_record } from './desk.mjs'
import { work_list } from './work.mjs'
import { firm_page } from './firm.mjs'
import { laboratory_page } from './laboratory.mjs'
import { complaint_followed, looked_up } from './public.mjs'
import { identity_opened, report_and_reward, through_another_service } from './reporter.mjs'
import { plan_matrices, plan_text, plans_compared, score_sheet, task_board } from './plans.mjs'

const texts = {
  zh: { synonym: '同义列名', refused: '被拒', records: '记录', interval: '置信区间', byTime: '按时间', lang: 'zh-CN' },
  en: { synonym: 'by synonym', refused: 'refused', records: 'Records', interval: 'Interval', byTime: 'By time', lang: 'en' },
}
const good = 9
const mark = `WEB${Date.now()}`

const number_in = async (page, selector) => Number((await page.textContent(selector)).replace(/[^\d.]/g, ''))

async function counted(page) {
  await page.waitForFunction(() => /\d/.test(document.querySelector('[data-test=count]')?.textContent ?? ''))
  return number_in(page, '[data-test=count]')
}

async function upload(page, name, content) {
  await page.click('header nav a[href="/import"]')
  await page.setInputFiles('[data-test=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(content) })
  await page.waitForSelector('#register')
  await page.selectOption('#register', 'spot_check')
  await page.waitForFunction(() => document.querySelector('[data-test=preview] tbody tr'))
  await settled(page)
}

async function import_wizard(page, language) {
  const csv = dirty_csv(await catalog_of(page), mark, good)
  const say = texts[language]
  await upload(page, `抽查-${language}.csv`, csv)

  const first = page.locator('[data-test=columns-match] tbody tr').first()
  assert.equal(await first.locator('th').textContent(), '样品编号')
  assert.equal(await first.locator('select').inputValue(), 'sample_number')
  assert.match(await first.textContent(), new RegExp(say.synonym))
  const header = await page.locator('[data-test=preview] thead th').allTextContents()
  assert.equal(header.length, csv.split('\r\n')[0].split(',').length)
  const marked = await page.locator('[data-test=preview] td.problem').allTextContents()
  assert.ok(marked.some((cell) => cell.includes('2024-13-45')), `marked: ${marked}`)
  assert.ok(marked.some((cell) => cell.includes('合各')), `marked: ${marked}`)
  await snap(page, `import-preview-${language}`)

  // A column taken out of the match is said to be unused, and can be put back.
  const region = page.locator('[data-test=columns-match] tbody tr', { hasText: '620102' })
  const field = await region.locator('select').inputValue()
  await region.locator('select').selectOption('')
  await settled(page)
  assert.equal(await region.locator('select').inputValue(), '')
  await region.locator('select').selectOption(field)
  await settled(page)
  assert.equal(await region.locator('select').inputValue(), field)

  await page.click('[data-test=begin]')
  await page.waitForSelector('[data-test=result]')
  const fresh = language === 'zh'
  assert.equal(await number_in(page, '[data-test=count-read]'), good + 3)
  assert.equal(await number_in(page, '[data-test=count-added]'), fresh ? good : 0)
  assert.equal(await number_in(page, '[data-test=count-unchanged]'), fresh ? 0 : good)
  assert.equal(await number_in(page, '[data-test=count-refused]'), 3)
  const refusals = await page.locator('[data-test=refusals] tbody tr').allTextContents()
  assert.ok(refusals.length >= 3)
  assert.ok(refusals.some((row) => row.includes('2024-13-45') && row.includes(String(good + 2))), refusals.join('\n'))
  assert.match(await page.textContent('[data-test=result]'), new RegExp(say.refused))
  await snap(page, `import-result-${language}`)

  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=report-csv]')])
  assert.match(readFileSync(await download.path(), 'utf8'), /2024-13-45/)

  await page.click('[data-test=to-records]')
  await page.waitForSelector('[data-test=records] tbody tr')
  // Only the rows of this import, of all those of the register; the same file again wrote none.
  await page.waitForFunction(() => /\d/.test(document.querySelector('[data-test=count]')?.textContent ?? ''))
  const shown = await number_in(page, '[data-test=count]')
  assert.equal(shown === good, fresh, `${shown} rows are shown`)
  await page.fill('[data-test=search]', `${mark}-${good}`)
  await page.press('[data-test=search]', 'Enter')
  await page.waitForFunction(() => /^\D*1\D*$/.test(document.querySelector('[data-test=count]')?.textContent ?? ''))
  await page.click('[data-test=records] tbody tr a')
  await page.waitForSelector('[data-test=history] li')
  assert.match(await page.textContent('main'), /挂面, 500g "家庭装"/)
  assert.match(await page.textContent('main'), new RegExp(`${mark}-${good}`))
  await snap(page, `record-${language}`)
}

async function nothing_or_all(page) {
  const csv = dirty_csv(await catalog_of(page), `${mark}A`, 2)
  await upload(page, 'all-or-nothing.csv', csv)
  await page.check('[data-test=all-or-nothing]')
  await page.click('[data-test=begin]')
  await page.waitForSelector('[data-test=result] .notice.bad')
  const found = await page.evaluate(
    async (name) => (await fetch(`/api/registers/spot_check/records?count=1&search=${name}`)).json(),
    `${mark}A-1`,
  )
  assert.equal(found.count, 0)
}

async function indicator_page(page, language, server) {
  const say = texts[language]
  const { indicators } = await catalog_of(page)
  const rates = indicators.filter((one) => one.kind === 'proportion' && one.region_field)
  const rate = rates.find((one) => one.name === 'spot_check_pass_rate') ?? rates[0]
  assert.ok(rate, 'the catalog has a proportion with a region')
  await page.goto(`${server.url}/indicators/${rate.name}?region=620000`)
  await page.waitForSelector('[data-test=headline]')
  await settled(page)

  assert.equal(await page.getAttribute('html', 'lang').then((lang) => lang.slice(0, 2)), say.lang.slice(0, 2))
  assert.match(await page.textContent('h1'), new RegExp(rate.title[language].slice(0, 4)))
  assert.match(await page.textContent('[data-test=headline]'), /\d+\.\d\d/)
  assert.match(await page.textContent('[data-test=points] thead'), new RegExp(say.interval))
  for (const picture of ['trend', 'ranking', 'funnel']) {
    assert.ok(await page.locator(`[data-test=${picture}] svg path`).count(), `${picture} is drawn`)
  }
  assert.ok((await page.locator('[data-test=tiles] .tile').count()) >= 14)

  // Each value on the page is the one that the server gives.
  const answer = await page.evaluate(
    async (name) => (await fetch(`/api/indicators/${name}?by=region:prefecture&region=620000`)).json(),
    rate.name,
  )
  const rows = await page.locator('[data-test=points] tbody tr').count()
  assert.equal(rows, answer.points.length)
  const known = answer.points.filter((point) => point.value !== null)
  const best = known.reduce((a, b) => ((b.value > a.value) === rate.higher_is_better ? b : a))
  const top = await page.locator('[data-test=points] tbody tr').first().textContent()
  assert.ok(top.includes((best.value * rate.scale).toFixed(2)), `${top} shows ${best.value}`)
  await snap(page, `indicator-${language}`)

  // The keys reach every point of a chart, say it, and choose it.
  await page.locator('[data-test=trend]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const said = page.locator('[data-test=trend] [aria-live]')
  assert.match(await said.textContent(), /n = [\d,]+/)
  const second = await said.textContent()
  await snap(page, `indicator-keys-${language}`)
  await page.keyboard.press('ArrowLeft')
  assert.notEqual(await said.textContent(), second)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-test=behind] tbody tr a')
  await page.keyboard.press('Escape')
  await page.waitForSelector('[data-test=behind]', { state: 'hidden' })
  await page.locator('[data-test=ranking]').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.selection')
  await page.locator('.selection button').last().press('Enter')
  await page.waitForSelector('.selection', { state: 'hidden' })

  // A tile selects its region everywhere, and leads to the records behind it.
  await page.locator('[data-test=tiles] .tile:not(.blank)').first().click()
  await page.waitForSelector('.selection')
  assert.equal(await page.locator('[data-test=points] tr.selected').count(), 1)
  await snap(page, `indicator-selected-${language}`)
  await page.locator('.selection button').first().click()
  await page.waitForSelector('[data-test=behind] tbody tr a')
  await snap(page, `indicator-records-${language}`)
  await page.keyboard.press('Escape')

  await page.selectOption('[data-test=grain]', 'quarter')
  await page.waitForURL(/grain=quarter/)
  await settled(page)
  await page.click('[data-test=tab-time]')
  assert.match(await page.textContent('[data-test=points] tbody'), /\d{4}-Q[1-4]/)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=indicator-csv]')])
  assert.ok(readFileSync(await download.path(), 'utf8').split('\n').length > 2)

  // Nobody differs where there are no records: no picture, and no failure.
  await page.goto(`${server.url}/indicators/${rate.name}?region=620000&from=1990-01-01&to=1990-12-31`)
  await settled(page)
  assert.equal(await page.locator('[role=alert], [data-test=funnel]').count(), 0)
  // The calendar of a day opens when it is asked for, not because the focus comes by.
  const day = page.locator('.dates input').first()
  await day.focus()
  assert.equal(await page.locator('.el-picker-panel:visible').count(), 0)
  await day.press('ArrowDown')
  await page.waitForSelector('.el-picker-panel:visible')
  await day.press('Escape')
}

async function filters_and_pages(page, server) {
  await page.goto(`${server.url}/registers/spot_check`)
  await page.waitForSelector('[data-test=records] tbody tr')
  await settled(page)
  const all = await counted(page)
  const first = await page.locator('[data-test=records] tbody tr a').first().getAttribute('href')
  if (all > 50) {
    await page.click('[data-test=next]')
    await page.waitForURL(/after=/)
    await settled(page)
    assert.notEqual(await page.locator('[data-test=records] tbody tr a').first().getAttribute('href'), first)
  }
  await page.click('[data-test=write]')
  await page.fill('[data-test=expression]', "result = 'fail' and sampled_on >= date '2024-01-01'")
  await page.press('[data-test=expression]', 'Enter')
  await page.waitForURL(/filter=/)
  await settled(page)
  const failed = await counted(page)
  assert.ok(failed > 0 && failed < all, `${failed} of ${all}`)
  await snap(page, 'register-filtered')

  await page.fill('[data-test=expression]', 'result = fail')
  await page.press('[data-test=expression]', 'Enter')
  await page.waitForSelector('[data-test=caret]')
  assert.match(await page.textContent('[data-test=caret]'), /result = fail\s*\n\s*\^/)
  await snap(page, 'register-filter-error')
}

async function correction(page, server) {
  await page.goto(`${server.url}/registers/spot_check?search=${mark}-1`)
  await page.waitForSelector('[data-test=records] tbody tr a')
  await page.click('[data-test=records] tbody tr a')
  await page.click('[data-test=edit]')
  await page.fill('#field-product_name', '更正后的产品')
  await page.click('[data-test=save]')
  assert.equal(await page.locator('[data-test=history] li').count(), 1, 'not saved without a reason')
  await page.fill('#reason', '名称有误')
  await page.click('[data-test=save]')
  await page.waitForFunction(() => document.querySelectorAll('[data-test=history] li').length === 2)
  const newest = await page.locator('[data-test=history] li').first().textContent()
  assert.match(newest, /更正后的产品/)
  assert.match(newest, /名称有误/)
  await snap(page, 'record-corrected')
}

async function new_record(page, server) {
  await page.goto(`${server.url}/registers/spot_check/new`)
  await page.waitForSelector('[data-test=save]')
  await page.click('[data-test=save]')
  assert.ok((await page.locator('.field .error').count()) >= 3, 'empty required fields are named')
  const register = (await catalog_of(page)).registers.find((one) => one.name === 'spot_check')
  for (const field of register.fields.filter((one) => one.required)) {
    const input = page.locator(`#field-${field.name}`)
    if (field.type === 'code') {
      await input.click()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    } else if (field.type === 'date') {
      await input.fill('2024-05-06')
      await page.keyboard.press('Enter')
    } else if (field.type === 'region') await input.selectOption('620000')
    else await input.fill(field.name === 'sample_number' ? `${mark}-N` : '手工新增')
  }
  await snap(page, 'record-new')
  await page.click('[data-test=save]')
  await page.waitForSelector('[data-test=history] li')
  assert.match(await page.textContent('main'), new RegExp(`${mark}-N`))
}

/// A register of several kinds: its list by kind, and a form with the fields of that kind only.
async function kinds(page, server) {
  const { registers } = await catalog_of(page)
  if (!registers.some((one) => one.name === 'supervision_check')) return // the mock has no kinds
  await page.goto(`${server.url}/registers/supervision_check`)
  await settled(page)
  await page.click('[data-test=kinds] >> text=计量器具')
  await page.waitForURL(/filter=subject/)
  await settled(page)
  assert.equal(await page.locator('[data-test=kinds] [aria-pressed=true]').textContent().then((text) => text.trim()), '计量器具')
  await page.click('main a.primary')
  await page.waitForSelector('#field-instrument')
  assert.equal(await page.locator('#field-site').count(), 0, 'a field of works')
  await page.click('[data-test=save]')
  assert.equal(await page.locator('.field:has(#field-instrument) .error').count(), 1, 'what the kind requires')
  await snap(page, 'record-of-a-kind')
}

async function language_is_kept(page, server) {
  await page.goto(`${server.url}/`)
  await page.waitForSelector('h1')
  await page.click('[data-test=language]')
  assert.equal(await page.getAttribute('html', 'lang'), 'en')
  await page.reload()
  await page.waitForSelector('h1')
  assert.equal(await page.getAttribute('html', 'lang'), 'en')
  await settled(page)
  await snap(page, 'home-en')
  await page.click('[data-test=language]')
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN')
  await snap(page, 'home-zh')
}

async function fits(page, server) {
  const { indicators } = await catalog_of(page)
  const paths = ['/', '/work', '/deliveries', '/registers', '/registers/spot_check', '/registers/spot_check/new', '/indicators', '/import', '/about', '/nowhere', '/report', '/report/follow', '/complain', '/complain/follow', '/lookup', '/login', '/identity-openings/KQ1', '/plans', '/plans/620000-2026', '/plans/620000-2026?view=authorities', '/plans/620000-2026?view=targets', '/plans/compare?upper=620000-2026&lower=620100-2026', '/tasks', '/tasks?view=calendar', '/assessments']
  for (const path of [...paths, `/indicators/${indicators[0].name}?region=620000`]) {
    await page.goto(server.url + path)
    await page.waitForSelector('h1')
    await settled(page)
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(excess <= 0, `${path} is ${excess} px too wide`)
    assert.equal(await page.locator('h1').count(), 1, `${path} has one heading`)
    const nameless = await page.locator('main :is(input, select, textarea):visible').evaluateAll((all) =>
      all.filter((one) => !one.labels?.length && !one.getAttribute('aria-label')).map((one) => one.outerHTML.slice(0, 120)),
    )
    assert.deepEqual(nameless, [], `${path}: inputs without a label`)
  }
  await snap(page, 'indicator-mobile')
  await page.goto(server.url)
  await settled(page)
  await snap(page, 'home-mobile')
}

async function session_end(page, server) {
  await page.goto(`${server.url}/import`)
  await page.waitForSelector('[data-test=file]', { state: 'attached' })
  await page.context().clearCookies()
  await page.setInputFiles('[data-test=file]', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') })
  await page.waitForURL(/\/login\?next=/)
  assert.match(page.url(), /next=%2Fimport|next=\/import/)
}

// --- running them -----------------------------------------------------------------------------

async function main() {
  const reason = missing()
  if (reason) {
    console.log(`skipped the pages: ${reason}`)
    return { tests: 1, failures: 0, skipped: 1 }
  }
  const server = await start_server()
  const browser = await start_browser()
  const tests = [
    ['the import wizard in Chinese', 'zh', 1440, (page) => import_wizard(page, 'zh')],
    ['the import wizard in English changes nothing the second time', 'en', 1440, (page) => import_wizard(page, 'en')],
    ['all or nothing imports nothing when a row is refused', 'zh', 1440, nothing_or_all],
    ['the indicator page in Chinese', 'zh', 1440, (page) => indicator_page(page, 'zh', server)],
    ['the indicator page in English', 'en', 1440, (page) => indicator_page(page, 'en', server)],
    ['a register is paged and filtered, and a wrong filter is shown with a caret', 'zh', 1440, (page) => filters_and_pages(page, server)],
    ['a correction needs a reason and becomes a version', 'zh', 1440, (page) => correction(page, server)],
    ['a record is made with the form that the catalog gives', 'zh', 1440, (page) => new_record(page, server)],
    ['a register by kind, and the form of one kind', 'zh', 1440, (page) => kinds(page, server)],
    ['the text of a plan with its parse, in Chinese', 'zh', 1440, (page) => plan_text(page, 'zh', server)],
    ['the text of a plan with its parse, in English', 'en', 1440, (page) => plan_text(page, 'en', server)],
    ['who answers for which item, who took it up, how the targets stand', 'zh', 1440, (page) => plan_matrices(page, server)],
    ['two plans side by side', 'zh', 1440, (page) => plans_compared(page, 'zh', server)],
    ['the task board, the joint conference and the calendar', 'zh', 1440, (page) => task_board(page, server)],
    ['ranking, score sheet and what-if in Chinese', 'zh', 1440, (page) => score_sheet(page, 'zh', server)],
    ['ranking, score sheet and what-if in English', 'en', 1440, (page) => score_sheet(page, 'en', server)],
    ['the work list, the terms of a record and a step, in Chinese', 'zh', 1440, (page) => work_list(page, server, 'zh')],
    ['the work list, the terms of a record and a step, in English', 'en', 1440, (page) => work_list(page, server, 'en')],
    ['a list saved for the unit is a tab that counts', 'zh', 1440, (page) => saved_lists(page, server, 'zh')],
    ['many complaints are accepted at once, in Chinese', 'zh', 1440, (page) => many_at_once(page, server, 'zh')],
    ['many complaints are accepted at once, in English', 'en', 1440, (page) => many_at_once(page, server, 'en')],
    ['what was typed is not lost', 'zh', 1440, (page) => nothing_typed_is_lost(page, server)],
    ['two people change one record', 'zh', 1440, (page) => two_at_one_record(page, server)],
    ['a register is found among two hundred', 'zh', 1440, (page) => register_found(page, server, 'zh')],
    ['a register is found among two hundred, in English', 'en', 1440, (page) => register_found(page, server, 'en')],
    ['mail, the calendar and systems outside, in Chinese', 'zh', 1440, (page) => deliveries(page, server, 'zh')],
    ['mail, the calendar and systems outside, in English', 'en', 1440, (page) => deliveries(page, server, 'en')],
    ['files and documents of a record, in Chinese', 'zh', 1440, (page) => files_and_documents(page, server, 'zh')],
    ['files and documents of a record, in English', 'en', 1440, (page) => files_and_documents(page, server, 'en')],
    ['a complaint without an account, in Chinese', 'zh', 1440, (page) => complaint_followed(page, server, 'zh')],
    ['a complaint without an account, in English', 'en', 1440, (page) => complaint_followed(page, server, 'en')],
    ['one box for what is published, in Chinese', 'zh', 1440, (page) => looked_up(page, server, 'zh')],
    ['one box for what is published, in English', 'en', 1440, (page) => looked_up(page, server, 'en')],
    ['a firm objects from its own page, in Chinese', 'zh', 1440, (page) => firm_page(page, server, 'zh')],
    ['a firm objects from its own page, in English', 'en', 1440, (page) => firm_page(page, server, 'en')],
    ['results of blind samples, in Chinese', 'zh', 1440, (page) => laboratory_page(page, server, 'zh')],
    ['results of blind samples, in English', 'en', 1440, (page) => laboratory_page(page, server, 'en')],
    ['a report without a name is followed and rewarded', 'zh', 1440, (page) => report_and_reward(page, server)],
    ['an identity is opened by two with the key in the browser', 'zh', 1440, (page) => identity_opened(page, server)],
    ['a login through another service, there and back', 'en', 1440, (page) => through_another_service(page, server)],
    ['the language is kept', 'zh', 1440, (page) => language_is_kept(page, server)],
    ['every page fits 390 px, has one heading and labels its inputs', 'zh', 390, (page) => fits(page, server)],
    ['the end of a session leads to the login and back', 'zh', 1440, (page) => session_end(page, server)],
  ]
  const chosen = tests.filter(([name]) => name.includes(process.env.ONLY ?? ''))
  let failures = 0
  try {
    for (const [name, language, width, run] of chosen) {
      let page
      const once = async () => {
        await page?.context().close()
        page = undefined
        page = await open_page(browser, server, { language, width })
        await run(page)
        assert.deepEqual(page.failures, [], 'the page itself raised no error')
      }
      if (!(await passes(name, once, (turn) => page && snap(page, `failed-${failures + 1}-${turn}`)))) failures += 1
      await page?.context().close()
    }
  } finally {
    await browser.close()
    server.stop()
  }
  return { tests: chosen.length, failures, skipped: 0 }
}

const result = await main()
if (process.env.ZHIHENG_REPORT) writeFileSync(process.env.ZHIHENG_REPORT, JSON.stringify(result))
console.log(`${result.tests - result.failures - result.skipped} passed, ${result.failures} failed, ${result.skipped} skipped`)
process.exit(result.failures ? 1 : 0)
