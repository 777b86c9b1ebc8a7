// Writes src/api/schema.gen.ts from docs/reference/openapi.json, which `./dev openapi` writes from the routes.
// With --check it only compares, and fails where they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const source = new URL('../../docs/reference/openapi.json', import.meta.url)
const target = new URL('../src/api/schema.gen.ts', import.meta.url)
const tree = await openapiTS(JSON.parse(readFileSync(source, 'utf8')), { alphabetize: true, defaultNonNullable: false })
const text = `// Written by \`npm run openapi\` from docs/reference/openapi.json. Not to be edited.\n\n${astToString(tree)}`

if (!process.argv.includes('--check')) writeFileSync(target, text)
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write(
    'src/api/schema.gen.ts is older than the routes. Run: ./dev openapi && npm --prefix web run openapi\n',
  )
  process.exit(1)
}
