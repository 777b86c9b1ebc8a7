/**
 * What can be done on the page: each action has a name, perhaps keys, and shows up in the palette and the `?` sheet.
 *
 * A component declares its actions with `useActions`; the ones declared last win over the ones of the page below.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { type Chord, parse, Sequences } from './keys'

export interface Action {
  id: string
  name: string
  /** Heading in the sheet and the palette. */
  group: string
  run: () => void
  keys?: string | string[]
  /** Also while typing in a field. */
  always?: boolean
  /** Not offered in the palette: makes no sense without a pointer or a focus. */
  keysOnly?: boolean
  disabled?: boolean
}

interface Layer {
  actions: readonly Action[]
}

interface Bound {
  action: Action
  chords: Chord[]
}

let layers: readonly Layer[] = []
let flat: readonly Action[] = []
const watchers = new Set<() => void>()

function set(next: readonly Layer[]): void {
  layers = next
  flat = layers.toReversed().flatMap((layer) => layer.actions.filter((action) => !action.disabled))
  for (const watcher of watchers) watcher()
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** Every action of the page, the newest declaration first. */
export function useAllActions(): readonly Action[] {
  return useSyncExternalStore(watch, () => flat)
}

/** Offer these actions while the component is there. Cheap to call with new closures on every render. */
export function useActions(actions: readonly Action[]): void {
  const latest = useRef(actions)
  const layer = useRef<Layer | null>(null)
  const shape = actions.map((action) => `${action.id}:${action.keys}:${action.disabled}:${action.name}`).join('|')

  useEffect(() => {
    latest.current = actions
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for what the closures do not change
  useEffect(() => {
    const mine: Layer = {
      actions: latest.current.map((action) => ({
        ...action,
        run: () => latest.current.find((one) => one.id === action.id)?.run(),
      })),
    }
    layer.current = mine
    set([...layers, mine])
    return () => set(layers.filter((one) => one !== mine))
  }, [shape])
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button', 'submit'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** Whether the key belongs to something that floats above the page: a dialog, a menu, a list of suggestions. */
function floating(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog],[role=menu],[role=listbox]') !== null
}

/** Listen to the whole page; called once by the frame. */
export function useKeyboard(): void {
  useEffect(() => {
    const sequences = new Sequences()
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
      const inField = typing(event.target)
      const known: Bound[] = flat
        .filter((action) => action.keys && (action.always || !(inField || floating(event.target))))
        .flatMap((action) => [action.keys ?? []].flat().map((keys) => ({ action, chords: parse(keys) })))
      const hit = sequences.press(event, known, event.timeStamp)
      if (hit === undefined) return
      if (hit === 'more') return
      event.preventDefault()
      hit.action.run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
