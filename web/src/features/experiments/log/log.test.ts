import { expect, test } from 'vitest'
import type { Stream } from '../queries'
import { chapterAt, tookOf } from './chapters'
import { marked } from './marked'
import { isFresh, PAGE } from './queries'

const stream = (lines: number, more: Partial<Stream> = {}): Stream => ({
  id: 's',
  state: 'running',
  lines,
  started_at: '2021-06-17T08:00:00.000000Z',
  last_at: '2021-06-17T08:10:00.000000Z',
  ended_at: null,
  exit_code: null,
  chapters: [],
  ...more,
})
const page = (lines: number, total: number, at = '2021-06-17T08:10:00.000000Z') => ({
  lines: Array.from({ length: lines }, (_, number) => ({
    number,
    at,
    source: 'stdout' as const,
    text: '',
  })),
  total,
  at,
})

test('the last page is old as soon as something was printed or drawn anew, a full one before it never', () => {
  expect(isFresh(page(10, 10), 0, stream(10))).toBe(true)
  expect(isFresh(page(10, 10), 0, stream(11))).toBe(false)
  expect(isFresh(page(10, 10, '2021-06-17T08:09:59.000000Z'), 0, stream(10))).toBe(false)
  expect(isFresh(page(PAGE, PAGE + 1), 0, stream(9 * PAGE))).toBe(true)
})

test('a page whose last line was the last of all may have changed there', () => {
  expect(isFresh(page(PAGE, PAGE), 0, stream(PAGE + 1))).toBe(false)
})

test('what is looked for is marked in whatever case, and the parts are the text', () => {
  expect(marked('Loss loss', 'loss')).toEqual(['', 'Loss', ' ', 'loss', ''])
  expect(marked('epoch', 'loss')).toEqual(['epoch'])
  expect(marked('aaa', 'aa')).toEqual(['', 'aa', 'a'])
  expect(marked('İx', 'x').join('')).toBe('İx')
})

test('a chapter lasts until the next, and the last one until the end', () => {
  const chapters = [
    { name: 'a', line: 0, at: '2021-06-17T08:00:00.000000Z' },
    { name: 'b', line: 40, at: '2021-06-17T08:01:30.000000Z' },
  ]

  expect(tookOf(stream(50, { chapters }), 0)).toBe(90)
  expect(tookOf(stream(50, { chapters }), 1)).toBe(510)
  expect(tookOf(stream(50, { chapters, ended_at: '2021-06-17T08:02:00.000000Z' }), 1)).toBe(30)
})

test('a line belongs to the last chapter that has begun', () => {
  const chapters = [3, 10, 10, 20].map((line) => ({ name: `${line}`, line, at: '' }))

  expect([0, 3, 9, 10, 19, 20, 999].map((line) => chapterAt(chapters, line))).toEqual([-1, 0, 0, 2, 2, 3, 3])
})
