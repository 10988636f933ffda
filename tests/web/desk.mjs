// An officer's desk: saved lists, acting on many, a form that is not lost, two who change one record.

import assert from 'node:assert/strict'
import { settled, snap } from './browser.mjs'

const send = (page, method, path, body, version) =>
  page.evaluate(
    async ([how, where, what, seen]) => {
      const { csrf } = await (await fetch('/api/session')).json()
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
      if (seen) headers['if-match'] = `"${seen}"`
      const answer = await fetch(where, { method: how, headers, body: JSON.stringify(what) })
      return { status: answer.status, body: await answer.json().catch(() => null) }
    },
    [method, path, body, version],
  )

async function complain(page, number, more = {}) {
  const made = await send(page, 'POST', '/api/registers/complaint/records', {
    values: { number, kind: 'complaint', received_on: '2025-09-26', region: '620102', content: '商品变质，要求退货退款', ...more },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body
}

/// Saves what is shown under a name, finds it as a tab that counts, and removes it.
export async function saved_lists(page, server, language) {
  const name = `已受理 ${language} ${Date.now()}`
  await page.goto(`${server.url}/registers/complaint?filter=${encodeURIComponent("region under '62'")}&sort=-received_on`)
  await settled(page)
  await page.click('[data-test=save-view]')
  await page.fill('[data-test=view-name]', name)
  await page.check('input[name=view-for] >> nth=1')
  await page.click('[data-test=keep-view]')
  const tab = page.locator('[data-test=view]', { hasText: name })
  await tab.waitFor()
  await page.goto(`${server.url}/registers/complaint`)
  await settled(page)
  await page.waitForFunction((text) => [...document.querySelectorAll('[data-test=view]')].some((one) => one.textContent.includes(text) && /\d\s*$/.test(one.textContent)), name)
  await tab.click()
  await page.waitForURL(/view=/)
  await settled(page)
  assert.match(page.url(), /sort=-received_on/)
  assert.equal(await tab.getAttribute('aria-current'), 'page')
  const counted = Number((await tab.locator('.count').textContent()).replace(/\D/g, ''))
  assert.equal(counted, Number((await page.textContent('[data-test=count]')).replace(/\D/g, '')))
  await snap(page, `list-${language}`)
  await page.click('[data-test=drop-view]')
  await tab.waitFor({ state: 'detached' })
}

/// Three complaints, one of them accepted meanwhile: the trial names it, two are done.
export async function many_at_once(page, server, language) {
  const mark = `MANY-${language}-${Date.now()}`
  const made = []
  for (const i of [1, 2, 3]) made.push(await complain(page, `${mark}-${i}`))
  const filter = encodeURIComponent(`number starts with '${mark}'`)
  await page.goto(`${server.url}/registers/complaint?filter=${filter}&sort=number`)
  await settled(page)
  const boxes = page.locator('[data-test=choose]')
  await boxes.first().click()
  await boxes.nth(2).click({ modifiers: ['Shift'] })
  assert.equal(await page.locator('[data-test=records] tr.picked').count(), 3, 'a range by shift')
  const other = await send(page, 'POST', `/api/registers/complaint/records/${made[1].id}/steps`, {
    step: 'accept',
    values: { decided_on: '2025-10-10' },
  })
  assert.equal(other.status, 200, JSON.stringify(other.body))
  await page.selectOption('[data-test=deed]', 'step:accept')
  await page.fill('#field-decided_on', '2025-10-11')
  await page.press('#field-decided_on', 'Enter')
  await page.waitForSelector('.el-picker-panel:visible', { state: 'hidden' }) // Enter takes what was typed
  await page.fill('[data-test=many-reason]', '属本局管辖')
  await page.click('[data-test=try]')
  await page.waitForSelector('[data-test=outcome]')
  const tried = await page.locator('[data-test=outcome] tbody tr').allTextContents()
  assert.equal(tried.length, 3)
  assert.match(tried[0], new RegExp(`${mark}-2`), 'who will be refused stands first')
  await snap(page, `many-${language}`)
  await page.click('[data-test=do]')
  await page.waitForFunction(() => !document.querySelector('[data-test=do]'))
  assert.equal(await page.locator('[data-test=outcome] tbody tr').count(), 2)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=many-csv]')])
  assert.match(download.suggestedFilename(), /complaint-accept\.csv/)
  const found = await page.evaluate(
    async (text) => (await fetch(`/api/registers/complaint/records?filter=${text}&sort=number`)).json(),
    filter,
  )
  assert.deepEqual(found.records.map((one) => one.state), ['accepted', 'accepted', 'accepted'])
  assert.deepEqual(found.records.map((one) => one.values.decided_on), ['2025-10-11', '2025-10-10', '2025-10-11'])
}

/// What was typed survives another page and the end of the session; a rule is told while one types.
export async function nothing_typed_is_lost(page, server) {
  const number = `DRAFT-${Date.now()}`
  await page.goto(`${server.url}/registers/complaint/new?kind=complaint`)
  await page.fill('#field-number', number)
  await page.fill('#field-content', '商品变质')
  await page.goto(`${server.url}/about`)
  await page.goto(`${server.url}/registers/complaint/new`)
  await page.waitForSelector('[data-test=restored]')
  assert.equal(await page.inputValue('#field-number'), number)
  await page.evaluate(() => fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) => fetch('/api/session', { method: 'DELETE', headers: { 'x-csrf-token': csrf } })))
  await page.fill('#field-received_on', '2025-09-26')
  await page.press('#field-received_on', 'Enter')
  await page.waitForSelector('[data-test=ended]')
  assert.match(page.url(), /\/new$/, 'whoever types stays where they are')
  await page.click('[data-test=ended] button')
  await page.waitForURL(/\/login/)
  await page.fill('#user', server.user)
  await page.fill('#password', server.password)
  await page.click('form button[type=submit]')
  await page.waitForSelector('[data-test=restored]')
  assert.equal(await page.inputValue('#field-content'), '商品变质')
  assert.equal(await page.inputValue('#field-received_on'), '2025-09-26')
}

