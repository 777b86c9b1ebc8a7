/** The tags of pictures that lists have shown: what an undo needs to know. */
const MOST = 200_000
const tags = new Map<string, readonly string[]>()

export function see(id: string, carried: readonly string[]): void {
  tags.delete(id)
  tags.set(id, carried)
  if (tags.size > MOST) {
    const oldest = tags.keys().next().value
    if (oldest !== undefined) tags.delete(oldest)
  }
}

export function seenTags(id: string): readonly string[] | undefined {
  return tags.get(id)
}
