/**
 * Scrolling through more pixels than a browser can hold (Chrome stops at 33 million, Firefox at 17).
 *
 * The scrolling box holds a canvas of at most `CANVAS` pixels. Small steps (wheel, touch, keys) move the view
 * by as much as the box; a jump of the scrollbar goes to the same share of the whole. The two drift apart by
 * `shift`, and are brought together when nothing moves. No page in here.
 */
export const CANVAS = 4_000_000

export class LongScroll {
  /** Where the view's top lies in the whole. */
  top = 0
  /** Where the box is scrolled to. */
  private box = 0
  private total = 0
  private view = 0

  /** Height of the canvas in the box. */
  get canvas(): number {
    return Math.max(this.view, Math.min(this.total, CANVAS))
  }

  /** What lies at `y` of the whole is drawn at `y - shift` of the canvas. */
  get shift(): number {
    return this.top - this.box
  }

  private get most(): number {
    return Math.max(0, this.total - this.view)
  }

  private get mostBox(): number {
    return Math.max(0, this.canvas - this.view)
  }

  resize(total: number, view: number): void {
    this.total = total
    this.view = view
    this.top = Math.min(this.top, this.most)
  }

  /** The box was scrolled to `box`. */
  scrolled(box: number): void {
    const step = box - this.box
    const jump = Math.abs(step) > Math.max(this.view * 2, 1_500)
    this.box = box
    this.top = jump ? this.shared(box) : Math.min(this.most, Math.max(0, this.top + step))
  }

  private shared(box: number): number {
    return this.mostBox === 0 ? 0 : (box / this.mostBox) * this.most
  }

  /** Put the view's top at `top`, the box staying where it is: what was drawn there moves with it. */
  keep(top: number): void {
    this.top = Math.min(this.most, Math.max(0, top))
  }

  /** Where the box has to be scrolled to for the view to be at `top`, which is where it will be. */
  moveTo(top: number): number {
    this.keep(top)
    return this.settle()
  }

  /** Bring box and view together: returns what to scroll the box to. Nothing seems to move. */
  settle(): number {
    this.box = this.most === 0 ? 0 : Math.round((this.top / this.most) * this.mostBox)
    return this.box
  }

  /** Whether the box is at an end that the view is not at: then it has to be settled at once. */
  get stuck(): boolean {
    const atTop = this.box <= 0 && this.top > 0
    const atEnd = this.box >= this.mostBox - 1 && this.top < this.most - 1
    return atTop || atEnd
  }
}
