import { expect, test } from 'vitest'
import { fitted, panned, zoomed } from './zoom'

const picture = { width: 4000, height: 3000 }
const frame = { width: 1000, height: 800 }

test('a picture fits whole and centred, and a small one is enlarged at most four times', () => {
  const place = fitted(picture, frame, 0)

  expect(place.scale).toBeCloseTo(0.25)
  expect(place.y).toBeCloseTo(25)
  expect(fitted({ width: 100, height: 50 }, frame)).toEqual({ scale: 4, x: 300, y: 300 })
})

test('the point under the cursor stays when zooming', () => {
  const before = fitted(picture, frame)
  const at = { x: 300, y: 200 }
  const after = zoomed(before, 3, at, 0.01)

  expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale)
  expect((at.y - after.y) / after.scale).toBeCloseTo((at.y - before.y) / before.scale)
})

test('zooming out and in is bounded', () => {
  const place = fitted(picture, frame)

  expect(zoomed(place, 1e-9, { x: 0, y: 0 }, 0.1).scale).toBe(0.1)
  expect(zoomed(place, 1e9, { x: 0, y: 0 }, 0.1).scale).toBe(40)
})

test('a picture cannot be lost out of the window', () => {
  const place = panned(fitted(picture, frame), 1e6, -1e6, picture, frame)

  expect(place.x).toBeLessThan(frame.width)
  expect(place.y + picture.height * place.scale).toBeGreaterThan(0)
})
