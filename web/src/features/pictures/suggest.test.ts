import { expect, test } from 'vitest'
import { suggestions, wordAt } from './suggest'

const tags = [
  { name: 'drone', pictures: 9 },
  { name: 'at night', pictures: 30 },
]

test('the word under the cursor begins after the last blank outside of quotes', () => {
  expect(wordAt('a tag:"at ni', 12)).toEqual({ start: 2, word: 'tag:"at ni' })
  expect(wordAt('width>100 dro more', 13)).toEqual({ start: 10, word: 'dro' })
})

test('a tag is offered with quotes where its name has blanks', () => {
  expect(suggestions('nig', tags).map((one) => one.text)).toEqual(['tag:"at night" '])
  expect(suggestions('-tag:', tags).map((one) => one.text)).toEqual(['-tag:"at night" ', '-tag:drone '])
})

test('fields are offered by their start, and all to an empty word', () => {
  expect(suggestions('wi', []).map((one) => one.text)).toEqual(['width>'])
  expect(suggestions('', tags).length).toBe(8)
})
