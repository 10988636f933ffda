// Leaves the number of tests where tools/count_tests.py adds them up.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const folder = process.env.ZHIHENG_REPORTS
    if (!folder) return
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
    const unread = modules.filter((module) => module.errors().length > 0).length
    const count = (wanted: string) => states.filter((state) => state === wanted).length
    const report = { tests: states.length + unread, failures: count('failed') + unread, skipped: count('skipped') }
    writeFileSync(join(folder, 'web-unit.report.json'), JSON.stringify(report))
  }
}
