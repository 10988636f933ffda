// Five people and one electric blanket: a complaint, a sample, a failure, an objection, a case, a penalty,
// its publication and the repair of the firm's name, each person in a browser of their own.
// Usage: ZHIHENG_PROGRAM=build/debug/zhiheng node tests/web/walk.mjs
//
// The server's clock is set (libfaketime), and the browsers' with it. The calendar crosses the National Day of
// 2024: off from October 1 to 7, at work on Sunday, September 29 and Saturday, October 12; then the Spring
// Festival of 2025: off from January 28 to February 4, at work on Sunday, January 26 and Saturday, February 8
// (国办发明电〔2023〕7号, 〔2024〕12号). The day of the event does not count. Counted by hand:
//
// | term                    | starts     | how long        | counted days                                        | ends       | law |
// |-------------------------|------------|-----------------|-----------------------------------------------------|------------|-----|
// | accepting the complaint | 2024-09-27 | 7 working days  | 9/29 (Sunday), 9/30, 10/8 to 10/11, 10/12 (Saturday) | 2024-10-12 | 投诉举报处理暂行办法 14 |
// | mediation               | 2024-09-29 | 45 working days | 9/30; 10/8 to 12: 5; 14 to 31: 14; November: 21; 12/2 to 5: 4 | 2024-12-05 | 投诉举报处理暂行办法 21 |
// | objecting to the result | 2024-09-22 | 15 days         | to Monday, October 7, off: so the next working day   | 2024-10-08 | 产品质量法 15 |
// | deciding on it          | 2024-10-08 | 7 days          | to Tuesday, October 15                               | 2024-10-15 | 总局令18号 6 |
// | correcting              | 2024-10-12 | 60 days         | October: 19, November: 30, December: 11              | 2024-12-11 | 总局令18号 6 |
// | checking again          | 2024-10-12 | 75 days         | 15 more                                              | 2024-12-26 | 总局令18号 6 |
// | checking the lead       | 2024-12-02 | 15 working days | 3 to 6: 4, 9 to 13: 5, 16 to 20: 5, 23               | 2024-12-23 | 行政处罚程序规定 18 |
// | deciding the case       | 2024-12-06 | 90 days         | December: 25, January: 31, February: 28, March: 6    | 2025-03-06 | 行政处罚法 60 |
// | publishing the penalty  | 2025-01-20 | 20 working days | 1/21 to 24: 4, 26, 27; 2/5 to 8: 4, 10 to 14: 5, 17 to 21: 5 | 2025-02-21 | 总局令45号 |
// | end of the publication  | 2025-02-10 | 3 months        |                                                      | 2025-05-10 | 总局令45号 |
// | accepting the repair    | 2025-05-07 | 5 working days  | 8, 9, 12, 13, 14                                     | 2025-05-14 | 信用修复管理办法 |

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { screenshots, start_browser } from './browser.mjs'
import { no_walk, Person, Place } from './people.mjs'

const firm_code = '91350100M000100Y43'
const laboratory_code = '91110108M000300Y5B'

function finish(report) {
  console.log(`${report.tests} parts of the walk of five people, ${report.failures} failures, ${report.skipped} skipped`)
  if (process.env.ZHIHENG_REPORT) writeFileSync(process.env.ZHIHENG_REPORT, JSON.stringify(report))
  process.exit(report.failures ? 1 : 0)
}

const why_not = no_walk()
if (why_not) {
  console.log(`skipped: ${why_not}`)
  finish({ tests: 6, failures: 0, skipped: 6 })
}

const place = new Place()
const browser = await start_browser()
place.set_clock('2024-09-22T09:00')
for (const who of [
  ['li.na', 'officer', '--region', '620102'],
  ['ma', 'quality_authority', '--region', '620000'],
  ['he.fa', 'legal_affairs', '--region', '620000'],
  ['firm', 'enterprise', '--company', firm_code],
  ['laboratory', 'laboratory', '--company', laboratory_code],
]) {
  place.person(...who)
}
await place.serve()

const citizen = new Person(browser, place, '')
const officer = new Person(browser, place, 'li.na')
const laboratory = new Person(browser, place, 'laboratory')
const firm = new Person(browser, place, 'firm', 'en')
const leader = new Person(browser, place, 'ma')
const lawyer = new Person(browser, place, 'he.fa') // reads the case, because who decides it may not
const everybody = [citizen, officer, laboratory, firm, leader, lawyer]

