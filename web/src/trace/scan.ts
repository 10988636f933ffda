// Text as it comes from a scanner, a label or a colleague, made ready for the server.

const separator = '\u001d' // FNC1 as scanners send it

/// Names that scanners and people write for the separator, which no keyboard has.
const written = /<GS>|\{GS\}|\[GS\]|<FNC1>|\{FNC1\}|\\x1d|\\u001d|␝|\^\]/gi

export const fromScan = (text: string) => text.trim().replace(written, separator).replace(/[\r\n\t]+/g, '')

/// The same, to be read.
export const toRead = (text: string) => text.replaceAll(separator, '␝')
