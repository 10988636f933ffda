// A firm is told that a sample of its failed, sees how long it may object, and does so from its page.

import assert from 'node:assert/strict'
import { log_in, sent, settled, snap, step } from './browser.mjs'

const folder = process.env.ZHIHENG_FOLDER // without a server of our own there is no firm
const dairy = '91350100M000100Y43' // the firm of the account that run.sh has made

const today = (page) => page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))

export async function firm_page(page, server, language) {
  if (!folder) return
  await log_in(page, server, 'inspector')
  const number = `SC-F-${Date.now()}`
  const day = await today(page)
  for (const [of, values] of [
    ['spot_check', { sample_number: number, sampled_on: day, motive: 'random', product_name: '奶粉', producer: dairy, producer_name: '示例乳业', region: '620102', result: 'fail', notified_on: day }],
    ['sampling_follow_up', { number: `HC-${number}`, spot_check: number, party: dairy, party_name: '示例乳业', region: '620102', ordered_on: day }],
  ]) {
    const made = await sent(page, 'POST', `/api/registers/${of}/records`, { values })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  }
  await step(page, 'sampling_follow_up', `HC-${number}`, 'order')

  await log_in(page, server, 'dairy')
  await page.click('header nav a[href="/firm"]')
  await page.waitForSelector('[data-test=firm-todo]')
  await settled(page)
  const offer = page.locator('[data-test=firm-offered] li', { hasText: number })
  assert.match(await offer.textContent(), /15/, 'fifteen days')
  assert.match(await page.textContent('[data-test=firm-todo]'), new RegExp(`HC-${number}|示例乳业`))
  await snap(page, `firm-${language}`)
  await page.setViewportSize({ width: 390, height: 900 })
  await settled(page)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  await snap(page, `firm-mobile-${language}`)
  await page.setViewportSize({ width: 1440, height: 900 })

  await offer.locator('[data-test=offer-object_to_result]').click()
  await page.waitForSelector('#field-grounds')
  assert.equal(await page.inputValue('#field-party'), dairy)
  await page.fill('#field-grounds', '样品不是本厂生产的。')
  await snap(page, `firm-objection-${language}`)
  await page.click('[data-test=save]')
  await page.waitForURL(/registers\/objection\/[0-9a-f-]{36}/)
  await page.goto(`${server.url}/firm`)
  await page.waitForSelector('[data-test=firm-offered]')
  await settled(page)
  assert.equal(await page.locator('[data-test=firm-offered] li', { hasText: number }).locator('[data-test=offer-object_to_result]').count(), 0, 'once')
  assert.match(await page.textContent('[data-test=firm-records]'), /异议|Objection/)

  // Another firm sees nothing of it.
  await log_in(page, server, 'shops')
  await page.goto(`${server.url}/firm`)
  await page.waitForSelector('[data-test=firm-offered]')
  await settled(page)
  assert.doesNotMatch(await page.textContent('main'), new RegExp(number))
}
