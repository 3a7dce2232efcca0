/** Names of people whose file this officer has just seen, for «who is this for»; forgotten with the tab, never in an address. */
const names = new Map<string, string>()

export function remember_name(person: string, words: string): void {
  names.set(person, words)
}

export const name_of = (person: string): string => names.get(person) ?? ''
