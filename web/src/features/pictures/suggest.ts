/** What the search offers while one types: fields, tags, operators. Pure. */

export interface Suggestion {
  /** What replaces the word under the cursor. */
  text: string
  label: string
  hint: string
}

const FIELDS: Suggestion[] = [
  { text: 'tag:', label: 'tag:drone', hint: 'carries the tag; -tag: for those without' },
  { text: 'width>', label: 'width > 1000', hint: 'pixels' },
  { text: 'height>', label: 'height > 1000', hint: 'pixels' },
  { text: 'size>', label: 'size > 2mb', hint: 'bytes, kb, mb, gb' },
  { text: 'before:', label: 'before:2021-03', hint: 'came before a year, month or day' },
  { text: 'after:', label: 'after:2021-03', hint: 'came after it' },
  { text: 'on:', label: 'on:2021-03-15', hint: 'came on it' },
  { text: 'name:', label: 'name:IMG_', hint: 'part of the file name' },
  { text: 'source:', label: 'source:sdk', hint: 'where it came from' },
  { text: 'type:', label: 'type:image/png', hint: 'kind of file' },
]

/** The word that ends at the cursor: where it starts, and what it says. */
export function wordAt(text: string, cursor: number): { start: number; word: string } {
  const before = text.slice(0, cursor)
  let start = 0
  let quoted = false
  for (let i = 0; i < before.length; i++) {
    if (before[i] === '"') quoted = !quoted
    else if (before[i] === ' ' && !quoted) start = i + 1
  }
  return { start, word: before.slice(start) }
}

export function quoted(name: string): string {
  return /[\s"]/.test(name) ? `"${name.replaceAll('"', '')}"` : name
}

/** Up to eight suggestions for the word under the cursor. */
export function suggestions(word: string, tags: readonly { name: string; pictures: number }[]): Suggestion[] {
  const tagged = /^(-?)tag:"?(.*)$/i.exec(word)
  if (tagged) {
    const [, minus = '', begun = ''] = tagged
    return tags
      .filter((tag) => tag.name.toLowerCase().includes(begun.toLowerCase()))
      .sort((a, b) => b.pictures - a.pictures)
      .slice(0, 8)
      .map((tag) => ({
        text: `${minus}tag:${quoted(tag.name)} `,
        label: `${minus}tag:${tag.name}`,
        hint: `${tag.pictures.toLocaleString('en')} pictures`,
      }))
  }
  const wanted = word.toLowerCase()
  const fields = FIELDS.filter((field) => field.text.startsWith(wanted) && field.text !== wanted)
  if (!wanted) return fields.slice(0, 8)
  const named = tags
    .filter((tag) => tag.name.toLowerCase().includes(wanted))
    .sort((a, b) => b.pictures - a.pictures)
    .slice(0, 5)
    .map((tag) => ({ text: `tag:${quoted(tag.name)} `, label: `tag:${tag.name}`, hint: 'tag' }))
  return [...named, ...fields].slice(0, 8)
}
