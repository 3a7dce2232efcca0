// Workbooks as other programs see them: parts of a zip, read and written without the program under test.
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** A zip of these parts, deflated. */
export function zip(parts: Record<string, string | Buffer>): Buffer {
  const files: Buffer[] = [], directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content), packed = deflateRawSync(plain, { level: 9 }), title = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(0x800, 2) // names in UTF-8
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(0x5a210000, 6)
    head.writeUInt32LE(crc32(plain), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(plain.length, 18)
    head.writeUInt16LE(title.length, 22)
    files.push(Buffer.from('PK\x03\x04'), head, title, packed)
    const more = Buffer.alloc(14)
    more.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, more, title)
    offset += 30 + title.length + packed.length
  }
  const index = Buffer.concat(directory), end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Object.keys(parts).length, 8)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, index, end])
}

/** The parts of a zip, by its directory. */
export function unzip(bytes: Buffer): Record<string, string> {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1'), out: Record<string, string> = {}
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [name_length, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [number, number, number]
    const file = bytes.readUInt32LE(at + 42), packed = bytes.readUInt32LE(at + 20)
    const begin = file + 30 + bytes.readUInt16LE(file + 26) + bytes.readUInt16LE(file + 28)
    const content = bytes.subarray(begin, begin + packed)
    const plain = bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(content) : content
    if (crc32(plain) !== bytes.readUInt32LE(at + 16)) throw new Error('a part of the zip is damaged')
    out[bytes.toString('utf8', at + 46, at + 46 + name_length)] = plain.toString('utf8')
    at += 46 + name_length + extra + comment
  }
  return out
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)
const unescaped = (text: string) => text.replace(/&(#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, __, ten, hex, name) => name ? ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as Record<string, string>)[name]! : String.fromCodePoint(ten ? Number(ten) : parseInt(hex, 16)))
const letters = (column: number): string => (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + column % 26)

/** A workbook with one sheet, its texts inline; `sheet` in place of rows is the XML of the sheet itself. */
export function workbook(rows: string[][] | string): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const data = typeof rows === 'string' ? rows : rows.map((cells, r) => `<row r="${r + 1}">${cells.map((text, c) => `<c r="${letters(c)}${r + 1}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`).join('')}</row>`).join('')
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
  return zip({
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="人员" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`,
  })
}

/** The rows of the first sheet, through the relationships and shared texts as ECMA-376 has them. */
export function rows_of(bytes: Buffer): string[][] {
  const parts = unzip(bytes)
  const first = /<sheet [^>]*r:id="([^"]+)"/.exec(parts['xl/workbook.xml']!)![1]!
  const relation = parts['xl/_rels/workbook.xml.rels']!.match(/<Relationship [^>]*>/g)!.find((one) => one.includes(`Id="${first}"`))!
  const target = /Target="([^"]+)"/.exec(relation)![1]!
  const text_of = (xml: string) => unescaped([...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((one) => one[1]).join(''))
  const shared = [...(parts['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((one) => text_of(one[1]!))
  const sheet = parts[target.startsWith('/') ? target.slice(1) : `xl/${target}`]!
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => {
    const cells: string[] = []
    for (const cell of row[1]!.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const column = [...cell[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
      const value = /<v>([^<]*)<\/v>/.exec(cell[3] ?? '')?.[1] ?? ''
      cells[column] = cell[2]!.includes('t="s"') ? shared[Number(value)]! : cell[2]!.includes('inlineStr') ? text_of(cell[3] ?? '') : unescaped(value)
    }
    return Array.from(cells, (cell) => cell ?? '')
  })
}
