import { labelColour } from '~/ui/palette'
import type { DrawnShape } from '~/ui/shapes/ShapeLayer'
import type { Label, Look } from './queries'

/** The colours of a version's labels, by name and type: a shape knows its label by those. */
export type Colours = ReadonlyMap<string, string>

export function coloursOf(labels: readonly Label[]): Colours {
  return new Map(labels.map((label) => [`${label.type} ${label.name}`, labelColour(label.colour)]))
}

/** Shapes as the picture draws them. A label that is gone is grey. */
export function drawnShapes(look: Look, colours: Colours): DrawnShape[] {
  return (look.shapes ?? []).map((shape) => ({
    id: shape.id,
    label: shape.label,
    colour: colours.get(`${shape.type} ${shape.label}`) ?? '#c8cdd2',
    type: shape.type,
    box: shape.box,
    rings: shape.rings,
    rle: shape.rle as DrawnShape['rle'],
  }))
}

/** A label's name, with its type where another one has the same name. */
export function distinctNames(labels: readonly { id: string; name: string; type: string }[]): Map<string, string> {
  const times = new Map<string, number>()
  for (const label of labels) times.set(label.name, (times.get(label.name) ?? 0) + 1)
  return new Map(
    labels.map((label) => [label.id, (times.get(label.name) ?? 0) > 1 ? `${label.name} (${label.type})` : label.name]),
  )
}
