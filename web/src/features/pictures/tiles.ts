import { cssColour } from '~/ui/format'
import { shownAspect } from '~/ui/grid/layout'
import type { TileData } from '~/ui/grid/Tile'
import type { Picture } from './queries'

/** Longest sides of the thumbnails that the server makes. */
const SIDES = [128, 320, 800]

/**
 * The thumbnail for so many pixels. One that has two thirds of them is taken: browsers keep a thousand decoded
 * pictures, and the next size has six times the pixels.
 */
export function thumbnailSide(pixels: number): number {
  return SIDES.find((side) => side >= pixels * 0.66) ?? 800
}

export function tileOf(picture: Picture): TileData {
  const made = picture.colour !== null
  return {
    id: picture.picture_id,
    name: picture.external_url,
    aspect: shownAspect(picture.width, picture.height),
    colour: cssColour(picture.colour),
    src: made ? (pixels) => `/api/pictures/${picture.picture_id}/thumbnail/${thumbnailSide(pixels)}` : undefined,
  }
}
