import { expect, test } from 'vitest'
import { LiveView, type Told } from './live'
import { Paced } from './paced'

/** A browser of which the test has the clock, the connections and the eyes. */
class World {
  now = 0
  seen = true
  opened: FakeSource[] = []
  heard: [string, Told][] = []
  missed = 0
  states: string[] = []
  private timers: { at: number; run: () => void }[] = []
  private watcher = () => {}

  view = new LiveView(
    '/stream',
    {
      told: (event, data) => this.heard.push([event, data]),
      missed: () => {
        this.missed += 1
      },
      state: (state) => this.states.push(state),
    },
    {
      connect: (url) => {
        const source = new FakeSource(url)
        this.opened.push(source)
        return source
      },
      after: (ms, run) => {
        const timer = { at: this.now + ms, run }
        this.timers.push(timer)
        return () => {
          this.timers = this.timers.filter((one) => one !== timer)
        }
      },
      hidden: () => !this.seen,
      watch: (changed) => {
        this.watcher = changed
        return () => {
          this.watcher = () => {}
        }
      },
      chance: () => 0.5,
    },
  )

  get source(): FakeSource {
    const last = this.opened.at(-1)
    if (!last) throw new Error('nothing was opened')
    return last
  }

  look(seen: boolean): void {
    this.seen = seen
    this.watcher()
  }

  pass(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const next = this.timers.sort((a, b) => a.at - b.at)[0]
      if (!next || next.at > end) break
      this.timers.shift()
      this.now = next.at
      next.run()
    }
    this.now = end
  }
}

class FakeSource {
  closed = false
  private listeners = new Map<string, (event: Event) => void>()
  constructor(readonly url: string) {}

  addEventListener(event: string, listener: (event: Event) => void): void {
    this.listeners.set(event, listener)
  }

  close(): void {
    this.closed = true
  }

  say(event: string, data: Told = {}, lastEventId = ''): void {
    this.listeners.get(event)?.({ data: JSON.stringify(data), lastEventId } as unknown as Event)
  }

  native(event: string): void {
    this.listeners.get(event)?.({ type: event } as Event)
  }
}

function open(): World {
  const world = new World()
  world.view.start()
  world.source.native('open')
  world.source.say('open', { resumed: false }, 'a-0')
  return world
}

test('what is told is heard, and a view that has just begun asks for all once', () => {
  const world = open()
  world.source.say('data', { names: ['loss'] }, 'a-1')

  expect(world.missed).toBe(1)
  expect(world.heard).toEqual([['data', { names: ['loss'] }]])
  expect(world.states).toEqual(['connecting', 'live'])
})

test('a connection that breaks comes back with the last id, and asks for nothing that it has not missed', () => {
  const world = open()
  world.source.say('data', { names: ['loss'] }, 'a-1')
  world.source.native('error')
  world.pass(1_000)
  world.source.say('open', { resumed: true }, 'a-1')
  world.source.say('lines', { lines: 3 }, 'a-2')

  expect(world.opened.map((source) => source.url)).toEqual(['/stream', '/stream?last=a-1'])
  expect(world.opened[0]?.closed).toBe(true)
  expect(world.missed).toBe(1)
  expect(world.heard.at(-1)).toEqual(['lines', { lines: 3 }])
})

test('a server that has forgotten the id, or has lost notifications, makes it ask for all', () => {
  const world = open()
  world.source.native('error')
  world.pass(1_000)
  world.source.say('open', { resumed: false }, 'b-0')
  world.source.say('reset', {}, '')

  expect(world.missed).toBe(3)
})

test('without a connection it polls slowly and tries again ever later, and stops polling once it hears', () => {
  const world = new World()
  world.view.start()
  for (let i = 0; i < 60; i++) {
    if (!world.source.closed) world.source.native('error')
    world.pass(5_000)
  }
  const tries = world.opened.length

  expect(world.states).toContain('polling')
  expect(tries).toBeGreaterThan(8)
  expect(tries).toBeLessThan(20)
  expect(world.missed).toBeGreaterThan(50)
  expect(world.missed).toBeLessThan(62)

  while (world.source.closed) world.pass(1_000)
  world.source.say('open', { resumed: false }, 'c-0')
  const before = world.missed
  world.pass(30_000)
  expect(world.missed).toBe(before)
  expect(world.states.at(-1)).toBe('live')
})

test('a hidden tab has no connection and asks for nothing; looked at again it resumes', () => {
  const world = open()
  world.source.say('lines', { lines: 1 }, 'a-5')
  world.look(false)
  world.pass(600_000)

  expect(world.source.closed).toBe(true)
  expect(world.opened).toHaveLength(1)
  expect(world.missed).toBe(1)

  world.look(true)
  expect(world.source.url).toBe('/stream?last=a-5')
})

test('a connection that has gone silent is taken for dead', () => {
  const world = open()
  world.pass(15_000)
  world.source.say('here')
  world.pass(39_000)
  expect(world.source.closed).toBe(false)
  world.pass(3_000)

  expect(world.opened).toHaveLength(2)
})

test('a connection that never says a word, as behind a proxy that gathers answers, is given up', () => {
  const world = new World()
  world.view.start()
  world.source.native('open')
  world.pass(22_000)

  expect(world.states).toContain('polling')
  expect(world.missed).toBeGreaterThan(0)
})

test('who may not look any more is not connected again, but shows why', () => {
  const world = open()
  world.source.say('closed', { code: 'experiments.unknown' })
  world.pass(600_000)

  expect(world.opened).toHaveLength(1)
  expect(world.missed).toBe(2)
  expect(world.states.at(-1)).toBe('closed')
})

test('a server that stops is asked again', () => {
  const world = open()
  world.source.say('closed', { code: 'stopping' })
  world.pass(1_500)

  expect(world.opened).toHaveLength(2)
})

test('a view that was stopped hears nothing more', () => {
  const world = open()
  const { source } = world
  world.view.stop()
  source.say('data', { names: ['late'] })
  world.look(true)
  world.pass(600_000)

  expect(source.closed).toBe(true)
  expect(world.heard).toEqual([])
  expect(world.opened).toHaveLength(1)
})

test('a flood of marks is few turns, never two at once, and nothing marked is lost', async () => {
  let running = 0
  let most = 0
  const turns: string[][] = []
  const paced = new Paced<string>(async (marked) => {
    running += 1
    most = Math.max(most, running)
    turns.push([...marked])
    await new Promise((done) => setTimeout(done, 20))
    running -= 1
  })
  const end = performance.now() + 500
  let n = 0
  while (performance.now() < end) {
    paced.mark(`${n++}`)
    await new Promise((done) => setTimeout(done, 2))
  }
  paced.mark('last')
  await new Promise((done) => setTimeout(done, 500))
  paced.stop()

  expect(most).toBe(1)
  expect(turns.length).toBeLessThan(7)
  expect(new Set(turns.flat()).size).toBe(n + 1)
})

test('work that fails is no end', async () => {
  let calls = 0
  const paced = new Paced<string>(() => {
    calls += 1
    return Promise.reject(new Error('away'))
  })
  paced.mark('a')
  await new Promise((done) => setTimeout(done, 50))
  paced.mark('b')
  await new Promise((done) => setTimeout(done, 400))
  paced.stop()

  expect(calls).toBe(2)
})
