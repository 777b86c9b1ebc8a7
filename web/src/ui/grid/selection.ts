/** Which pictures are chosen: these ones, or all that match but these. */
export interface Selection {
  /** All that match; `ids` are then the exceptions. */
  all: boolean
  ids: ReadonlySet<string>
}

export const nothing: Selection = { all: false, ids: new Set() }

export function has(selection: Selection, id: string): boolean {
  return selection.all !== selection.ids.has(id)
}

export function many(selection: Selection, matching: number): number {
  return selection.all ? Math.max(0, matching - selection.ids.size) : selection.ids.size
}

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { all: selection.all, ids }
}

/** With these chosen as well (or no longer). */
export function marked(selection: Selection, wanted: Iterable<string>, chosen: boolean): Selection {
  const ids = new Set(selection.ids)
  for (const id of wanted) {
    if (chosen !== selection.all) ids.add(id)
    else ids.delete(id)
  }
  return { all: selection.all, ids }
}
