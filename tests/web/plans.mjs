// The pages of plans, tasks and assessments, on the example province and its city.

import assert from 'node:assert/strict'
import { settled, snap } from './browser.mjs'

const asked = (page, path) => page.evaluate(async (path) => (await fetch(path)).json(), path)
const upper = '620000-2026'
const lower = '620100-2026'

/// The text is the plan's own, character by character; a mark says how it was read.
export async function plan_text(page, language, server) {
  await page.goto(`${server.url}/plans`)
  await page.waitForSelector('[data-test=plans] tbody tr a')
  await page.click(`[data-test=plans] a[href="/plans/${upper}"]`)
  await page.waitForSelector('[data-test=plan-text] .mark')
  await settled(page)
  const { text, parse } = await asked(page, `/api/plans/${upper}`)
  const shown = await page.locator('[data-test=plan-text] :is(p, h2)').allTextContents()
  assert.equal(shown.join('\n'), text)
  assert.equal(await page.locator('[data-test=plan-text] h2').count(), parse.sections.length)
  for (const kind of ['target', 'party', 'defect']) {
    assert.ok(await page.locator(`[data-test=plan-text] .mark.${kind}`).count(), `${kind} is marked`)
  }
  // The keys reach a mark as the mouse does, and its note is the parse's own.
  await page.locator('[data-test=plan-text] .mark.target').first().focus()
  const note = await page.textContent('[data-test=mark-note]')
  assert.ok(note.includes(parse.targets[0].subject), note)
  await page.locator('[data-test=plan-text] .mark.lead').first().hover()
  const lead = parse.items.find((item) => item.clause?.lead.length).clause.assignments.find((one) => one.role === 'lead')
  assert.ok((await page.textContent('[data-test=mark-note]')).includes(lead.canonical))
  await snap(page, `plan-${language}`)
}

/// Matrices agree with the parse: each responsible body once in its row.
export async function plan_matrices(page, server) {
  await page.goto(`${server.url}/plans/${upper}?view=authorities`)
  await page.waitForSelector('[data-test=matrix] tbody tr')
  const { rows } = await asked(page, `/api/plans/${upper}/matrix?by=authority`)
  const cells = await page.locator('[data-test=matrix] tbody td i').count()
  assert.equal(cells, rows.reduce((sum, row) => sum + Object.keys(row.roles).length, 0))
  await snap(page, 'plan-matrix')
  await page.click('[data-test=view-regions]')
  await page.waitForSelector('[data-test=cascade] tbody tr')
  const cascade = await asked(page, `/api/plans/${upper}/matrix?by=region`)
  assert.equal(await page.locator('[data-test=cascade] tbody tr').count(), cascade.rows.length)
  assert.ok(cascade.rows.some((row) => row.taken > 0) && cascade.rows.some((row) => row.taken === 0))
  await snap(page, 'plan-cascade')
  await page.click('[data-test=view-targets]')
  await page.waitForSelector('[data-test=plan-targets] tbody tr')
  await settled(page)
  const { targets } = await asked(page, `/api/plans/${upper}/targets`)
  assert.equal(await page.locator('[data-test=plan-targets] tbody tr').count(), targets.length)
  assert.ok(targets.some((one) => one.point) && targets.some((one) => one.outlook))
  await snap(page, 'plan-targets')
  await page.locator('[data-test=plan-targets] a[href*="at="]').first().click()
  await page.waitForSelector('.sought')
}

/// Two plans side by side: a line for each link, the counts those of the comparison.
export async function plans_compared(page, language, server) {
  await page.goto(`${server.url}/plans/compare`)
  await page.waitForSelector('[data-test=choose-upper] option:nth-child(2)', { state: 'attached' })
  await page.selectOption('[data-test=choose-upper]', upper)
  await page.selectOption('[data-test=choose-lower]', lower)
  await page.waitForSelector('[data-test=crosswalk] .links path', { state: 'attached' })
  const answer = await asked(page, `/api/plans/crosswalk?upper=${upper}&lower=${lower}`)
  const links = answer.pairs.reduce((sum, pair) => sum + pair.lower.length, 0)
  assert.equal(await page.locator('[data-test=crosswalk] .links path').count(), links)
  assert.equal(await page.locator('[data-test=crosswalk] section').first().locator('article').count(), answer.pairs.length)
  const pair = answer.pairs.find((one) => one.lower.length > 0)
  await page.locator(`#upper-${pair.upper}`).hover()
  assert.ok((await page.getAttribute(`#lower-${pair.lower[0]}`, 'class')).includes('at'))
  await snap(page, `compare-${language}`)
}

