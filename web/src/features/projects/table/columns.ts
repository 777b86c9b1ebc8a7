export interface Shown {
  metric: string[]
  parameter: string[]
}

/** The columns that the address asks for; else the commonest few. */
export function chosenColumns(
  search: { metric?: string[]; parameter?: string[] },
  columns: readonly { kind: string; name: string; type: string }[] | undefined,
): Shown {
  if (search.metric || search.parameter) return { metric: search.metric ?? [], parameter: search.parameter ?? [] }
  const first = (kind: string, most: number) =>
    (columns ?? []).flatMap((column) => (column.kind === kind ? [column.name] : [])).slice(0, most)
  return { metric: first('metric', 5), parameter: first('parameter', 4) }
}
