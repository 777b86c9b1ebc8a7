import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const OUT = process.env.WEB_OUT ?? 'dist'

/** Writes `.br` and `.gz` beside every text asset, so that the server compresses nothing. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle() {
      const folder = join(OUT, 'assets')
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue
        const body = readFileSync(join(folder, name))
        if (body.length < 1024) continue
        writeFileSync(join(folder, `${name}.gz`), gzipSync(body, { level: 9 }))
        const params = { [constants.BROTLI_PARAM_QUALITY]: 10 }
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(body, { params }))
      }
    },
  }
}

const MANTINE = join(import.meta.dirname, 'node_modules', '@mantine', 'core', 'styles')
const classes = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g))

/** Fails the build when a component of Mantine is used whose styles `src/app/mantine.ts` does not import. */
function wholeMantine(): Plugin {
  return {
    name: 'whole-mantine',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.values(bundle)
      const css = files.map((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? `${file.source}` : ''))
      const styled = classes(css.join('\n'))
      const used = classes(files.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n'))
      const missing = readdirSync(MANTINE)
        .filter((name) => name.endsWith('.layer.css'))
        .filter((name) =>
          [...classes(readFileSync(join(MANTINE, name), 'utf8'))].some((one) => used.has(one) && !styled.has(one)),
        )
      if (missing.length > 0) this.error(`src/app/mantine.ts lacks ${missing.join(', ')}`)
    },
  }
}

export default defineConfig({
  plugins: [react(), wholeMantine(), precompress()],
  resolve: { alias: { '~': join(import.meta.dirname, 'src') } },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/api': process.env.PICSELLIA_HOST ?? 'http://127.0.0.1:8000',
      '/blobs': process.env.PICSELLIA_HOST ?? 'http://127.0.0.1:8000',
    },
  },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // No inline script and no data: address may be needed to run the app; see the server's http/web.py.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
})
