import type { Directive } from 'vue'

/** `v-cards` on a table: on a phone each row is a card, whose cells say the heading that they stand under. */
export const vCards: Directive<HTMLTableElement> = { mounted: say_headings, updated: say_headings }

function say_headings(table: HTMLTableElement): void {
  table.classList.add('cards')
  const headings = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent)
  for (const row of table.tBodies[0]?.rows ?? []) [...row.cells].forEach((cell, at) => (cell.dataset.title = headings[at] ?? ''))
}
