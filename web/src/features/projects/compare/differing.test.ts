import { expect, test } from 'vitest'
import { differing } from './differing'

test('a parameter differs where a value is another, of another type, or missing', () => {
  const { names, differs } = differing([
    { lr: 0.1, epochs: 10, batch: '8', crop: [1, 2] },
    { epochs: 10, lr: 0.01, batch: 8, crop: [1, 2], note: 'x' },
  ])

  expect(names).toEqual(['lr', 'epochs', 'batch', 'crop', 'note'])
  expect([...differs]).toEqual(['lr', 'batch', 'note'])
})

test('an experiment without parameters differs from one that has some', () => {
  expect([...differing([{ lr: 1 }, undefined]).differs]).toEqual(['lr'])
  expect(differing([]).names).toEqual([])
})
