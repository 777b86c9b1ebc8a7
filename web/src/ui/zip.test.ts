import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { crc32, distinct, Zip } from './zip'

test('the checksum is the usual one', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})

test('another program reads the archive, names and bytes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'))
  const zip = new Zip()
  zip.add('a/ä.txt', new TextEncoder().encode('hello') as Uint8Array<ArrayBuffer>)
  zip.add('b.bin', new Uint8Array([0, 255, 7]))
  const file = join(folder, 'x.zip')
  writeFileSync(file, new Uint8Array(await zip.finish().arrayBuffer()))

  const script = 'import sys,zipfile as z;a=z.ZipFile(sys.argv[1]);print(a.testzip(),a.namelist(),a.read("b.bin"))'
  const said = execFileSync('python3', ['-X', 'utf8', '-c', script, file], { encoding: 'utf8' })

  expect(said.trim()).toBe("None ['a/ä.txt', 'b.bin'] b'\\x00\\xff\\x07'")
  rmSync(folder, { recursive: true })
})

test('equal names are told apart', () => {
  expect(distinct(['a.jpg', 'A.jpg', 'a.jpg', 'x/.hidden', 'x/.hidden'])).toEqual([
    'a.jpg',
    'A (2).jpg',
    'a (3).jpg',
    'x/.hidden',
    'x/.hidden (2)',
  ])
})
