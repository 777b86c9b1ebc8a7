type Parameters = Readonly<Record<string, unknown>> | undefined

/** All names of some sets of parameters, in the order in which they first come, and those that are not alike in all. */
export function differing(sets: readonly Parameters[]): { names: string[]; differs: Set<string> } {
  const names = [...new Set(sets.flatMap((set) => Object.keys(set ?? {})))]
  const differs = names.filter((name) => new Set(sets.map((set) => JSON.stringify(set?.[name] ?? null))).size > 1)
  return { names, differs: new Set(differs) }
}
