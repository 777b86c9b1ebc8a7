// Before the first paint, so that a dark page never flashes white. A file of its own: the page may hold no inline script.
;(() => {
  let chosen = null
  try {
    chosen = localStorage.getItem('picsellia-theme')
  } catch {
    // Storage is closed to us: the system's choice is as good.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
