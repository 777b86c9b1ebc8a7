/**
 * A live view: the server's events over one connection, which comes back by itself and hears what it has missed.
 *
 * Where no connection can be had, what is shown is asked for every few seconds. A hidden tab has none. Knows neither
 * React nor queries, and no clock but the one it is given.
 */

/** What an event says: names or numbers alone, so that whoever hears it asks for what it shows. */
export interface Told {
  /** Which ones; null: any may have changed. */
  names?: string[] | null
  lines?: number | null
  what?: string
  resumed?: boolean
  code?: string
}

export interface Listener {
  /** Something has changed. */
  told: (event: string, data: Told) => void
  /** Anything may have changed. */
  missed: () => void
  /** How it hears just now. */
  state?: (state: LiveState) => void
}

export type LiveState = 'connecting' | 'live' | 'polling' | 'hidden' | 'closed'

interface Source {
  addEventListener: (event: string, listener: (event: Event) => void) => void
  close: () => void
}

/** What a view needs of its surroundings; a test brings its own. */
export interface Surroundings {
  connect: (url: string) => Source
  after: (ms: number, run: () => void) => () => void
  hidden: () => boolean
  /** Calls when the tab is hidden or shown, or the network is back. */
  watch: (changed: () => void) => () => void
  chance: () => number
}

const EVENTS = ['open', 'lines', 'data', 'files', 'status', 'experiments', 'reset', 'here', 'closed']
/** The server says something at least every 15 seconds. */
const SILENCE_MS = 40_000
const OPEN_MS = 10_000
const AGAIN_MS = 1_000
const LONGEST_MS = 30_000
const POLL_MS = 5_000
/** Failures in a row after which what is shown is asked for instead. */
const PATIENCE = 2

export class LiveView {
  private source: Source | null = null
  private last = ''
  private failures = 0
  private cancelWatchdog = () => {}
  private cancelRetry = () => {}
  private cancelPoll = () => {}
  private unwatch = () => {}
  private ended = false

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
    private readonly around: Surroundings = browser,
  ) {}

  start(): void {
    this.unwatch = this.around.watch(() => this.changed())
    this.changed()
  }

  stop(): void {
    this.ended = true
    this.unwatch()
    this.release()
  }

  private changed(): void {
    if (this.ended) return
    if (this.around.hidden()) {
      this.release()
      this.listener.state?.('hidden')
    } else if (!this.source) {
      this.failures = 0
      this.connect()
    }
  }

  private release(): void {
    this.source?.close()
    this.source = null
    this.cancelWatchdog()
    this.cancelRetry()
    this.cancelPoll()
  }

  private connect(): void {
    this.cancelRetry()
    const glue = this.url.includes('?') ? '&' : '?'
    const source = this.around.connect(this.last ? `${this.url}${glue}last=${encodeURIComponent(this.last)}` : this.url)
    this.source = source
    if (this.failures < PATIENCE) this.listener.state?.('connecting')
    this.expect(OPEN_MS)
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        // The browser has an event `open` of its own, without data.
        if (this.source === source && 'data' in event) this.hear(name, event as MessageEvent<string>)
      })
    }
    source.addEventListener('error', () => {
      if (this.source === source) this.failed()
    })
  }

  private expect(ms: number): void {
    this.cancelWatchdog()
    this.cancelWatchdog = this.around.after(ms, () => this.failed())
  }

  private hear(name: string, event: MessageEvent<string>): void {
    this.expect(SILENCE_MS)
    if (event.lastEventId) this.last = event.lastEventId
    const data = JSON.parse(event.data) as Told
    if (name === 'open') {
      this.failures = 0
      this.cancelPoll()
      this.listener.state?.('live')
      if (!data.resumed) this.listener.missed()
    } else if (name === 'reset') this.listener.missed()
    else if (name === 'closed') this.closed(data)
    else if (name !== 'here') this.listener.told(name, data)
  }

  private closed(data: Told): void {
    if (data.code === 'stopping') {
      this.failed()
      return
    }
    // The server does not want to be asked again; what is shown says why when it is asked for.
    this.stop()
    this.listener.state?.('closed')
    this.listener.missed()
  }

  private failed(): void {
    this.source?.close()
    this.source = null
    this.cancelWatchdog()
    this.failures += 1
    if (this.failures === PATIENCE) {
      this.listener.state?.('polling')
      this.poll()
    }
    const wait = Math.min(LONGEST_MS, AGAIN_MS * 2 ** (this.failures - 1))
    // A server that comes back is not met by all tabs in the same moment.
    this.cancelRetry = this.around.after(wait * (0.75 + this.around.chance() / 2), () => this.connect())
  }

  private poll(): void {
    this.cancelPoll()
    this.listener.missed()
    this.cancelPoll = this.around.after(POLL_MS, () => this.poll())
  }
}

const browser: Surroundings = {
  connect: (url) => new EventSource(url),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  hidden: () => document.hidden,
  watch(changed) {
    document.addEventListener('visibilitychange', changed)
    addEventListener('online', changed)
    return () => {
      document.removeEventListener('visibilitychange', changed)
      removeEventListener('online', changed)
    }
  },
  chance: Math.random,
}
