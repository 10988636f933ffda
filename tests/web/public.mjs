// People without an account: a consumer complains, follows the complaint, settles it and rates it.

import assert from 'node:assert/strict'
import { answered, log_in, settled, snap, step } from './browser.mjs'

const folder = process.env.ZHIHENG_FOLDER // without a server of our own there is nobody to decide

/// In the list that belongs to the field: those of others may still be closing.
async function choose(page, field, place) {
  await page.click(`#field-${field}`)
  const list = await page.getAttribute(`#field-${field}`, 'aria-controls')
  await page.locator(`[id="${list}"] .el-select-dropdown__item`).nth(place).click()
}

export async function complain(page, server, { content, widths = [] }) {
  await page.context().clearCookies()
  await page.goto(`${server.url}/complain`)
  await page.waitForSelector('[data-test=complaint-form]')
  await page.click('[data-test=save]')
  await page.waitForSelector('.field .error')
  await snap(page, `complain-missing${widths}`)
  await page.fill('#field-respondent_name', '示例电器商行')
  await page.fill('#field-place', '城关区某路1号')
  await page.selectOption('#field-region', '620000')
  await choose(page, 'matter', 0)
  await page.fill('#field-product_category', '插座')
  await page.fill('#field-content', content)
  await choose(page, 'demand', 0)
  await page.fill('#field-complainant_name', '李四')
  await page.fill('#field-complainant_phone', '13900000001')
  await page.fill('#field-complainant_address', '城关区某路8号')
  await snap(page, `complain${widths}`)
  await page.click('[data-test=save]')
  await page.waitForSelector('[data-test=code]')
  await snap(page, `complain-code${widths}`)
  const code = (await page.textContent('[data-test=code]')).trim()
  assert.match(code, /^[0-9A-Z]{6}(-[0-9A-Z]{5}){4}$/)
  return { code, number: (await page.textContent('[data-test=complaint-number]')).trim() }
}

async function code_given(page, server, code) {
  await page.context().clearCookies()
  await page.goto(`${server.url}/complain/follow`)
  await page.fill('#code', code.toLowerCase())
  await page.click('button[type=submit]')
}

export async function followed(page, server, code) {
  await code_given(page, server, code)
  await page.waitForSelector('[data-test=complaint-standing]')
  await settled(page)
}

/// Notices of what a complainant wrote.
const told_of = (page, number) =>
  page.evaluate(
    async (of) => (await (await fetch('/api/notices')).json()).notices.filter((one) => one.register === 'complaint_message' && one.line.zh.includes(of)),
    number,
  )

async function take(page, name) {
  await page.click(`[data-test=step-${name}]`)
  await page.waitForSelector('[data-test=complaint-asking]')
  await page.click('[data-test=complaint-asking] [data-test=save]')
  await page.waitForSelector('[data-test=complaint-asking]', { state: 'hidden' })
}

export async function complaint_followed(page, server, language) {
  if (!folder) return
  const { code, number } = await complain(page, server, { content: `插孔两周后变形 ${language}`, widths: `-${language}` })
  await code_given(page, server, 'A'.repeat(26))
  await page.waitForSelector('[role=alert]')
  assert.match(page.url(), /complain.follow$/, 'a wrong code is no reason to log in')
  await followed(page, server, code)
  assert.equal(await page.locator('[data-test=clocks] .line').count(), 1)
  await page.fill('#added', '票据编号 1234')
  await page.locator('form:has(#added) button').click()
  await page.waitForSelector('[data-test=complaint-messages] .mine')
  await snap(page, `complaint-followed-${language}`)
  await log_in(page, server, 'inspector')
  assert.equal((await told_of(page, number)).length, 0, 'nobody has it in hand yet')

  const today = await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
  await log_in(page, server, 'inspector')
  await step(page, 'complaint', number, 'accept', { decided_on: today })
  await followed(page, server, code)
  await page.fill('#added', '另附照片一张')
  await page.locator('form:has(#added) button').click()
  await page.waitForFunction(() => document.querySelectorAll('[data-test=complaint-messages] .mine').length === 2)
  await take(page, 'agree')
  await page.waitForSelector('[data-test=step-agree]', { state: 'hidden' })
  await snap(page, `complaint-accepted-${language}`)
  await log_in(page, server, 'inspector')
  const told = await answered(async () => (await told_of(page, number))[0])
  assert.ok(told, 'whoever accepted the complaint is told of what was added')
  await page.goto(`${server.url}/registers/complaint_message/${told.record}`)
  await page.click('[data-test=step-read]') // read: it waits no longer
  await page.waitForSelector('form.ask')
  await page.press('form.ask button[type=submit]', 'Enter')
  await page.waitForSelector('[data-test=step-read]', { state: 'detached' })
  await step(page, 'complaint', number, 'close', { closed_on: today, outcome: 'mediated', recovered: '30.00' })
  await followed(page, server, code)
  assert.equal(await page.locator('#added').count(), 0, 'a closed complaint takes nothing more')
  await page.click('[data-test=step-rate]')
  await choose(page, 'satisfaction', 1)
  await snap(page, `complaint-rating-${language}`)
  await page.click('[data-test=complaint-asking] [data-test=save]')
  await page.waitForSelector('[data-test=step-rate]', { state: 'hidden' })
  await page.setViewportSize({ width: 390, height: 900 })
  await settled(page)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  await snap(page, `complaint-mobile-${language}`)
}

export async function looked_up(page, server, language) {
  await page.context().clearCookies()
  await page.goto(server.url)
  await page.click('header nav a[href="/lookup"]')
  await settled(page)
  const firm = await page.evaluate(
    async () => (await (await fetch('/api/registers/enterprise/records?limit=1')).json()).records[0]?.values,
  )
  assert.ok(firm, 'there is an enterprise on record')
  await page.fill('#lookup', firm.credit_code)
  await page.click('form[role=search] button')
  await page.waitForSelector('[data-test=lookup-register]')
  assert.match(await page.textContent('[data-test=lookup-register] >> nth=0'), new RegExp(firm.credit_code))
  await settled(page)
  await snap(page, `lookup-${language}`)
  await page.setViewportSize({ width: 390, height: 900 })
  await settled(page)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  await snap(page, `lookup-mobile-${language}`)
  await page.fill('#lookup', '没有这样的东西')
  await page.click('form[role=search] button')
  await page.waitForSelector('[data-test=lookup-none]')
}
