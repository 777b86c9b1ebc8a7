/** A number to its last digit where that is short, else to eight: what the cursor points at. */
export function precise(value: number): string {
  const exact = `${value}`
  return exact.length <= 10 ? exact : `${Number(value.toPrecision(8))}`
}
