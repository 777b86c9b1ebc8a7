/** Search parameters of the address: plain text, a list as the same name several times. Each route reads its own. */
export type Raw = Record<string, string | string[] | undefined>

export function parseSearch(text: string): Raw {
  const raw: Raw = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const known = raw[name]
    raw[name] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value]
  }
  return raw
}

export function stringifySearch(search: Record<string, unknown>): string {
  const out = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false)
        out.append(name, one === true ? '1' : `${one}`)
    }
  }
  const text = out.toString()
  return text ? `?${text}` : ''
}

export function text(value: unknown): string | undefined {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one !== '' ? one : undefined
}

export function texts(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '')
  return all.length > 0 ? all : undefined
}

export function number(value: unknown, low: number, high: number): number | undefined {
  const found = typeof value === 'number' ? value : Number(text(value) ?? Number.NaN)
  return Number.isFinite(found) ? Math.min(high, Math.max(low, found)) : undefined
}

export function oneOf<const T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === text(value))
}

export function flag(value: unknown): true | undefined {
  return value === true || text(value) === '1' ? true : undefined
}
