/** Shapes over a picture: a line of 2 px in the label's colour over a dark halo, drawn in the picture's pixels. */
import { useLayoutEffect, useRef } from 'react'
import { runsOf, strips } from './rle'
import css from './ShapeLayer.module.css'

export interface DrawnShape {
  id: string
  label: string
  colour: string
  type: string
  /** x, y, width, height. */
  box?: readonly number[] | null
  rings?: readonly (readonly number[])[]
  rle?: { size?: readonly number[]; counts?: string | readonly number[] } | null
}

interface Props {
  shapes: readonly DrawnShape[]
  width: number
  height: number
  /** Window pixels per picture pixel; names are written where they fit. Undefined: none are. */
  scale?: number
  /** This one is drawn strong, the others faint. */
  chosen?: string | null
}

export function ShapeLayer({ shapes, width, height, scale, chosen }: Props) {
  const outlined = shapes.filter((shape) => !shape.rle && shape.type !== 'classification')
  const masks = shapes.filter((shape) => shape.rle)
  const classes = shapes.filter((shape) => shape.type === 'classification')
  return (
    <>
      {masks.length > 0 ? <Masks shapes={masks} width={width} height={height} /> : null}
      <svg
        className={css.layer}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${shapes.length} shapes`}
      >
        {outlined.map((shape) => (
          <g key={shape.id} className={css.shape} data-faint={(chosen && chosen !== shape.id) || undefined}>
            <title>{shape.label}</title>
            <path className={css.halo} d={pathOf(shape)} />
            <path className={css.line} d={pathOf(shape)} stroke={shape.colour} fill={shape.colour} />
          </g>
        ))}
        {scale ? outlined.map((shape) => <Name key={shape.id} shape={shape} scale={scale} />) : null}
      </svg>
      {classes.length > 0 ? (
        <div className={css.classes} style={scale ? { transform: `scale(${1 / scale})` } : undefined}>
          {classes.map((shape) => (
            <span key={shape.id} className={css.class}>
              <span className={css.dot} style={{ background: shape.colour }} />
              {shape.label}
            </span>
          ))}
        </div>
      ) : null}
    </>
  )
}

function pathOf({ box, rings }: DrawnShape): string {
  if (rings && rings.length > 0) {
    return rings
      .map((ring) => {
        let path = ''
        for (let i = 0; i + 1 < ring.length; i += 2) path += `${i === 0 ? 'M' : 'L'}${ring[i]} ${ring[i + 1]}`
        return `${path}Z`
      })
      .join('')
  }
  if (!box) return ''
  const [x = 0, y = 0, w = 0, h = 0] = box
  return `M${x} ${y}h${w}v${h}h${-w}Z`
}

function bounds({ box, rings }: DrawnShape): { x: number; y: number; w: number } {
  if (box) return { x: box[0] ?? 0, y: box[1] ?? 0, w: box[2] ?? 0 }
  const ring = rings?.[0] ?? []
  const xs = ring.filter((_, i) => i % 2 === 0)
  const ys = ring.filter((_, i) => i % 2 === 1)
  const x = Math.min(...xs)
  return { x, y: Math.min(...ys), w: Math.max(...xs) - x }
}

const LETTER = 6.6

/** Black or white, whichever is read on this colour. */
function textOn(colour: string): string {
  const value = Number.parseInt(colour.slice(1), 16)
  const light = 0.299 * (value >> 16) + 0.587 * ((value >> 8) & 255) + 0.114 * (value & 255)
  return light > 120 ? '#10151a' : '#ffffff'
}

/** A shape's name at its upper left, where the shape is wide enough for it. */
function Name({ shape, scale }: { shape: DrawnShape; scale: number }) {
  const { x, y, w } = bounds(shape)
  const long = shape.label.length * LETTER + 8
  if (w * scale < long || !Number.isFinite(x)) return null
  return (
    <g transform={`translate(${x} ${y}) scale(${1 / scale})`} className={css.name}>
      <rect x={0} y={0} width={long} height={16} fill={shape.colour} />
      <text x={4} y={12} fill={textOn(shape.colour)}>
        {shape.label}
      </text>
    </g>
  )
}

const LARGEST = 1200

/** Masks are painted: an outline of their pixels would be as heavy as they are. */
function Masks({ shapes, width, height }: { shapes: readonly DrawnShape[]; width: number; height: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scale = Math.min(1, LARGEST / Math.max(width, height))
  useLayoutEffect(() => {
    const paint = canvas.current?.getContext('2d')
    if (!paint) return
    paint.clearRect(0, 0, width, height)
    for (const { rle, colour } of shapes) {
      if (!rle?.counts) continue
      const tall = rle.size?.[0] ?? height
      paint.fillStyle = colour
      for (const [x, y, length] of strips(runsOf(rle.counts), tall)) {
        paint.fillRect(x * scale, y * scale, Math.max(1, scale), Math.max(1, length * scale))
      }
    }
  }, [shapes, width, height, scale])
  return (
    <canvas
      ref={canvas}
      className={css.masks}
      width={Math.max(1, Math.round(width * scale))}
      height={Math.max(1, Math.round(height * scale))}
    />
  )
}
