import { oneOf, type Raw, text, texts } from '~/app/address'

export interface ModelsSearch {
  q?: string
  shelf?: 'hub'
  tag?: string[]
  type?: string
  framework?: string
  order?: 'created' | 'name' | '-name'
}

export function modelsSearch(raw: Raw): ModelsSearch {
  return {
    q: text(raw.q),
    shelf: oneOf(raw.shelf, ['hub']),
    tag: texts(raw.tag),
    type: text(raw.type),
    framework: text(raw.framework),
    order: oneOf(raw.order, ['created', 'name', '-name']),
  }
}

export interface ModelSearch {
  tab?: 'files' | 'settings'
}

export function modelSearch(raw: Raw): ModelSearch {
  return { tab: oneOf(raw.tab, ['files', 'settings']) }
}
