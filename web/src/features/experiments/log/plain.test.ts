import { expect, test } from 'vitest'
import { plain } from './plain'

test('colours and moves of a terminal are left out', () => {
  expect(plain('\u001b[31mred\u001b[0m \u001b[2Kdone')).toBe('red done')
  expect(plain('\u001b]0;title\u0007text')).toBe('text')
})

test('only what a carriage return left standing is shown', () => {
  expect(plain('10 %\r50 %\r100 %')).toBe('100 %')
  expect(plain('whole\r')).toBe('whole')
})

test('markup is text', () => {
  expect(plain('<b>\u0000</b>')).toBe('<b></b>')
})
