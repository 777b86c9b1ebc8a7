/** Where a picture lies in its window: a scale and an offset, in pixels of the window. Pure. */
export interface Place {
  scale: number
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

const MOST = 40
const ENLARGED = 4

/** The whole picture, centred; a small one enlarged, so that what is drawn on it can be seen. */
export function fitted(picture: Size, frame: Size, margin = 16): Place {
  const room = { width: Math.max(1, frame.width - 2 * margin), height: Math.max(1, frame.height - 2 * margin) }
  const scale = Math.min(ENLARGED, room.width / picture.width, room.height / picture.height)
  return centred(picture, frame, scale)
}

export function centred(picture: Size, frame: Size, scale: number): Place {
  return {
    scale,
    x: (frame.width - picture.width * scale) / 2,
    y: (frame.height - picture.height * scale) / 2,
  }
}

/** Zoom by a factor about a point of the window, which stays where it is. */
export function zoomed(place: Place, factor: number, at: { x: number; y: number }, least: number): Place {
  const scale = Math.min(MOST, Math.max(least, place.scale * factor))
  const by = scale / place.scale
  return { scale, x: at.x - (at.x - place.x) * by, y: at.y - (at.y - place.y) * by }
}

/** Moved, but never so far that nothing of the picture is left in the window. */
export function panned(place: Place, dx: number, dy: number, picture: Size, frame: Size): Place {
  const keep = 48
  const clamp = (value: number, length: number, room: number) => Math.min(room - keep, Math.max(keep - length, value))
  return {
    scale: place.scale,
    x: clamp(place.x + dx, picture.width * place.scale, frame.width),
    y: clamp(place.y + dy, picture.height * place.scale, frame.height),
  }
}
