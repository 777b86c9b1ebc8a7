import { type RefCallback, useCallback, useRef, useState } from 'react'

/** Whether an element has come near the window: what it needs is asked for only then. */
export function useSeen<T extends Element>(): [boolean, RefCallback<T>] {
  const [seen, setSeen] = useState(false)
  const observer = useRef<IntersectionObserver | null>(null)
  const ref = useCallback((element: T | null) => {
    observer.current?.disconnect()
    if (!element) return
    observer.current = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return
        setSeen(true)
        observer.current?.disconnect()
      },
      { rootMargin: '300px' },
    )
    observer.current.observe(element)
  }, [])
  return [seen, ref]
}
