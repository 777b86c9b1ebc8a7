import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { ApiError } from '~/api/problem'
import { allTagsQuery } from './queries'
import css from './SearchBox.module.css'
import type { LakeFilter, LakeSearch } from './search'
import { suggestions, wordAt } from './suggest'

interface Props {
  filter: LakeFilter
  onChange: (next: Partial<LakeSearch>, replace?: boolean) => void
  error: Error | null
}

const REST_MS = 350

/** The search of the lake, which suggests tags and fields. Applied when the typing rests. */
export function SearchBox({ filter, onChange, error }: Props) {
  const [text, setText] = useState(filter.q)
  const [cursor, setCursor] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const tags = useQuery({ ...allTagsQuery, enabled: combobox.dropdownOpened }).data ?? []
  const { start, word } = wordAt(text, cursor)
  const offered = suggestions(word, tags)

  // The address changed by other means: back, a facet, a pasted link.
  const applied = useRef(filter.q)
  useEffect(() => {
    if (filter.q !== applied.current) {
      applied.current = filter.q
      setText(filter.q)
    }
  }, [filter.q])
  const apply = (q: string) => {
    if (q.trim() === applied.current.trim()) return
    const fresh = (applied.current === '') !== (q.trim() === '')
    applied.current = q.trim()
    onChange({ q: q.trim() || undefined }, !fresh)
  }
  const rest = useRef(apply)
  rest.current = apply
  useEffect(() => {
    const timer = setTimeout(() => rest.current(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text])

  const take = (suggestion: string) => {
    const next = text.slice(0, start) + suggestion + text.slice(cursor)
    setText(next)
    const at = start + suggestion.length
    setCursor(at)
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at))
    combobox.resetSelectedOption()
    if (suggestion.endsWith(' ')) combobox.closeDropdown()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) {
      apply(text)
      combobox.closeDropdown()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (combobox.dropdownOpened) combobox.closeDropdown()
      else if (text) setText('')
      else input.current?.blur()
    }
  }
  const refused = error instanceof ApiError && error.code === 'pictures.query' ? error.message : null
  return (
    <div className={css.search} role="search">
      <Combobox store={combobox} onOptionSubmit={take} withinPortal={false} shadow="md">
        <Combobox.Target>
          <TextInput
            ref={input}
            size="xs"
            placeholder="Search: words, tag:drone, width>1000, before:2021-03"
            aria-label="Search pictures"
            data-page-search
            spellCheck={false}
            autoComplete="off"
            maxLength={1000}
            leftSection={<Search size={14} />}
            rightSection={
              text ? (
                <CloseButton
                  size="sm"
                  aria-label="Clear the search"
                  onClick={() => {
                    setText('')
                    apply('')
                  }}
                />
              ) : null
            }
            error={refused ?? undefined}
            errorProps={{ className: css.refused }}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value)
              setCursor(event.currentTarget.selectionStart ?? event.currentTarget.value.length)
              combobox.openDropdown()
              combobox.resetSelectedOption()
            }}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
            onFocus={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={onKeyDown}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={offered.length === 0}>
          <Combobox.Options>
            {offered.map((one) => (
              <Combobox.Option key={one.text} value={one.text}>
                <span className={css.option}>
                  <span className="ellipsis">{one.label}</span>
                  <span className={css.hint}>{one.hint}</span>
                </span>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  )
}
