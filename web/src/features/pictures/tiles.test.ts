import { describe, expect, test } from 'vitest'
import { thumbnailSide } from './tiles'

describe('the thumbnail for a place', () => {
  test('is the smallest that is at most a third too small', () => {
    expect([64, 172, 173, 432, 433, 2000].map(thumbnailSide)).toEqual([128, 128, 320, 320, 800, 800])
  })
})
