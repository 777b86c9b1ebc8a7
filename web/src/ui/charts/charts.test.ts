import { expect, test } from 'vitest'
import { csv } from './csv'
import { joined } from './joined'
import { precise } from './precise'
import { smoothed } from './smooth'

test('smoothing starts at the first value, keeps gaps, and tends to the mean', () => {
  expect(smoothed([4, 4, null, 4], 0.9)).toEqual([4, 4, null, 4].map((v) => (v === null ? null : expect.closeTo(v))))
  expect(smoothed([1, 2], 0)).toEqual([1, 2])
  expect(smoothed([0, 10], 0.5)[1]).toBeCloseTo(6.667, 2)
})

test('curves of different steps share one axis, and a gap stays a gap', () => {
  const { x, ys } = joined([
    { x: [0, 2, 4], y: [1, null, 3] },
    { x: [1, 2], y: [5, 6] },
  ])

  expect(x).toEqual([0, 1, 2, 4])
  expect(ys[0]).toEqual([1, undefined, null, 3])
  expect(ys[1]).toEqual([undefined, 5, 6, undefined])
})

test('a step that comes twice keeps both values, in order', () => {
  const { x, ys } = joined([{ x: [0, 1, 1, 2], y: [1, 2, 3, 4] }])

  expect(x).toEqual([0, 1, 1, 2])
  expect(ys[0]).toEqual([1, 2, 3, 4])
})

test('cells that look like formulas are text in a spreadsheet', () => {
  expect(csv([['=1+1', 'a,b', '-2', 3, null]])).toBe('\'=1+1,"a,b",-2,3,\r\n')
})

test('what the cursor points at is said to its last digit where that is short', () => {
  expect([0.5213, 12, 777_777, 1e-7, -3].map(precise)).toEqual(['0.5213', '12', '777777', '1e-7', '-3'])
  expect(precise(0.123456789012)).toBe('0.12345679')
  expect(precise(1 / 3)).toBe('0.33333333')
})
