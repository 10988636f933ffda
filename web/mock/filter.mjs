// A small part of the filter language, enough for the pages: comparisons, in, under, is null, and, or, not.

const shape = /\s*(?:(date|timestamp)\s*'([^']*)'|'((?:[^']|'')*)'|(\d+(?:\.\d+)?)|(<=|>=|<>|!=|[=<>(),+-])|([A-Za-z_]\w*))/y

function words(text) {
  const found = []
  shape.lastIndex = 0
  for (let at = 0; text.slice(at).trim(); at = shape.lastIndex) {
    shape.lastIndex = at
    const m = shape.exec(text)
    const start = at + (text.slice(at).length - text.slice(at).trimStart().length)
    if (!m) throw refusal(text, start)
    if (m[2] !== undefined) found.push({ literal: m[2], start })
    else if (m[3] !== undefined) found.push({ literal: m[3].replaceAll("''", "'"), start })
    else if (m[4] !== undefined) found.push({ literal: Number(m[4]), start })
    else if (m[5]) found.push({ sign: m[5], start })
    else found.push({ word: m[6], start })
  }
  return found
}

export function refusal(text, at) {
  return { field: String(at + 1), id: 'expr.syntax', found: `${text}\n${' '.repeat(at)}^`, wanted: '', message: `第 ${at + 1} 个字符处无法理解` }
}

export function compile(text, fields) {
  if (!text?.trim()) return () => true
  const all = words(text)
  let at = 0
  const stop = () => { throw refusal(text, all[at]?.start ?? text.length) }
  const is = (word) => all[at]?.word === word || all[at]?.sign === word
  const take = (word) => (is(word) ? (at++, true) : false)
  const expect = (word) => take(word) || stop()
  const literal = () => {
    if (take('today')) return new Date().toISOString().slice(0, 10)
    if (take('true')) return true
    if (take('false')) return false
    if (all[at]?.literal === undefined) stop()
    return all[at++].literal
  }
  const either = () => { let left = both(); while (take('or')) { const a = left, b = both(); left = (r) => a(r) || b(r) } return left }
  const both = () => { let left = one(); while (take('and')) { const a = left, b = one(); left = (r) => a(r) && b(r) } return left }
  function one() {
    if (take('not')) { const a = one(); return (r) => !a(r) }
    if (take('(')) { const a = either(); expect(')'); return a }
    const name = all[at]?.word
    if (!name || !fields.includes(name)) stop()
    at++
    if (take('is')) { const no = take('not'); expect('null'); return (r) => (r[name] == null) !== no }
    if (take('under')) { const p = String(literal()).replace(/(00)+$/, ''); return (r) => String(r[name] ?? '').startsWith(p) }
    if (take('contains')) { const p = String(literal()); return (r) => String(r[name] ?? '').includes(p) }
    if (take('starts')) { expect('with'); const p = String(literal()); return (r) => String(r[name] ?? '').startsWith(p) }
    if (take('has')) { const p = literal(); return (r) => [].concat(r[name] ?? []).includes(p) }
    if (take('in')) { expect('('); const list = [literal()]; while (take(',')) list.push(literal()); expect(')'); return (r) => list.includes(r[name]) }
    const sign = all[at]?.sign
    if (!['=', '!=', '<>', '<', '>', '<=', '>='].includes(sign)) stop()
    at++
    const value = literal()
    const tests = { '=': (a) => a === value, '!=': (a) => a !== value, '<>': (a) => a !== value, '<': (a) => a < value, '>': (a) => a > value, '<=': (a) => a <= value, '>=': (a) => a >= value }
    return (r) => r[name] != null && tests[sign](r[name])
  }
  const whole = either()
  if (at < all.length) stop()
  return whole
}
