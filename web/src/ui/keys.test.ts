import { expect, test } from 'vitest'
import { parse, printed, Sequences } from './keys'
import { ranked } from './match'

const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})
const known = ['g d', 'g s', 'x', 'Ctrl+K', '?', 'Shift+x'].map((keys) => ({ keys, chords: parse(keys) }))

test('a sequence is complete with its last key', () => {
  const sequences = new Sequences()

  expect(sequences.press(press('g'), known, 0)).toBe('more')
  expect(sequences.press(press('d'), known, 100)).toBe(known[0])
})

test('a sequence that takes too long is forgotten', () => {
  const sequences = new Sequences()
  sequences.press(press('g'), known, 0)

  expect(sequences.press(press('d'), known, 5000)).toBeUndefined()
})

test('a wrong second key still counts as a first one', () => {
  const sequences = new Sequences()
  sequences.press(press('g'), known, 0)

  expect(sequences.press(press('x'), known, 100)).toBe(known[2])
})

test('modifiers tell keys apart, and the sign counts where shift makes it', () => {
  const sequences = new Sequences()

  expect(sequences.press(press('k', { metaKey: true }), known, 0)).toBe(known[3])
  expect(sequences.press(press('?', { shiftKey: true }), known, 0)).toBe(known[4])
  expect(sequences.press(press('X', { shiftKey: true }), known, 0)).toBe(known[5])
  expect(sequences.press(press('k'), known, 0)).toBeUndefined()
})

test('keys are printed as on the keyboard', () => {
  expect(printed(parse('Ctrl+K')[0] as never, false)).toEqual(['Ctrl', 'K'])
  expect(printed(parse('Esc')[0] as never, false)).toEqual(['Esc'])
  expect(printed(parse('g')[0] as never, false)).toEqual(['g'])
})

test('names are found by their start, a word, a part, then by letters in order', () => {
  const names = ['a great boat', 'boat 2', 'bright oval art', 'reboat', 'nothing']

  expect(ranked('boat', names, (name) => name)).toEqual(['boat 2', 'a great boat', 'reboat', 'bright oval art'])
  expect(ranked('boat 2', names, (name) => name)).toEqual(['boat 2'])
})
