import { Button, Textarea } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { Empty } from '~/ui/Empty'
import { Lines } from '~/ui/Waiting'
import type { Network } from './queries'

const Readme = lazy(() => import('./Readme').then((module) => ({ default: module.Readme })))

/** The readme, and its source to be edited. */
export function ReadmePart({
  network,
  mine,
  onSave,
}: {
  network: Network
  mine: boolean
  onSave: (text: string) => void
}) {
  const [draft, setDraft] = useState<string | null>(null)
  if (draft !== null) {
    return (
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onSave(draft)
          setDraft(null)
        }}
      >
        <Textarea
          aria-label="Readme, in Markdown"
          autoFocus
          autosize
          minRows={16}
          classNames={{ input: 'mono' }}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit">Save</Button>
          <Button variant="default" onClick={() => setDraft(null)}>
            Cancel
          </Button>
          <span className="dim small">Markdown; HTML is left out.</span>
        </div>
      </form>
    )
  }
  const edit = mine ? (
    <Button variant="default" onClick={() => setDraft(network.readme_text ?? '')}>
      {network.readme_text ? 'Edit the readme' : 'Write a readme'}
    </Button>
  ) : null
  if (!network.readme_text) {
    return (
      <Empty title="No readme" actions={edit}>
        What the model is for, what it was trained on, how good it is.
      </Empty>
    )
  }
  return (
    <div className="stack">
      <Suspense fallback={<Lines />}>
        <Readme text={network.readme_text} />
      </Suspense>
      <div>{edit}</div>
    </div>
  )
}