/// What follows happens on that day; these people come to work.
async function day(moment, ...people) {
  place.set_clock(moment)
  for (const person of people) await person.begin_day()
}

let complaint_number = ''

async function complaint_taken() {
  await day('2024-09-27T10:00', officer, citizen)
  citizen.catalog = officer.catalog // to know the kinds of the fields; the page asks for its form itself
  await citizen.go('/complain')
  await citizen.page.waitForSelector('[data-test=complaint-form]')
  await citizen.fill('complaint', {
    respondent_name: '甲公司',
    respondent: firm_code,
    place: '城关区某路1号',
    region: '620102',
    matter: 'quality',
    content: '电热毯漏电，要求退货退款',
    demand: 'refund',
    complainant_name: '李四',
    complainant_phone: '13900000062',
    complainant_address: '城关区某路8号',
  })
  await citizen.snap('1-complain-zh')
  await citizen.page.click('[data-test=save]')
  const code = (await citizen.page.textContent('[data-test=code]')).trim()
  const number = (await citizen.page.textContent('[data-test=complaint-number]')).trim()
  complaint_number = number

  await officer.has_work('later', number, '2024-10-12')
  await officer.from_work(number)
  await officer.sees_term('complaint', 'acceptance', '2024-10-12')
  await officer.snap('1-complaint-zh')

  // A Sunday at work; the day counts for the one term and begins the other.
  await day('2024-09-29T09:00', officer, citizen)
  await officer.from_work(number)
  await officer.take('complaint', 'accept', { decided_on: '2024-09-29' })
  await officer.sees_term('complaint', 'mediation', '2024-12-05')
  await officer.snap('1-complaint-accepted-zh')
  await citizen.go('/complain/follow')
  await citizen.page.fill('#code', code)
  await citizen.page.click('form button[type=submit]')
  await citizen.page.waitForSelector('[data-test=complaint-standing]')
  await citizen.sees_term('complaint', 'mediation', '2024-12-05')
  await citizen.snap('1-followed-zh')
}

async function sample_fails_and_firm_objects() {
  await day('2024-09-29T11:00', officer, firm, citizen)
  await officer.enter('spot_check', {
    sample_number: 'CC-1',
    sampled_on: '2024-09-10',
    motive: 'targeted',
    level: 'provincial',
    product_name: '电热毯',
    producer_name: '甲公司',
    producer: firm_code,
    region: '620102',
    result: 'fail',
    reported_on: '2024-09-20',
    notified_on: '2024-09-22',
    complaint: complaint_number,
  })
  // From the sample to the complaint for which it was drawn, and back.
  await officer.follow('complaint', complaint_number)
  await officer.follow('spot_check', 'CC-1')
  await officer.sees_term('spot_check', 'objection', '2024-10-08')
  await officer.snap('2-sample-failed-zh')
  await citizen.does_not_see('spot_check', 'CC-1', firm_code)

  // The firm reads its own result before anybody else does, and objects on the first working day after the holiday.
  await day('2024-10-08T10:00', firm, officer, leader)
  await firm.open('spot_check', 'CC-1')
  await firm.sees_term('spot_check', 'objection', '2024-10-08')
  await firm.snap('2-firm-result-en')
  await firm.enter('objection', {
    number: 'YY-1',
    kind: 'spot_check_result',
    spot_check: 'CC-1',
    party: firm_code,
    region: '620102',
    told_on: '2024-09-22',
    filed_on: '2024-10-08',
    in_time: true,
    grounds: 'The sample was stored in the wet',
  })
  await firm.sees_term('objection', 'acceptance', '2024-10-15')
  await firm.snap('3-objection-en')
  await officer.open('spot_check', 'CC-1')
  await officer.take('spot_check', 'object', { objection: 'filed' })

  await day('2024-10-09T09:00', leader)
  await leader.from_work('YY-1')
  await leader.take('objection', 'accept', { accepted_on: '2024-10-09' })
  await leader.snap('3-objection-accepted-zh')
}

