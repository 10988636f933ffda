// A table as a file to be opened elsewhere: CSV, or a workbook of one sheet.

export type Cell = string | number | null | undefined

/// What a spreadsheet would take for a formula is written as text.
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text)

export function csv(rows: Cell[][]): Blob {
  const cell = (value: Cell) => {
    const text = harmless(String(value ?? ''))
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return new Blob(['\ufeff', rows.map((row) => row.map(cell).join(',')).join('\r\n'), '\r\n'], { type: 'text/csv' })
}

const xml = (text: string) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function sheet(rows: Cell[][]): string {
  const cell = (value: Cell) => {
    if (typeof value === 'number') return `<c><v>${value}</v></c>`
    return value ? `<c t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>` : '<c/>'
  }
  const lines = rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')
  return `${head}<worksheet xmlns="${main}"><sheetData>${lines}</sheetData></worksheet>`
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/// The parts of the smallest workbook that spreadsheets open (ECMA-376, part 1).
export function xlsx(rows: Cell[][], name: string): Blob {
  return new Blob(
    [
      zip({
        '[Content_Types].xml': `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
        '_rels/.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
        'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${xml(name.slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
        'xl/worksheets/sheet1.xml': sheet(rows),
      }),
    ],
    { type: `${type}.sheet` },
  )
}

const polynomial = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = polynomial[(value ^ byte) & 0xff]! ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

/// An archive of uncompressed files (APPNOTE 6.3.10, 4.3).
function zip(files: Record<string, string>): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder()
  const parts: Uint8Array[] = []
  const entries: Uint8Array[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const path = utf8.encode(name)
    const bytes = utf8.encode(text)
    const common = (into: DataView, from: number) => {
      into.setUint16(from, 20, true)
      into.setUint16(from + 2, 0x800, true) // names are UTF-8
      into.setUint32(from + 6, 0x00210000, true) // 1980-01-01
      into.setUint32(from + 10, crc32(bytes), true)
      into.setUint32(from + 14, bytes.length, true)
      into.setUint32(from + 18, bytes.length, true)
      into.setUint16(from + 22, path.length, true)
    }
    const local = new DataView(new ArrayBuffer(30))
    local.setUint32(0, 0x04034b50, true)
    common(local, 4)
    const entry = new DataView(new ArrayBuffer(46))
    entry.setUint32(0, 0x02014b50, true)
    entry.setUint16(4, 20, true)
    common(entry, 6)
    entry.setUint32(42, at, true)
    parts.push(new Uint8Array(local.buffer), path, bytes)
    entries.push(new Uint8Array(entry.buffer), path)
    at += 30 + path.length + bytes.length
  }
  const size = entries.reduce((sum, part) => sum + part.length, 0)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(8, entries.length / 2, true)
  end.setUint16(10, entries.length / 2, true)
  end.setUint32(12, size, true)
  end.setUint32(16, at, true)
  const whole = new Uint8Array(at + size + 22)
  let to = 0
  for (const part of [...parts, ...entries, new Uint8Array(end.buffer)]) {
    whole.set(part, to)
    to += part.length
  }
  return whole
}

/// Hands a file to the browser to be kept.
export function keep(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