/// Two change one record: mine and theirs side by side, one field each taken, one chosen.
export async function two_at_one_record(page, server) {
  const record = await complain(page, `TWO-${Date.now()}`)
  await page.goto(`${server.url}/registers/complaint/${record.id}`)
  await page.click('[data-test=edit]')
  await page.fill('#field-content', '商品变质，我改的')
  const theirs = await send(
    page, 'PATCH', `/api/registers/complaint/records/${record.id}`,
    { values: { content: '商品变质，他改的', region: '620103' }, reason: '更正' }, 1,
  )
  assert.equal(theirs.status, 200, JSON.stringify(theirs.body))
  await page.fill('#reason', '补充')
  await page.click('[data-test=save]')
  await page.waitForSelector('[data-test=conflict]')
  assert.match(await page.textContent('[data-test=conflict]'), /他改的[\s\S]*我改的/)
  await snap(page, 'conflict')
  await page.check('[data-test=conflict] input[value=mine]')
  await page.click('[data-test=take-merge]')
  await page.click('[data-test=save]')
  await page.waitForFunction(() => document.querySelectorAll('[data-test=history] > li').length === 3)
  const now = await page.evaluate(async (id) => (await fetch(`/api/registers/complaint/records/${id}`)).json(), record.id)
  assert.equal(now.values.content, '商品变质，我改的')
  assert.equal(now.values.region, '620103', 'what the other one alone changed stays')
  await page.click('[data-test=compare] summary')
  assert.match(await page.textContent('[data-test=between]'), /我改的/)
  await snap(page, 'history')
}

/// Two hundred registers: by title, by row, lately opened, parts beneath their wholes.
export async function register_found(page, server, language) {
  await page.goto(`${server.url}/registers/complaint`)
  await settled(page)
  await page.goto(`${server.url}/registers`)
  await page.waitForSelector('[data-test=recent] [data-register=complaint]')
  await settled(page)
  await snap(page, `registers-${language}`)
  const whole = page.locator('.family article[data-register=case_file]')
  assert.equal(await whole.locator('[data-test=parts] [data-register=case_transfer] a').getAttribute('href'), '/registers/case_transfer')
  assert.equal(await page.locator('article[data-register=case_transfer]').count(), 0, 'a part stands beneath its whole only')
  await page.fill('[data-test=find-register]', language === 'zh' ? '移送司法' : 'transfer')
  await page.waitForSelector('article[data-register=case_transfer]')
  await page.fill('[data-test=find-register]', language === 'zh' ? '监督抽查' : 'spot check')
  await page.waitForFunction(() => document.querySelector('article.register')?.dataset.register === 'spot_check')
  await page.fill('[data-test=find-register]', 'n4')
  await page.waitForFunction(() => document.querySelectorAll('article.register').length > 0 && document.querySelector('article.register .foot').textContent.includes('N4'))
  await page.press('[data-test=find-register]', 'Enter')
  await page.waitForURL(/\/registers\/\w+$/)
}
