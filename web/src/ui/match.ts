/** Finding names by a few typed letters. */

/** How well `name` answers `typed`: higher is better, 0 is not at all. */
export function score(typed: string, name: string): number {
  if (!typed) return 1
  const wanted = typed.toLowerCase()
  const text = name.toLowerCase()
  const at = text.indexOf(wanted)
  if (at === 0) return 4 + wanted.length / text.length
  if (at > 0) return (/[\s/_.:-]/.test(text[at - 1] ?? '') ? 3 : 2) + wanted.length / text.length
  // All letters in order, from the start of a word: `gd` finds "Go to Datalake".
  let from = 0
  for (const letter of wanted.replaceAll(/\s/g, '')) {
    from = text.indexOf(letter, from) + 1
    if (from === 0) return 0
  }
  return 1
}

/** Those that match, the best first, equals in their old order. */
export function ranked<T>(typed: string, all: readonly T[], nameOf: (one: T) => string): T[] {
  return all
    .map((one, i) => ({ one, i, score: score(typed, nameOf(one)) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .map((each) => each.one)
}
