import type uPlot from 'uplot'
import { save } from '~/ui/zip'
import { csv } from './csv'
import { type Curve, joined } from './joined'

const fileName = (name: string, ending: string) => `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'chart'}.${ending}`

/** The drawn chart as a picture, on the page's own background, with its name. */
export function savePng(chart: uPlot, name: string): void {
  const from = chart.ctx.canvas
  const ratio = devicePixelRatio || 1
  const head = 28 * ratio
  const canvas = document.createElement('canvas')
  canvas.width = from.width
  canvas.height = from.height + head
  const paint = canvas.getContext('2d')
  if (!paint) return
  const style = getComputedStyle(document.documentElement)
  paint.fillStyle = style.getPropertyValue('--c-bg')
  paint.fillRect(0, 0, canvas.width, canvas.height)
  paint.fillStyle = style.getPropertyValue('--c-text')
  paint.font = `600 ${13 * ratio}px system-ui, sans-serif`
  paint.fillText(name, 12 * ratio, 19 * ratio)
  paint.drawImage(from, 0, head)
  canvas.toBlob((blob) => {
    if (blob) save(blob, fileName(name, 'png'))
  })
}

/** Curves as a table: one column of steps, one a curve. */
export function saveCurves(curves: readonly (Curve & { name: string })[], name: string): void {
  const { x, ys } = joined(curves)
  const rows = x.map((step, i) => [step, ...ys.map((y) => y[i])])
  saveCsv([['step', ...curves.map((curve) => curve.name)], ...rows], name)
}

export function saveCsv(rows: readonly (readonly (string | number | null | undefined)[])[], name: string): void {
  save(new Blob([csv(rows)], { type: 'text/csv' }), fileName(name, 'csv'))
}