/// The other laboratory tests what was kept of the sample, and fails it too.
async function tested_again() {
  await day('2024-10-09T14:00', officer, laboratory)
  await officer.enter('arbitration_test', {
    number: 'FJ-1',
    kind: 'arbitration_test',
    region: '620102',
    requested_on: '2024-10-09',
    requester: '城关区市场监管局',
    product_name: '电热毯',
    dispute: '复检：泄漏电流',
    laboratory_code,
  })
  await officer.enter('quality_body', {
    number: 'JC-9',
    standing: 'qualified',
    title: '某检验中心',
    region: '620102',
    kind: 'testing',
    credit_code: laboratory_code,
  })
  await laboratory.open('arbitration_test', 'FJ-1')
  await laboratory.take('arbitration_test', 'accept', { accepted_on: '2024-10-09', laboratory: 'JC-9' })
  await laboratory.take('arbitration_test', 'test', { sealed_on: '2024-10-09', seal_number: 'F-0001' })
  await laboratory.snap('4-laboratory-zh')
  await day('2024-10-11T16:00', laboratory, officer)
  await laboratory.open('arbitration_test', 'FJ-1')
  await laboratory.take('arbitration_test', 'report', { reported_on: '2024-10-11', report_number: 'BG-1', result: 'fail' })
  await laboratory.snap('4-laboratory-reported-zh')
  await laboratory.does_not_see('spot_check', 'CC-1', firm_code) // whose blanket it was is not its business

  await officer.open('objection', 'YY-1')
  assert.match(await officer.refused('objection', 'retest', { retest_result: 'fail' }), /备样完好/)
  await officer.take('objection', 'retest', { sample_kept: true, fee_prepaid: true, retest_result: 'fail' })
  await officer.snap('4-retested-zh')

  await day('2024-10-12T09:00', leader, officer, firm)
  await leader.open('objection', 'YY-1')
  await leader.take('objection', 'reject', { decision: '复检不合格，异议不成立', decided_on: '2024-10-12' })
  await officer.open('spot_check', 'CC-1')
  await officer.take('spot_check', 'decide', { retest_result: 'fail', retested_on: '2024-10-11' })
  await officer.take('spot_check', 'handle_failure')
  await officer.follow('sampling_follow_up', 'CC-1/1')
  await officer.take('sampling_follow_up', 'order', { ordered_on: '2024-10-12' })
  await officer.sees_term('sampling_follow_up', 'correction', '2024-12-11')
  await officer.sees_term('sampling_follow_up', 'recheck', '2024-12-26')
  await officer.snap('4-follow-up-zh')
  await firm.open('sampling_follow_up', 'CC-1/1')
  await firm.sees_term('sampling_follow_up', 'correction', '2024-12-11')
}

async function corrected_and_failed_again() {
  await day('2024-11-20T10:00', firm)
  await firm.from_work('CC-1/1')
  assert.match(
    await firm.refused('sampling_follow_up', 'correct', { stopped_selling: false, measures: 'none', corrected_on: '2024-11-20' }),
    /must be stopped first/,
  )
  await firm.take('sampling_follow_up', 'correct', { stopped_selling: true, measures: 'New supplier of wires', corrected_on: '2024-11-20' })
  await firm.snap('5-corrected-en')

  await day('2024-12-02T09:00', officer)
  await officer.from_work('CC-1/1')
  await officer.take('sampling_follow_up', 'fail', { rechecked_on: '2024-12-02', recheck_result: 'fail' })
  await officer.follow('violation_lead', 'CC-1/1/1')
  await officer.sees_term('violation_lead', 'check', '2024-12-23')
  await officer.take('violation_lead', 'check', { handler: 'li.na' })
}

