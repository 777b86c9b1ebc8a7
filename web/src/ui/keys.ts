/** Keys: parsing, matching, sequences such as `g d`. No React and no page in here; see `actions.tsx`. */

export interface Chord {
  key: string
  mod: boolean
  shift: boolean
  alt: boolean
}

const NAMED: Record<string, string> = {
  esc: 'escape',
  left: 'arrowleft',
  right: 'arrowright',
  up: 'arrowup',
  down: 'arrowdown',
  space: ' ',
  del: 'delete',
}

export interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** `Ctrl+K` or `g d`: chords apart by blanks, keys of a chord by `+`. `Ctrl` is the command key on a Mac. */
export function parse(keys: string): Chord[] {
  return keys
    .trim()
    .split(/\s+/)
    .map((text) => {
      const parts = text === '+' ? ['+'] : text.split('+').map((part) => part.toLowerCase())
      const key = parts.at(-1) ?? ''
      return {
        key: NAMED[key] ?? key,
        mod: parts.includes('ctrl') && key !== 'ctrl',
        shift: parts.includes('shift') && key !== 'shift',
        alt: parts.includes('alt') && key !== 'alt',
      }
    })
}

function fits(chord: Chord, pressed: Pressed): boolean {
  const key = pressed.key.toLowerCase()
  if (key !== chord.key) return false
  if (chord.mod !== (pressed.ctrlKey || pressed.metaKey) || chord.alt !== pressed.altKey) return false
  // `?` needs shift on most keyboards: for signs the sign itself is what counts.
  const letter = /^[a-z]$/.test(chord.key) || chord.key.length > 1
  return !letter || chord.shift === pressed.shiftKey
}

/** Follows what is pressed and says which of the known sequences is complete. */
export class Sequences {
  private begun: Pressed[] = []
  private at = 0
  private readonly patience: number

  constructor(patience = 900) {
    this.patience = patience
  }

  /** The first sequence that `pressed` completes, or `'more'` while one is under way. */
  press<T extends { chords: Chord[] }>(pressed: Pressed, known: readonly T[], time: number): T | 'more' | undefined {
    if (time - this.at > this.patience) this.begun = []
    this.at = time
    for (const tried of [[...this.begun, pressed], [pressed]]) {
      const alive = known.filter((one) => tried.every((each, i) => one.chords[i] && fits(one.chords[i], each)))
      const done = alive.find((one) => one.chords.length === tried.length)
      if (done) {
        this.begun = []
        return done
      }
      if (alive.length > 0) {
        this.begun = tried
        return 'more'
      }
    }
    this.begun = []
    return undefined
  }
}

const SHOWN: Record<string, string> = {
  escape: 'Esc',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  enter: 'Enter',
  delete: 'Del',
  ' ': 'Space',
  home: 'Home',
  end: 'End',
}

/** A chord as it is printed on keys: `['Ctrl', 'K']`. */
export function printed(chord: Chord, mac: boolean): string[] {
  const key = SHOWN[chord.key] ?? (chord.key.length === 1 ? chord.key.toUpperCase() : chord.key)
  const shown = /^[a-z]$/.test(chord.key) && !chord.mod && !chord.shift ? chord.key : key
  return [
    ...(chord.mod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(chord.alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(chord.shift ? [mac ? '⇧' : 'Shift'] : []),
    shown,
  ]
}
