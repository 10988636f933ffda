// Somebody reports with and without a name, follows it, and is paid; a custodian opens the name with the
// key file in the browser; an officer logs in through another service.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { log_in, sent, settled, snap, step } from './browser.mjs'

const folder = process.env.ZHIHENG_FOLDER // of the server's key files and passwords; without it there is nothing to try

async function file(page, server, named) {
  await page.context().clearCookies()
  await page.goto(`${server.url}/report`)
  await page.waitForSelector('#matter option:nth-child(3)', { state: 'attached' })
  await page.selectOption('#matter', 'product_quality')
  await page.selectOption('#region', '620000')
  await page.fill('#suspect-name', '示例电器厂')
  await page.fill('#what-happened', named ? '我是欧阳测试，该厂销售无认证的插座。' : '该厂销售无认证的插座。')
  if (named) {
    await page.check('[data-test=report-named]')
    await page.fill('#identity-name', '欧阳测试')
    await page.fill('#identity-phone', '13900001111')
    await snap(page, 'report-named')
    await page.click('button[type=submit]')
    await page.waitForSelector('[role=alert]')
    await snap(page, 'report-names-itself')
    await page.fill('#what-happened', '该厂销售无认证的插座。')
  }
  await page.click('button[type=submit]')
  await page.waitForSelector('[data-test=code]')
  const code = (await page.textContent('[data-test=code]')).trim()
  assert.match(code, /^[0-9A-Z]{6}(-[0-9A-Z]{5}){4}$/)
  await snap(page, named ? 'report-code-named' : 'report-code')
  return code
}

async function look(page, server, code) {
  await page.context().clearCookies()
  await page.goto(`${server.url}/report/follow`)
  await page.fill('#code', code.toLowerCase())
  await page.click('button[type=submit]')
  await page.waitForSelector('[data-test=report-standing]')
  await settled(page)
}

const newest_report = (page) =>
  page.evaluate(
    async () =>
      (await (await fetch('/api/registers/violation_report/records?sort=-recorded_at&limit=1')).json()).records[0].values
        .number,
  )

export async function report_and_reward(page, server) {
  if (!folder) return
  const code = await file(page, server, false)
  await log_in(page, server, 'office')
  const report = await newest_report(page)
  const number = `JL-${Date.now()}`
  const made = await sent(page, 'POST', '/api/registers/report_reward/records', {
    values: { number, region: '620102', report, grade: 'second', amount: '1500.00' },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  await step(page, 'report_reward', number, 'award', { awarded_on: '2026-05-06' })
  await look(page, server, code)
  assert.doesNotMatch(page.url(), new RegExp(code, 'i'), 'the code is in no address')
  await page.fill('#reply', '购于城关区门店')
  await page.locator('form:has(#reply) button').click()
  await page.waitForSelector('[data-test=report-messages] .mine')
  await snap(page, 'report-followed')
  await page.click('[data-test=claim-cash]')
  await page.waitForSelector('[data-test=claim-cash]', { state: 'hidden' })
  await snap(page, 'report-claimed')
}

export async function identity_opened(page, server) {
  if (!folder) return
  const code = await file(page, server, true)
  await log_in(page, server, 'office')
  const report = await newest_report(page)
  const number = `KQ-${Date.now()}`
  const made = await sent(page, 'POST', '/api/registers/identity_opening/records', {
    values: { number, region: '620102', report, ground: 'payout', explanation: '奖励决定书' },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  await step(page, 'identity_opening', number, 'request')
  await log_in(page, server, 'custodian')
  await step(page, 'identity_opening', number, 'approve')
  await page.goto(`${server.url}/registers/identity_opening/by-key?key=${number}`)
  await page.waitForSelector('[data-test=open-identity]')
  await page.click('[data-test=open-identity]')
  await page.setInputFiles('[data-test=key-file]', { name: 'wrong.pem', mimeType: 'text/plain', buffer: Buffer.from('no') })
  await page.click('button[type=submit]')
  await page.waitForSelector('[data-test=opening-complaint]')
  await page.setInputFiles('[data-test=key-file]', join(folder, 'custodian.pem'))
  await page.click('button[type=submit]')
  await page.waitForSelector('[data-test=opened-identity]')
  assert.match(await page.textContent('[data-test=opened-identity]'), /欧阳测试/)
  await snap(page, 'identity-opened')
  await look(page, server, code)
  assert.equal(await page.locator('[data-test=report-openings] li').count(), 1, 'the reporter sees it')
  await snap(page, 'report-opening-seen')
}

export async function through_another_service(page, server) {
  if (!folder) return
  await page.context().clearCookies()
  await page.goto(`${server.url}/login?next=/registers`)
  await page.waitForSelector('[data-test=services] a')
  await snap(page, 'login-services')
  await page.click('[data-test=services] a')
  await page.waitForURL(`${server.url}/registers`)
  await page.waitForSelector('[data-test=logout]')
  assert.match(await page.textContent('header'), /office/)
  await snap(page, 'login-arrived')
  // On to the service, which sends everybody back to our first page.
  const back = page.waitForResponse((one) => one.url() === `${server.url}/` && one.request().isNavigationRequest())
  await page.click('[data-test=logout]')
  await back
  await page.waitForSelector('header .enter')
  assert.equal((await page.evaluate(async () => (await fetch('/api/session')).json())).user, '')
  await page.goto(`${server.url}/api/openid/gov/callback?code=x&state=y`)
  await page.waitForSelector('[data-test=login-refused]')
  await snap(page, 'login-refused')
}
