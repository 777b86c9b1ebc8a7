/** Twenty colours that colour-blind people tell apart, by a label's place; the same on every page. */
export const palette = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#44aa99',
  '#bbcc33',
  '#882255',
  '#88ccee',
  '#ddcc77',
  '#117733',
  '#ffaabb',
  '#6699cc',
  '#999933',
  '#ee8866',
  '#aa4499',
  '#99ddff',
  '#332288',
] as const

export function labelColour(place: number): string {
  return palette[((place % palette.length) + palette.length) % palette.length] as string
}

const curvesOnLight = [
  '#0072b2',
  '#c24e00',
  '#00805d',
  '#a8497f',
  '#946a00',
  '#3a7ca5',
  '#882255',
  '#5e6b1c',
  '#5b4bb5',
  '#b3453e',
]
const curvesOnDark = [
  '#5cb3ff',
  '#ff9a52',
  '#2fd0a0',
  '#f08cc4',
  '#e9c046',
  '#8fd3f4',
  '#e2739f',
  '#c3d350',
  '#aba0ff',
  '#ff8f85',
]

/** Curves on paper or on slate: the same hues, light or dark enough to be seen. */
export function curveColour(place: number, dark: boolean): string {
  const colours = dark ? curvesOnDark : curvesOnLight
  return colours[place % colours.length] as string
}
