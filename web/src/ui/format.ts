/** Numbers, sizes and times as people read them. The exact value stands in the title of the part that shows them. */

const whole = new Intl.NumberFormat('en')
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 })
const sizes = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const dayTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
const utcTime = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'UTC',
})
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })

export function count(value: number): string {
  return whole.format(value)
}

/** `3 pictures`, `1 picture`. */
export function many(value: number, one: string, more = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : more}`
}

/** A measured value: five significant digits, exponents where a person would use them. */
export function measure(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e7 || size < 1e-4) return value.toExponential(3).replace('e+', 'e')
  return short.format(value)
}

/** `3.2 GB`: decimal units, as disks are sold. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let left = value
  let unit = 0
  while (left >= 999.5 && unit < units.length - 1) {
    left /= 1000
    unit += 1
  }
  return `${unit === 0 ? left : sizes.format(left)} ${units[unit]}`
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** `4 min ago`; `now` below half a minute. */
export function ago(moment: Date, now: Date): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit).replace('.', '')
  }
  if (Math.abs(seconds) < 30) return 'just now'
  return relative.format(Math.trunc(seconds), 'second').replace('.', '')
}

/** In the reader's zone, with the same moment in UTC. */
export function exact(moment: Date): string {
  return `${dayTime.format(moment)} (UTC: ${utcTime.format(moment)})`
}

export function date(moment: Date): string {
  return day.format(moment)
}

/** `1 h 04 min`, `12.3 s`. */
export function duration(seconds: number): string {
  if (seconds < 0.95) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${sizes.format(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** A colour as the server keeps it, 0xRRGGBB, for a style sheet. */
export function cssColour(value: number | null | undefined): string | undefined {
  return value === null || value === undefined ? undefined : `#${value.toString(16).padStart(6, '0')}`
}
