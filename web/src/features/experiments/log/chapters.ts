import type { Stream } from '../queries'

type Chapter = Stream['chapters'][number]

/** How long a chapter took, in seconds: until the next one, the end, or the last that was heard. */
export function tookOf(stream: Stream, index: number): number | undefined {
  const chapter = stream.chapters[index]
  const next = stream.chapters[index + 1]?.at ?? stream.ended_at ?? stream.last_at
  if (!chapter || !next) return undefined
  return Math.max(0, (new Date(next).getTime() - new Date(chapter.at).getTime()) / 1000)
}

/** The chapter that a line belongs to; -1 before the first. */
export function chapterAt(chapters: readonly Chapter[], line: number): number {
  let low = 0
  let high = chapters.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((chapters[middle]?.line ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return low - 1
}
