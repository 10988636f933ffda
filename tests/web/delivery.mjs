// Being told: the inbox, an address for mail, the calendar; systems that follow a register.

import assert from 'node:assert/strict'
import { settled, snap } from './browser.mjs'

export async function deliveries(page, server, language) {
  await page.click('header nav a[href="/work"]')
  await page.waitForSelector('[data-test=reach] form')
  await page.waitForSelector('[data-test=inbox]')
  await settled(page)

  await page.fill('#reach-mail', 'li.na@example.org')
  await page.selectOption('#reach-wish', 'digest')
  await page.click('[data-test=save-contact]')
  await page.waitForSelector('.el-message--success')
  await page.click('[data-test=issue-calendar]')
  await page.waitForSelector('[data-test=calendar-address]')
  const address = await page.textContent('[data-test=calendar-address]')
  const calendar = await fetch(address)
  assert.equal(calendar.status, 200, 'read with the token alone')
  assert.match(await calendar.text(), /^BEGIN:VCALENDAR\r\n/)
  await snap(page, `reach-${language}`)

  await page.click('a[href="/deliveries"]')
  await page.waitForSelector('[data-test=subscriptions] form')
  await page.selectOption('#follow-register', 'alert')
  await page.fill('#follow-filter', "origin = 'Peru'")
  await page.fill('#follow-url', 'https://example.org/hook')
  await page.click('[data-test=subscribe]')
  await page.waitForSelector('[data-test=secret]')
  assert.match(await page.textContent('[data-test=secret]'), /^whsec_/)
  await settled(page)
  await snap(page, `deliveries-${language}`)
  await page.click('[data-test=subscriptions] li button')
  await page.waitForSelector('[data-test=subscriptions] li', { state: 'detached' })
}
