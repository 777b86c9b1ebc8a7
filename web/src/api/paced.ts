const SHORTEST_MS = 200
/** A server that was away for a while is not to be punished for it. */
const LONGEST_MS = 3_000
/** Of the time, work takes at most one part in so many. */
const SHARE = 3

/**
 * Does work for what was marked, soon and never twice at a time: what is marked while it works waits for its end, and
 * for a pause as long as the work deserves. A flood of marks is a few turns a second.
 */
export class Paced<T> {
  private marked = new Set<T>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private busy = false
  private ready = 0
  private ended = false

  constructor(private readonly work: (marked: ReadonlySet<T>) => Promise<unknown>) {}

  mark(...what: readonly T[]): void {
    for (const one of what) this.marked.add(one)
    this.plan()
  }

  stop(): void {
    this.ended = true
    clearTimeout(this.timer)
  }

  private plan(): void {
    if (this.busy || this.ended || this.timer !== undefined || this.marked.size === 0) return
    this.timer = setTimeout(() => void this.turn(), Math.max(0, this.ready - performance.now()))
  }

  private async turn(): Promise<void> {
    this.timer = undefined
    this.busy = true
    const marked = this.marked
    this.marked = new Set()
    const begun = performance.now()
    try {
      await this.work(marked)
    } catch {
      // Who shows it shows the error as well.
    } finally {
      const now = performance.now()
      this.ready = now + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (SHARE - 1) * (now - begun)))
      this.busy = false
      this.plan()
    }
  }
}
