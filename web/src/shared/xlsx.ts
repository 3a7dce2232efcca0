// A table as an .xlsx made on the page: five small parts in a zip that is not compressed.

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const package_types = 'http://schemas.openxmlformats.org/package/2006'
const parts_of = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'

const crc_table = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = crc_table[(value ^ byte) & 255]! ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

/** Text between tags: escaped, without the control characters that XML forbids. */
function escaped(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Every cell is text, so that an identity number keeps its 18 characters and nothing runs as a formula. */
const row_xml = (cells: string[]) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`).join('')}</row>`

function parts(titles: string[], rows: string[][]): [name: string, text: string][] {
  return [
    ['[Content_Types].xml', `${xml}<Types xmlns="${package_types}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${parts_of}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${parts_of}worksheet+xml"/></Types>`],
    ['_rels/.rels', `${xml}<Relationships xmlns="${package_types}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `${xml}<Relationships xmlns="${package_types}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', `${xml}<worksheet xmlns="${main}"><sheetData>${[titles, ...rows].map(row_xml).join('')}</sheetData></worksheet>`],
  ]
}

interface Entry { name: Uint8Array; size: number; crc: number; at: number }

/** What the local header and the directory of a zip say in the same order; the day is 1980-01-01. */
function shared_head(view: DataView, at: number, entry: Entry): void {
  view.setUint16(at, 20, true)
  view.setUint16(at + 2, 0x0800, true)
  view.setUint16(at + 8, 0x21, true)
  view.setUint32(at + 10, entry.crc, true)
  view.setUint32(at + 14, entry.size, true)
  view.setUint32(at + 18, entry.size, true)
  view.setUint16(at + 22, entry.name.length, true)
}

function local_head(entry: Entry): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(30 + entry.name.length)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0x04034b50, true)
  shared_head(view, 4, entry)
  head.set(entry.name, 30)
  return head
}

function directory_head(entry: Entry): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(46 + entry.name.length)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0x02014b50, true)
  view.setUint16(4, 20, true)
  shared_head(view, 6, entry)
  view.setUint32(42, entry.at, true)
  head.set(entry.name, 46)
  return head
}

function directory_end(count: number, size: number, at: number): Uint8Array<ArrayBuffer> {
  const end = new Uint8Array(22)
  const view = new DataView(end.buffer)
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(8, count, true)
  view.setUint16(10, count, true)
  view.setUint32(12, size, true)
  view.setUint32(16, at, true)
  return end
}

/** The pieces of the file, in order. */
export function to_xlsx(titles: string[], rows: string[][]): Uint8Array<ArrayBuffer>[] {
  const coder = new TextEncoder()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const entries: Entry[] = []
  let at = 0
  const put = (piece: Uint8Array<ArrayBuffer>) => {
    pieces.push(piece)
    at += piece.length
  }
  for (const [name, text] of parts(titles, rows)) {
    const bytes = coder.encode(text)
    const entry = { name: coder.encode(name), size: bytes.length, crc: crc32(bytes), at }
    entries.push(entry)
    put(local_head(entry))
    put(bytes)
  }
  const begins = at
  for (const entry of entries) put(directory_head(entry))
  put(directory_end(entries.length, at - begins, begins))
  return pieces
}
