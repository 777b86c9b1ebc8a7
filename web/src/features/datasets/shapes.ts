import { labelColour } from '~/ui/palette'
import type { DrawnShape } from '~/ui/shapes/ShapeLayer'
import type { Label, Look } from './queries'

/** The colours of a version's labels, by name: a shape knows its label by that. */
export type Colours = ReadonlyMap<string, string>

export function coloursOf(labels: readonly Label[]): Colours {
  return new Map(labels.map((label) => [label.name, labelColour(label.colour)]))
}

/** Shapes as the picture draws them. A label that is gone is grey. */
export function drawnShapes(look: Look, colours: Colours): DrawnShape[] {
  return (look.shapes ?? []).map((shape) => ({
    id: shape.id,
    label: shape.label,
    colour: colours.get(shape.label) ?? '#c8cdd2',
    type: shape.type,
    box: shape.box,
    rings: shape.rings,
    rle: shape.rle as DrawnShape['rle'],
  }))
}
