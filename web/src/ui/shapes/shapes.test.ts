import { expect, test } from 'vitest'
import { runsOf, strips } from './rle'

test('compressed runs are those that COCO means', () => {
  // pycocotools encodes a 4 x 4 mask with its inner 2 x 2 set as these.
  expect(runsOf('52203')).toEqual([5, 2, 2, 2, 5])
  expect(runsOf([1, 2, 3])).toEqual([1, 2, 3])
})

test('strips cover the pixels that are on, also over the end of a column', () => {
  expect([...strips([5, 2, 2, 2, 5], 4)]).toEqual([
    [1, 1, 2],
    [2, 1, 2],
  ])
  expect([...strips([2, 4], 4)]).toEqual([
    [0, 2, 2],
    [1, 0, 2],
  ])
})
