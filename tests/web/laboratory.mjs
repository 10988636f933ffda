// A laboratory receives a blind sample, uploads results with mistakes among them, and corrects one; nothing
// on its pages tells where the sample comes from.

import assert from 'node:assert/strict'
import { log_in, sent, settled, snap, step } from './browser.mjs'

const folder = process.env.ZHIHENG_FOLDER
const laboratory = '91620100MA0003003B' // of the account that run.sh has made

export async function laboratory_page(page, server, language) {
  if (!folder) return
  await log_in(page, server, 'inspector')
  const mark = Date.now().toString(36).toUpperCase()
  const day = await page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
  const batch = `SC-L-${mark}`
  const blind = `M-${mark}`
  const make = async (of, values) => {
    const made = await sent(page, 'POST', `/api/registers/${of}/records`, { values })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  }
  await make('spot_check', { sample_number: batch, sampled_on: day, motive: 'random', product_name: '秘密牌奶粉', producer_name: '秘密乳业', region: '620102', result: 'pending' })
  await make('blind_sample', { number: blind, laboratory, goods: '奶粉', standard: 'GB 2762', sent_on: day, due_on: day, spot_check: batch, region: '620102' })
  for (const item of ['铅', '镉']) {
    await make('blind_test', { sample: blind, laboratory, item, method: 'GB 5009', unit: 'mg/kg', limit: '≤0.5', due_on: day })
  }

  await log_in(page, server, 'laboratory')
  const seen = []
  page.on('response', async (response) => {
    if (response.url().includes('/api/')) seen.push(await response.text().catch(() => ''))
  })
  await page.click('header nav a[href="/laboratory"]')
  const sample = page.locator('[data-test=sample]', { hasText: blind })
  await sample.waitFor()
  await step(page, 'blind_sample', blind, 'receive', { received_on: day, intact: true })
  const csv = ['盲样编号,检验项目,检验结果,单位,单项判定,检验日期', `${blind},铅,0.12,mg/kg,合格,${day}`, `${blind},镉,0.2,μg/kg,合格,${day}`, `NONE,铅,0.1,mg/kg,合格,${day}`, `${blind},铅,0.3,mg/kg,合格,${day}`].join('\r\n')
  const send = (text) => page.setInputFiles('[data-test=results]', { name: 'r.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeff' + text) })
  await send(csv)
  await page.waitForSelector('[data-test=refusals] tbody tr:nth-child(3)')
  await settled(page)
  await snap(page, `laboratory-${language}`)
  await page.setViewportSize({ width: 390, height: 900 })
  await settled(page)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  await snap(page, `laboratory-mobile-${language}`)
  await page.setViewportSize({ width: 1440, height: 900 })
  await send([csv.split('\r\n')[0], `${blind},镉,0.7,mg/kg,不合格,${day}`].join('\r\n'))
  await page.waitForFunction((number) => document.querySelector('[data-test=uploaded]')?.textContent.includes(number), blind)
  await settled(page)

  // A correction begins with what was reported, and wants a reason.
  await sample.locator('tbody tr', { hasText: '铅' }).locator('a').click()
  await page.waitForSelector('#field-corrected_because')
  assert.equal(await page.inputValue('#field-measured'), '0.12')
  await page.fill('#field-measured', '0.21')
  await page.fill('#field-corrected_because', '抄录错误')
  await snap(page, `laboratory-correction-${language}`)
  await page.locator('form.ask button[type=submit]').click()
  await page.waitForSelector('form.ask', { state: 'hidden' })
  await settled(page)
  for (const text of seen) assert.doesNotMatch(text, /秘密/)
  for (const text of seen) assert.ok(!text.includes(batch), 'the batch is told nowhere')

  await log_in(page, server, 'inspector')
  await page.goto(`${server.url}/registers/blind_sample/by-key?key=${blind}`)
  await page.waitForSelector('h1')
  await settled(page)
  assert.match(await page.textContent('main'), new RegExp(batch), 'the officer knows')
}
