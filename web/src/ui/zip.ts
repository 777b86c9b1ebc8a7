/** Writes a ZIP archive of files as they are, without compressing: pictures are compressed already. */

const table = new Uint32Array(256).map((_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = (table[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

const UTF8_NAMES = 0x0800
/** Without the extension for larger archives, these are the limits. */
export const MOST_BYTES = 2_000_000_000
export const MOST_FILES = 5_000

function header(fields: [number, 2 | 4][]): Uint8Array<ArrayBuffer> {
  const out = new DataView(new ArrayBuffer(fields.reduce((sum, [, size]) => sum + size, 0)))
  let at = 0
  for (const [value, size] of fields) {
    if (size === 2) out.setUint16(at, value, true)
    else out.setUint32(at, value, true)
    at += size
  }
  return new Uint8Array(out.buffer)
}

/** Distinct names for the files of one archive: `a.jpg`, `a (2).jpg`. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const dot = name.lastIndexOf('.')
    const [stem, ending] = dot > name.lastIndexOf('/') + 1 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
    let chosen = name
    for (let n = 2; taken.has(chosen.toLowerCase()); n++) chosen = `${stem} (${n})${ending}`
    taken.add(chosen.toLowerCase())
    return chosen
  })
}

export class Zip {
  private parts: BlobPart[] = []
  private index: Uint8Array<ArrayBuffer>[] = []
  private size = 0

  add(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    const text = new TextEncoder().encode(name) as Uint8Array<ArrayBuffer>
    const common: [number, 2 | 4][] = [
      [20, 2],
      [UTF8_NAMES, 2],
      [0, 2],
      [0, 2],
      [0x21, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [text.length, 2],
      [0, 2],
    ]
    const local = header([[0x04034b50, 4], ...common])
    this.index.push(header([[0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [this.size, 4]]), text)
    this.parts.push(local, text, new Blob([bytes]))
    this.size += local.length + text.length + bytes.length
  }

  finish(): Blob {
    const count = this.index.length / 2
    const length = this.index.reduce((sum, part) => sum + part.length, 0)
    const end = header([
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [count, 2],
      [count, 2],
      [length, 4],
      [this.size, 4],
      [0, 2],
    ])
    return new Blob([...this.parts, ...this.index, end], { type: 'application/zip' })
  }
}

/** Give a file to the reader. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