async function case_and_penalty() {
  await day('2024-12-06T09:00', leader, officer)
  await leader.from_work('CC-1/1/1')
  await leader.take('violation_lead', 'open_case', { matter: 'substandard', finding: '两次不合格', decided_on: '2024-12-06' })
  await leader.follow('case_file', 'CC-1/1/1/1')
  await leader.sees_term('case_file', 'decision', '2025-03-06')
  await leader.snap('6-case-zh')
  await officer.from_work('CC-1/1/1/1')
  await officer.take('case_file', 'investigate', { facts: '销售不合格电热毯一批', law: '产品质量法第四十九条', second_officer: 'sun.yu' })

  await day('2024-12-16T09:00', lawyer, officer)
  await lawyer.from_work('CC-1/1/1/1')
  await lawyer.take('case_file', 'review', { review_opinion: '事实清楚，同意处罚', reviewed_on: '2024-12-16' })
  await officer.from_work('CC-1/1/1/1')
  await officer.take('case_file', 'notify_party', { notice_on: '2024-12-16', penalties: ['fine'] })

  await day('2025-01-20T09:00', leader, officer, citizen)
  await leader.from_work('CC-1/1/1/1')
  await leader.take('case_file', 'decide', { fine: '50000.00', decided_on: '2025-01-20', decision_number: '甘市监罚1号', ordinary: true })
  await leader.follow('penalty', 'CC-1/1/1/1/1')
  await leader.sees_term('penalty', 'publication', '2025-02-21')
  await leader.snap('6-penalty-zh')
  await officer.has_work('later', 'CC-1/1/1/1/1', '2025-02-21')
  await citizen.does_not_see('penalty', 'CC-1/1/1/1/1', firm_code)
}

async function published_and_repaired() {
  await day('2025-02-10T09:00', officer, citizen)
  await officer.from_work('CC-1/1/1/1/1')
  await officer.take('penalty', 'publish_minor', { summary: '销售不合格电热毯一批' })
  await officer.sees_term('penalty', 'term_short', '2025-05-10')
  await officer.snap('7-published-zh')
  await citizen.open('penalty', 'CC-1/1/1/1/1')
  assert.match(await citizen.page.textContent('main'), /50,?000/)
  assert.match(await citizen.page.textContent('main'), /2025-02-10/)
  await citizen.snap('7-public-zh')

  await day('2025-05-07T09:00', firm, officer, leader)
  await firm.enter('credit_repair', {
    number: 'XF-1',
    penalty: 'CC-1/1/1/1/1',
    party: firm_code,
    party_name: '甲公司',
    region: '620102',
    breach: 'slight',
    revocation: false,
    duty_done: true,
    harm_removed: true,
    no_repeat: true,
    on_other_list: false,
    applied_on: '2025-05-07',
  })
  await firm.sees_term('credit_repair', 'acceptance', '2025-05-14')
  await firm.snap('8-repair-en')
  await officer.from_work('XF-1')
  await officer.take('credit_repair', 'accept', { accepted_on: '2025-05-07', published_since: '2025-02-10', may_repair_from: '2025-05-10' })
  await officer.take('credit_repair', 'check', { checked_on: '2025-05-08' })
  await day('2025-05-09T09:00', leader, citizen, firm)
  await leader.from_work('XF-1')
  await leader.take('credit_repair', 'repair', { decision: '准予修复', decided_on: '2025-05-09' })
  await leader.open('penalty', 'CC-1/1/1/1/1')
  await leader.take('penalty', 'repair', { repaired_on: '2025-05-09' })
  await leader.snap('8-repaired-zh')
  await citizen.does_not_see('penalty', 'CC-1/1/1/1/1', firm_code)
  await firm.open('penalty', 'CC-1/1/1/1/1')
  await firm.snap('8-firm-repaired-en')
}

const parts = [
  ['a complaint is taken and accepted', complaint_taken],
  ['a sample fails, and the firm objects', sample_fails_and_firm_objects],
  ['it is tested again, and the objection rejected', tested_again],
  ['the correction is checked, and fails', corrected_and_failed_again],
  ['a case, its review, and a penalty', case_and_penalty],
  ['published, repaired, and public no more', published_and_repaired],
]
const report = { tests: parts.length, failures: 0, skipped: 0 }
try {
  for (const [at, [name, part]] of parts.entries()) {
    const started = Date.now()
    try {
      await part()
      for (const person of everybody) assert.deepEqual(person.failures, [], person.user)
      console.log(`ok      ${name} (${Date.now() - started} ms)`)
    } catch (error) {
      console.log(`FAILED  ${name}\n${error.stack ?? error}`)
      for (const person of everybody) await person.page?.screenshot({ path: join(screenshots, `walk-failed-${person.user || 'citizen'}.png`) }).catch(() => {})
      report.failures = 1
      report.skipped = parts.length - at - 1 // what follows stands on what went before
      break
    }
  }
} finally {
  await browser.close()
  place.stop()
}
finish(report)
