// People at browsers of their own, and a server whose clock is set (libfaketime): for walks through a calendar.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missing, root, settled, snap } from './browser.mjs'

const program = process.env.ZHIHENG_PROGRAM ?? join(root, 'build/debug/zhiheng')
const password = 'a long password for a test'

/// The dynamic linker knows the folder of this machine's libraries by this name.
const faketime = '/usr/$LIB/faketime/libfaketimeMT.so.1'
const clock_can_be_set = () =>
  spawnSync('date', ['+%Y'], { env: { ...process.env, LD_PRELOAD: faketime, FAKETIME: '@2001-02-03 04:05:06', TZ: 'UTC' } })
    .stdout?.toString()
    .trim() === '2001'

/// A store, a server on it, and the clock of both.
export class Place {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'zhiheng-walk-'))
    writeFileSync(join(this.folder, 'password'), `${password}\n`)
  }
  environment() {
    return {
      PATH: '/usr/bin:/bin',
      TZ: 'UTC',
      HOME: this.folder,
      LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH ?? '',
      ZHIHENG_CATALOG: process.env.ZHIHENG_CATALOG ?? join(root, 'catalog'),
      LD_PRELOAD: faketime,
      FAKETIME_TIMESTAMP_FILE: join(this.folder, 'clock'),
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    }
  }
  /// @param moment  in China: '2024-09-27T10:00'
  set_clock(moment) {
    this.now = new Date(`${moment}:00+08:00`)
    writeFileSync(join(this.folder, 'clock'), `@${this.now.toISOString().slice(0, 19).replace('T', ' ')}\n`)
  }
  run(...words) {
    const ran = spawnSync(program, [...words, '--data', join(this.folder, 'data')], { env: this.environment() })
    assert.equal(ran.status, 0, `${words.join(' ')}: ${ran.stderr}`)
  }
  person(name, role, ...more) {
    this.run('user', 'add', name, '--role', role, ...more, '--password-file', join(this.folder, 'password'))
  }
  async serve() {
    const words = ['serve', '--port', '0', '--data', join(this.folder, 'data'), '--web', join(root, 'web/dist')]
    this.process = spawn(program, words, { env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    this.url = await new Promise((resolve, reject) => {
      this.process.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
      for (const stream of [this.process.stdout, this.process.stderr]) {
        stream.on('data', (part) => {
          said += part
          if (said.includes('Ctrl-C')) resolve(said.match(/http:\/\/[^\s/]+/)[0])
        })
      }
    })
  }
  stop() {
    this.process?.removeAllListeners('exit')
    this.process?.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/// Somebody at a browser of their own.
export class Person {
  constructor(browser, place, user, language = 'zh') {
    Object.assign(this, { browser, place, user, language, failures: [] })
  }

  /// Comes back on a later day: the browser's clock is set, and who has an account logs in anew.
  async begin_day() {
    await this.context?.close()
    this.context = await this.browser.newContext({ viewport: { width: 1366, height: 900 }, timezoneId: 'Asia/Shanghai' })
    await this.context.addInitScript((chosen) => localStorage.setItem('zhiheng.language', chosen), this.language)
    await this.context.clock.setFixedTime(this.place.now)
    this.page = await this.context.newPage()
    this.page.setDefaultTimeout(20_000)
    this.page.on('pageerror', (error) => this.failures.push(String(error)))
    if (!this.user) return this.go('/')
    await this.page.goto(`${this.place.url}/login`)
    await this.page.fill('#user', this.user)
    await this.page.fill('#password', password)
    await this.page.click('form button[type=submit]')
    await this.page.waitForURL((url) => url.pathname !== '/login')
    await settled(this.page)
    this.catalog ??= await this.page.evaluate(async () => (await fetch('/api/catalog')).json())
  }

  async go(path) {
    await this.page.goto(this.place.url + path)
    await settled(this.page)
  }
  snap(name) {
    return snap(this.page, `walk-${name}`)
  }

  register(name) {
    return this.catalog.registers.find((one) => one.name === name)
  }

  /// As fingers would: through the inputs of the form.
  async fill(of, values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.register(of).fields.find((one) => one.name === name)
      assert.ok(field, `${of} has no field ${name}`)
      const input = this.page.locator(`#field-${name}`)
      if (field.type === 'region') await this.choose_region(input, value)
      else if (field.type === 'code') for (const one of [value].flat()) await this.choose(input, field, one)
      else if (field.type === 'boolean') await input.selectOption(String(value))
      else {
        await input.fill(String(value))
        if (['date', 'timestamp'].includes(field.type)) await this.page.keyboard.press('Enter')
      }
    }
  }
  async choose(input, field, code) {
    const title = this.catalog.codes[field.codes].find((one) => one.code === code).title[this.language]
    await input.click()
    await input.fill(title)
    await this.page.locator('.el-select-dropdown__item:visible', { hasText: title }).filter({ hasText: new RegExp(`^\\s*${title}\\s*$`) }).first().click()
    await this.page.keyboard.press('Tab')
  }
  async choose_region(input, code) {
    const levels = input.locator('xpath=..').locator('select')
    for (const [level, part] of [code.slice(0, 2) + '0000', code.slice(0, 4) + '00', code].entries()) {
      await levels.nth(level).selectOption(part)
      await settled(this.page)
    }
  }

  /// A new record, entered in the form of its register.
  async enter(of, values) {
    await this.go(`/registers/${of}`)
    await this.page.click(`a[href^="/registers/${of}/new"]`)
    await this.page.waitForSelector('[data-test=save]')
    await this.fill(of, values)
    await this.page.click('[data-test=save]')
    await this.page.waitForURL((url) => new RegExp(`^/registers/${of}/[0-9a-f-]{36}$`).test(url.pathname))
    await settled(this.page)
  }
  /// The record with this key, from the list of its register.
  async open(of, key) {
    await this.go(`/registers/${of}/by-key?key=${encodeURIComponent(key)}`)
    await this.page.waitForSelector('h1')
    await settled(this.page)
  }
  /// From the record on the page to one that hangs together with it.
  async follow(of, key) {
    await this.arrive(this.page.locator('[data-test=links] li', { hasText: this.register(of).title[this.language] }).locator('a', { hasText: key }))
  }
  /// The record that a link leads to, drawn.
  async arrive(link) {
    const address = await link.first().getAttribute('href')
    await link.first().click()
    await this.page.waitForSelector(`[data-record="${address.split('/').pop()}"]`)
    await settled(this.page)
  }
  async from_work(key) {
    await this.go('/work')
    await this.arrive(this.page.locator('[data-test^=work-] li', { hasText: key }).locator('.what a'))
  }

  async take(of, step, values = {}) {
    await this.page.click(`[data-test=step-${step}]`)
    await this.page.waitForSelector('form.ask')
    await this.fill(of, values)
    const version = await this.page.textContent('.page-head .lead')
    await this.page.press('form.ask button[type=submit]', 'Enter') // a form that is judged while one types moves
    await this.page.waitForFunction((old) => document.querySelector('.page-head .lead')?.textContent !== old, version)
    await settled(this.page)
  }
  /// What the form says when the step is not for this person, or not yet.
  async refused(of, step, values = {}) {
    await this.page.click(`[data-test=step-${step}]`)
    await this.page.waitForSelector('form.ask')
    await this.fill(of, values)
    await this.page.press('form.ask button[type=submit]', 'Enter') // a form that is judged while one types moves
    await this.page.waitForSelector('form.ask [role=alert], form.ask [data-test=step-refused]')
    const said = await this.page.textContent('form.ask')
    await this.page.locator('form.ask button[type=button]').last().click()
    return said
  }

  async sees_state(title) {
    assert.equal((await this.page.textContent('.page-head .tag')).trim(), title)
  }
  /// The term on the page, with the last day that is in time.
  async sees_term(of, clock, due) {
    const title = this.register(of).clocks?.find((one) => one.name === clock)?.title ?? { zh: clock, en: clock }
    const lines = await this.page.locator('[data-test=clocks] li').allTextContents()
    const line = lines.find((one) => one.includes(title[this.language]))
    assert.ok(line, `${of}: no term ${title[this.language]} in ${lines.join(' / ')}`)
    const day = line.match(this.language === 'zh' ? /至 (\d{4}-\d\d-\d\d)/ : /until (\d{4}-\d\d-\d\d)/)?.[1]
    assert.equal(day, due, `${of} ${clock}: ${line}`)
  }
  /// The day beside the record in the work list, in the part that the term belongs to on this day.
  async has_work(part, key, due) {
    await this.go('/work')
    const row = this.page.locator(`[data-test=work-${part}] li`, { hasText: key }).first()
    assert.ok(await row.count(), `${this.user} has no ${part} work ${key}`)
    assert.equal((await row.locator('.due .number').textContent()).trim(), due)
  }
  /// @param secret  what only the record says
  async does_not_see(of, key, secret) {
    await this.go(`/registers/${of}/by-key?key=${encodeURIComponent(key)}`)
    const text = await this.page.textContent('main')
    assert.ok(!text.includes(secret), `${this.user || 'the public'} sees ${of} ${key}`)
  }
}

/// Why people cannot walk here; empty when they can.
export function no_walk() {
  if (!existsSync(program)) return `no program at ${program}`
  if (!clock_can_be_set()) return 'libfaketime is not installed'
  return missing()
}
