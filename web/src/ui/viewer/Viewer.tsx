/** One picture with zoom and pan; what lies over it is drawn in the picture's own pixels. Knows no network. */
import { ActionIcon, Tooltip } from '@mantine/core'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { type PointerEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useActions } from '~/ui/actions'
import css from './Viewer.module.css'
import { centred, fitted, type Place, panned, type Size, zoomed } from './zoom'

interface Props {
  /** Original bytes; undefined while their address is asked for, or where no browser shows them. */
  src: string | undefined
  /** A small one that is there at once. */
  preview: string | undefined
  colour: string | undefined
  name: string
  size: Size
  /** Drawn over the picture; `scale` is window pixels per picture pixel. */
  overlay?: (scale: number) => ReactNode
  /** Said when the bytes cannot be shown. */
  fallback?: ReactNode
}

export function Viewer({ src, preview, colour, name, size, overlay, fallback }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 })
  const [place, setPlace] = useState<Place | null>(null)
  const [loaded, setLoaded] = useState<string>()
  const [broken, setBroken] = useState<string>()
  const { width, height } = size
  const touched = useRef(false)

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      setFrame({ width: element.clientWidth, height: element.clientHeight })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // Another picture is fitted anew; another window only while nobody has zoomed.
  const shown = useRef('')
  useLayoutEffect(() => {
    if (frame.width === 0) return
    const fresh = shown.current !== `${name} ${width} ${height}`
    if (fresh) touched.current = false
    shown.current = `${name} ${width} ${height}`
    if (!touched.current) setPlace(fitted({ width, height }, frame))
  }, [frame, name, width, height])

  const least = Math.min(0.02, fitted(size, frame).scale)
  const zoom = useCallback(
    (factor: number, at?: { x: number; y: number }) => {
      touched.current = true
      const centre = { x: frame.width / 2, y: frame.height / 2 }
      setPlace((present) => present && zoomed(present, factor, at ?? centre, least))
    },
    [frame, least],
  )
  const fitWindow = () => {
    touched.current = false
    setPlace(fitted(size, frame))
  }
  const natural = () => {
    touched.current = true
    setPlace(centred(size, frame, 1))
  }

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    // Not through React, whose wheel listeners cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const rect = element.getBoundingClientRect()
      const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY
      zoom(Math.exp(-step / (event.ctrlKey ? 120 : 400)), { x: event.clientX - rect.left, y: event.clientY - rect.top })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [zoom])

  const pointers = usePanAndPinch((dx, dy) => {
    touched.current = true
    setPlace((present) => present && panned(present, dx, dy, size, frame))
  }, zoom)

  useActions([
    { id: 'zoom-in', name: 'Zoom in', group: 'Picture', keys: '+', run: () => zoom(1.4) },
    { id: 'zoom-out', name: 'Zoom out', group: 'Picture', keys: '-', run: () => zoom(1 / 1.4) },
    { id: 'zoom-fit', name: 'Fit the window', group: 'Picture', keys: '0', run: fitWindow },
    { id: 'zoom-one', name: 'One pixel to one', group: 'Picture', keys: '1', run: natural },
  ])
  return (
    <div className={css.viewer}>
      <div
        ref={box}
        className={css.frame}
        {...pointers}
        onDoubleClick={() => (place?.scale === 1 ? fitWindow() : natural())}
      >
        {place ? (
          <div
            className={css.picture}
            style={{
              width,
              height,
              transform: `translate(${place.x}px, ${place.y}px) scale(${place.scale})`,
              backgroundColor: colour,
            }}
          >
            {preview && loaded !== src ? <img className={css.image} src={preview} alt="" draggable={false} /> : null}
            {src && broken !== src ? (
              <img
                className={css.image}
                data-sharp={place.scale >= 3 || undefined}
                src={src}
                alt={name}
                draggable={false}
                onLoad={() => setLoaded(src)}
                onError={() => setBroken(src)}
              />
            ) : null}
            {overlay ? overlay(place.scale) : null}
          </div>
        ) : null}
      </div>
      {(src === undefined || broken === src) && fallback ? <div className={css.note}>{fallback}</div> : null}
      <div className={css.tools}>
        <span className={css.scale}>{place ? `${Math.round(place.scale * 100)} %` : ''}</span>
        <Tool name="Zoom out" onClick={() => zoom(1 / 1.4)} icon={<ZoomOut size={16} />} />
        <Tool name="Fit the window" onClick={fitWindow} icon={<Maximize size={16} />} />
        <Tool name="Zoom in" onClick={() => zoom(1.4)} icon={<ZoomIn size={16} />} />
      </div>
    </div>
  )
}

function Tool({ name, icon, onClick }: { name: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip label={name}>
      <ActionIcon className={css.tool} aria-label={name} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

/** One pointer pans, two pinch. */
function usePanAndPinch(
  onPan: (dx: number, dy: number) => void,
  onZoom: (factor: number, at: { x: number; y: number }) => void,
) {
  const down = useRef(new Map<number, { x: number; y: number }>())
  const spread = () => {
    const [a, b] = [...down.current.values()]
    return a && b ? { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : null
  }
  const drop = (event: PointerEvent) => {
    down.current.delete(event.pointerId)
  }
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0 && event.button !== 1) return
      event.currentTarget.setPointerCapture(event.pointerId)
      down.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const last = down.current.get(event.pointerId)
      if (!last) return
      const before = spread()
      down.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
      const after = spread()
      if (before && after && before.far > 0) {
        const rect = event.currentTarget.getBoundingClientRect()
        onZoom(after.far / before.far, { x: after.x - rect.left, y: after.y - rect.top })
        onPan(after.x - before.x, after.y - before.y)
      } else onPan(event.clientX - last.x, event.clientY - last.y)
    },
    onPointerUp: drop,
    onPointerCancel: drop,
  }
}
