// Files and documents of a record: an officer adds evidence and is refused what is not what it seems, fetches it,
// makes the decision in three formats; the officer of another province gets nothing of it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { log_in, sent, settled, snap, step } from './browser.mjs'

const folder = process.env.ZHIHENG_FOLDER // without a server of our own there is nobody to log in

/// One white pixel.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
  'base64',
)

const words = {
  zh: { active: /PDF|类型|内容/, large: /过大|超过|上限|大小/, notice: '投诉受理决定书', none: /没有/ },
  en: { active: /type|content/i, large: /large|size|limit/i, notice: 'Decision to accept a complaint', none: /no / },
}

async function complaint(page, number) {
  const made = await sent(page, 'POST', '/api/registers/complaint/records', {
    values: {
      number,
      kind: 'complaint',
      received_on: '2025-09-26',
      region: '620102',
      content: '插孔两周后变形',
      respondent_name: '示例电器商行',
      complainant_name: '李四',
    },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  await step(page, 'complaint', number, 'accept', { decided_on: '2025-09-29' })
  return made.body.id
}

async function add(page, field, name, buffer) {
  await page.setInputFiles(`[data-test=add-${field}]`, { name, mimeType: 'application/octet-stream', buffer })
  await settled(page)
}

async function refused(page, name, buffer, why) {
  const before = await page.locator('[data-test=files] .place li').count()
  await add(page, 'evidence', name, buffer)
  const alert = page.locator('[data-test=files] [role=alert]')
  await alert.waitFor()
  assert.match(await alert.textContent(), why)
  assert.equal(await page.locator('[data-test=files] .place li').count(), before, `${name} is not listed`)
}

async function fetched(page, link) {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

export async function files_and_documents(page, server, language) {
  if (!folder) return
  const say = words[language]
  await log_in(page, server, 'inspector')
  const id = await complaint(page, `FILES-${language}-${Date.now()}`)
  const record = `/api/registers/complaint/records/${id}`
  await page.goto(`${server.url}/registers/complaint/${id}`)
  await page.waitForSelector('[data-test=files]')

  // Evidence is personal: it loses the name that may tell who sent it.
  await add(page, 'evidence', '李四拍的照片.png', picture)
  const added = page.locator('[data-test=files] .place li a', { hasText: /\.png$/ })
  await added.waitFor()
  assert.doesNotMatch(await added.textContent(), /李四/)
  const file = await fetched(page, added)
  assert.ok(file.bytes.equals(picture), 'the same bytes come back')
  await refused(page, 'report.pdf', Buffer.from('<!doctype html><script>alert(1)</script>'), say.active)
  await snap(page, `files-refused-${language}`)
  await refused(page, 'long.txt', Buffer.alloc(12_000_000, 'a'), say.large)

  // The decision was drafted by the step, and can be made in every format.
  await page.reload()
  const paper = page.locator('[data-test=documents] li', { hasText: say.notice })
  await paper.waitFor()
  await page.locator('[data-test=files] .place li a', { hasText: '投诉受理决定书.pdf' }).waitFor()
  for (const [format, signs] of [['PDF', '%PDF-1.'], ['DOCX', 'PK\x03\x04']]) {
    const made = await fetched(page, paper.locator('a', { hasText: format }))
    assert.equal(made.bytes.subarray(0, signs.length).toString('latin1'), signs)
    assert.match(made.name, new RegExp(`\\.${format}$`, 'i'))
  }
  await snap(page, `files-${language}`)
  const html = await fetched(page, paper.locator('a', { hasText: 'HTML' }))
  await page.setContent(html.bytes.toString())
  assert.match(await page.textContent('body'), language === 'zh' ? /李四[^]*予以受理/ : /李四[^]*decided to accept/)
  await snap(page, `document-${language}`)

  // To the officer of another province the record is one that never was.
  const digest = await page.evaluate(async (path) => (await (await fetch(path)).json()).attachments[0].digest, `${record}/attachments`)
  await log_in(page, server, 'elsewhere')
  const answers = await page.evaluate(
    (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
    ['', '/attachments', `/attachments/${digest}`, '/documents', '/documents/complaint_acceptance?format=pdf'].map((end) => record + end),
  )
  assert.deepEqual(answers, [404, 404, 404, 404, 404])
  await page.goto(`${server.url}/registers/complaint/${id}`)
  await page.waitForSelector('[role=alert], h1')
  await settled(page)
  assert.equal(await page.locator('[data-test=files]').count(), 0)
}
