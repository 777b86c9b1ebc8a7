import { localStorageColorSchemeManager } from '@mantine/core'

/** The same key as in public/theme.js, which sets the scheme before the first paint. */
export const colorSchemes = localStorageColorSchemeManager({ key: 'picsellia-theme' })
