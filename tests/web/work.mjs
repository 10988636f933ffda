// The work list, and a record's terms, steps and links: of a complaint received before a National Day.

import assert from 'node:assert/strict'
import { settled, snap } from './browser.mjs'

/// What the form would send, sent from within the page.
async function make(page, register, values) {
  return page.evaluate(
    async ([name, body]) => {
      const { csrf } = await (await fetch('/api/session')).json()
      const answer = await fetch(`/api/registers/${name}/records`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
        body: JSON.stringify({ values: body }),
      })
      return { status: answer.status, record: await answer.json() }
    },
    [register, values],
  )
}

export async function work_list(page, server, language) {
  const number = `WORK-${language}-${Date.now()}`
  const made = await make(page, 'complaint', {
    number,
    kind: 'complaint',
    received_on: '2025-09-26',
    region: '620102',
    content: '商品变质，要求退货退款',
  })
  assert.equal(made.status, 201, JSON.stringify(made.record))

  await page.click('header nav a[href="/work"]')
  await page.waitForSelector('[data-test=work-overdue] li')
  await settled(page)
  const overdue = await page.textContent('[data-test=work-overdue]')
  assert.match(overdue, /2025-10-13/, 'seven working days from 26 September 2025')
  assert.match(overdue, new RegExp(number))
  await snap(page, `work-${language}`)

  const item = page.locator('[data-test=work-overdue] li', { hasText: number })
  assert.match(await item.textContent(), language === 'zh' ? /逾期 \d+ 天/ : /\d+ days late/)
  // The next step as a button leads to the record with its form open.
  await item.locator('[data-test=next-step]').first().click()
  await page.waitForSelector('[data-test=step-form]')
  await page.click('[data-test=step-form] button[type=button]')
  await page.waitForSelector('[data-test=clocks]')
  await settled(page)
  const clocks = await page.textContent('[data-test=clocks]')
  assert.match(clocks, /2025-10-13/)
  assert.match(clocks, /10/, 'ten days off are not counted')
  await page.click('[data-test=clocks] summary')
  await snap(page, `record-clocks-${language}`)

  // The step asks for what it requires, and takes it along.
  await page.click('[data-test=step-accept]')
  await page.waitForSelector('#field-decided_on')
  await page.fill('#field-decided_on', '2025-10-13')
  await page.keyboard.press('Tab')
  await snap(page, `record-step-${language}`)
  await page.click('form.ask button[type=submit]')
  await page.waitForSelector('[data-test=step-suspend]')
  await settled(page)
  assert.match(await page.textContent('[data-test=clocks]'), /2025-12-15/, 'mediation: 45 working days')
  await snap(page, `record-accepted-${language}`)
}
