// A table as a file that opens in a spreadsheet as it is: CSV with a byte-order mark.

function cell(text: string): string {
  // A leading = + - @ would be run as a formula by spreadsheets.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export function to_csv(titles: string[], rows: string[][]): string {
  return `\ufeff${[titles, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Hands the browser a file made on the page. */
export function save_csv(name: string, titles: string[], rows: string[][]): void {
  const address = URL.createObjectURL(new Blob([to_csv(titles, rows)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${name}.csv`
  link.click()
  URL.revokeObjectURL(address)
}
