import { describe, expect, test } from 'vitest'
import { thumbnailSide } from './tiles'

describe('the thumbnail for a place', () => {
  test('is the smallest that has two thirds of its pixels', () => {
    expect([64, 193, 194, 484, 485, 2000].map(thumbnailSide)).toEqual([128, 128, 320, 320, 800, 800])
  })
})
