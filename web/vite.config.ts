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
    closeBundle() {
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

export default defineConfig({
  plugins: [react(), precompress()],
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
