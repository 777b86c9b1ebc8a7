/**
 * uPlot makes a format of the browser's language as it loads, which throws where that is none: a browser started
 * with LANG=C says `en-US@posix`. To be imported before it.
 */
try {
  new Intl.NumberFormat(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true })
}
