/** Dragging over the grid draws a rectangle, and chooses what it touches. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import type { GridModel } from './model'
import type { Selection } from './selection'

interface Options {
  model: GridModel
  scroller: RefObject<HTMLDivElement | null>
  /** The present `shift` between the whole and the canvas. */
  shiftOf: () => number
  enabled: boolean
  onStart: (keep: boolean) => Selection
  onMark: (indices: number[], base: Selection) => void
}

const SLACK = 6
const EDGE = 48

export function useMarquee(options: Options) {
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(options)
  latest.current = options
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const scroller = options.scroller.current
    if (!options.enabled || !scroller || event.button !== 0 || event.pointerType !== 'mouse') return
    if ((event.target as Element).closest('[role=checkbox]')) return
    const canvas = scroller.firstElementChild as HTMLElement
    const start = pointOf(event.nativeEvent, canvas, options.shiftOf())
    const drag: { base: Selection | null; at: globalThis.PointerEvent; frame: number } = {
      base: null,
      at: event.nativeEvent,
      frame: 0,
    }
    const keep = event.ctrlKey || event.metaKey || event.shiftKey

    const draw = () => {
      const { model, shiftOf, onMark } = latest.current
      if (!drag.base) return
      const end = pointOf(drag.at, canvas, shiftOf())
      const area = {
        x: Math.min(start.x, end.x),
        y: Math.min(start.y, end.y),
        w: Math.abs(end.x - start.x),
        h: Math.abs(end.y - start.y),
      }
      const element = box.current
      if (element) {
        element.hidden = false
        element.style.transform = `translate(${area.x}px, ${area.y - shiftOf()}px)`
        element.style.width = `${area.w}px`
        element.style.height = `${area.h}px`
      }
      onMark(model.within(area), drag.base)
    }
    const creep = () => {
      const frame = scroller.getBoundingClientRect()
      const above = frame.top + EDGE - drag.at.clientY
      const below = drag.at.clientY - (frame.bottom - EDGE)
      const step = above > 0 ? -above / 3 : below > 0 ? below / 3 : 0
      if (step !== 0) {
        scroller.scrollTop += step
        draw()
      }
      drag.frame = requestAnimationFrame(creep)
    }
    const move = (moved: globalThis.PointerEvent) => {
      drag.at = moved
      if (!drag.base) {
        const far = Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY)
        if (far < SLACK) return
        drag.base = latest.current.onStart(keep)
        drag.frame = requestAnimationFrame(creep)
      }
      moved.preventDefault()
      draw()
    }
    const end = () => {
      cancelAnimationFrame(drag.frame)
      if (box.current) box.current.hidden = true
      if (drag.base) addEventListener('click', swallow, { capture: true, once: true })
      // Where no click follows (the pointer was let go elsewhere), nothing may be swallowed later.
      setTimeout(() => removeEventListener('click', swallow, { capture: true }))
      stop.current?.()
    }
    stop.current = () => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', end)
      removeEventListener('pointercancel', end)
      cancelAnimationFrame(drag.frame)
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', end)
    addEventListener('pointercancel', end)
  }
  return { box, onPointerDown }
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

function pointOf(event: { clientX: number; clientY: number }, canvas: HTMLElement, shift: number) {
  const frame = canvas.getBoundingClientRect()
  return { x: event.clientX - frame.left, y: event.clientY - frame.top + shift }
}
