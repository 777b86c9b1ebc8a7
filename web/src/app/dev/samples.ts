/** Invented things for the page of all parts: short and long names, gaps, German, and script that must stay text. */
import { ApiError } from '~/api/problem'
import type { NamedCurve } from '~/ui/charts/LineChart'
import type { TileData } from '~/ui/grid/Tile'
import { labelColour } from '~/ui/palette'
import type { DrawnShape } from '~/ui/shapes/ShapeLayer'

export const longName = `${'a name of one hundred and twenty characters, '.repeat(3)}`.slice(0, 120)
export const german = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze'
export const script = '<img src=x onerror=alert(1)>'
export const names = ['short', longName, german, script]

export const problems = {
  'not found': new ApiError({
    title: 'Not found',
    status: 404,
    code: 'datasets.unknown',
    detail: 'There is no dataset of this name. It may have been renamed or deleted.',
    request_id: '6f1c2a9e4b7d',
  }),
  'no answer': new ApiError({
    title: 'No answer',
    status: 0,
    code: 'network',
    detail: 'The server does not answer. Check the connection; nothing was changed.',
    request_id: '',
  }),
  'a fault of the server': new ApiError({
    title: 'Internal error',
    status: 500,
    code: 'internal',
    detail: 'The server has failed at this. Its log says more under the request id.',
    request_id: '0d93be51aa27',
  }),
  'a fault of the app': new TypeError('undefined is not a function'),
} as const

const step = (of: (x: number) => number | null, count = 300) => ({
  x: Array.from({ length: count }, (_, i) => i),
  y: Array.from({ length: count }, (_, i) => of(i)),
})

export const curves = {
  'one curve': [{ name: 'loss', ...step((i) => 2 * Math.exp(-i / 80) + 0.06 * Math.sin(i * 1.7)) }],
  'four curves, gaps': ['train', 'validation', longName, 'test'].map((name, c) => ({
    name,
    ...step((i) => (c === 1 && i > 120 && i < 170 ? null : (c + 2) * Math.exp(-i / (50 + 25 * c)))),
  })),
  'one point': [{ name: 'accuracy', x: [3], y: [0.81] }],
  'no points': [{ name: 'accuracy', x: [], y: [] }],
} as const satisfies Record<string, readonly NamedCurve[]>

export const matrices = {
  'three classes': {
    categories: ['oak', 'ash', 'pine'],
    values: [
      [51, 4, 0],
      [6, 38, 2],
      [1, 0, 77],
    ],
  },
  'with misses and spurious ones': {
    categories: ['oak', german],
    values: [
      [9, 1, 2],
      [0, 12, 4],
      [3, 1, 0],
    ],
  },
  empty: {
    categories: ['oak', 'ash'],
    values: [
      [0, 0],
      [0, 0],
    ],
  },
} as const

/** Grey pictures with colours of their own: none has bytes, one is broken. */
export const tiles: TileData[] = Array.from({ length: 24 }, (_, i) => ({
  id: `${i}`,
  name: i === 0 ? longName : `picture ${i}.jpg`,
  aspect: [1.5, 0.67, 1, 2.2, 1.33][i % 5] as number,
  colour: `hsl(${(i * 47) % 360} 22% ${38 + (i % 4) * 9}%)`,
  src: i === 3 ? () => '/assets/no-such-picture.webp' : undefined,
}))

export const shapes: DrawnShape[] = [
  { id: 'a', label: 'rectangle', colour: labelColour(0), type: 'rectangle', box: [30, 20, 110, 90] },
  {
    id: 'b',
    label: 'polygon',
    colour: labelColour(1),
    type: 'polygon',
    rings: [[180, 30, 260, 60, 240, 140, 170, 120]],
  },
  { id: 'c', label: 'line', colour: labelColour(2), type: 'line', rings: [[20, 160, 120, 130, 280, 165]] },
  { id: 'd', label: german, colour: labelColour(6), type: 'classification' },
]
