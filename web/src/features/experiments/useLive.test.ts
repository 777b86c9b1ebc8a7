import { expect, test } from 'vitest'
import { staleParts } from './useLive'

test('an event makes old what it names and nothing else', () => {
  expect(staleParts('lines', { lines: 3 })).toEqual(['stream'])
  expect(staleParts('data', { names: ['train/loss'] })).toEqual(['assets', 'named train/loss'])
  expect(staleParts('data', { names: null })).toEqual(['assets', 'named'])
  expect(staleParts('files', { names: ['w'] })).toEqual(['files', 'one'])
  expect(staleParts('status', { what: 'updated' })).toEqual(['one', 'stream'])
})

test('what is not known makes all old', () => {
  expect(staleParts('status', { what: 'trashed' })).toContain('assets')
})