/// The board shows each task under the light that it has, with the reason.
export async function task_board(page, server) {
  await page.goto(`${server.url}/tasks`)
  await page.waitForSelector('[data-test=task]')
  const board = await asked(page, '/api/tasks')
  assert.ok(board.lights.overdue > 0, 'the example has something overdue')
  const first = board.tasks.find((task) => task.light === 'overdue')
  const column = await page.locator('[data-test=board] section').first().textContent()
  assert.ok(column.includes(first.title) && column.includes(first.reason.zh), column)
  await snap(page, 'tasks-board')
  await page.click('[data-test=tasks-departments]')
  await page.waitForSelector('[data-test=departments-table] tbody tr')
  assert.equal(await page.locator('[data-test=departments-table] tbody tr').count(), board.departments.length)
  await page.click('[data-test=tasks-conference]')
  await page.waitForSelector('[data-test=meeting]')
  assert.equal(await page.locator('[data-test=meeting]').count(), board.meetings.length)
  await snap(page, 'tasks-conference')
  await page.click('[data-test=tasks-calendar]')
  await page.waitForSelector('[data-test=calendar] .entry')
  assert.equal((await page.locator('[data-test=calendar] tbody td').count()) % 7, 0)
  await snap(page, 'tasks-calendar')
}

/// From the ranking to a score sheet, down to its records; and what another value would change.
export async function score_sheet(page, language, server) {
  const { schemes } = await asked(page, '/api/assessments')
  assert.ok(schemes.length > 0)
  let chosen = null
  for (const scheme of schemes) {
    for (const year of [2026, 2025, 2024]) {
      const answer = await asked(page, `/api/assessments/${scheme.name}/ranking?year=${year}`)
      if (!chosen && answer.sheets?.length > 1) chosen = { scheme: scheme.name, year, sheets: answer.sheets }
    }
  }
  assert.ok(chosen, 'a scheme has results in the example')
  await page.goto(`${server.url}/assessments?scheme=${chosen.scheme}&year=${chosen.year}`)
  await page.waitForSelector('[data-test=ranking] tbody tr a')
  assert.equal(await page.locator('[data-test=ranking] tbody tr').count(), chosen.sheets.length)
  await settled(page)
  await snap(page, `ranking-${language}`)
  await page.locator('[data-test=ranking] tbody tr a').first().click()
  await page.waitForSelector('[data-test=sheet] tbody tr')
  await settled(page)
  const best = chosen.sheets.reduce((a, b) => (Number(b.total) > Number(a.total) ? b : a))
  assert.ok((await page.textContent('[data-test=sheet] tfoot')).includes(best.total))

  const { sheets } = await asked(page, `/api/assessments/${chosen.scheme}/sheet?year=${chosen.year}&region=${best.region}`)
  const leaf = sheets[0].nodes.find((node) => node.data === 'indicator' && node.records > 0)
  assert.ok(leaf, 'a node is measured by an indicator')
  await page.locator('.actions .button').first().click()
  await page.locator(`[data-test=node-${leaf.id}] button`).click()
  assert.ok((await page.locator('.why').textContent()).includes(leaf.how[language]))
  await snap(page, `score-sheet-${language}`)

  await page.selectOption('[data-test=what-if-node]', leaf.id)
  await page.fill('[data-test=what-if-value]', '0')
  await page.click('.what-if button')
  await page.waitForSelector('[data-test=supposed]')
  assert.ok(await page.locator('[data-test=sheet] tr.changed').count(), 'the differences are shown')
  await snap(page, `what-if-${language}`)
}
