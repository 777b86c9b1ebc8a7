/** A text in parts: every second one is `wanted`, in whatever case. */
export function marked(text: string, wanted: string): string[] {
  if (wanted === '') return [text]
  const low = text.toLowerCase()
  // Where lower case has another length, places do not agree.
  if (low.length !== text.length) return [text]
  const sought = wanted.toLowerCase()
  const parts: string[] = []
  let from = 0
  for (let at = low.indexOf(sought); at >= 0; at = low.indexOf(sought, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + sought.length))
    from = at + sought.length
  }
  parts.push(text.slice(from))
  return parts
}
