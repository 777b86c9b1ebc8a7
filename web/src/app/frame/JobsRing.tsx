export function JobsRing(_: { className?: string; nameClass?: string }) {
  return null
}
