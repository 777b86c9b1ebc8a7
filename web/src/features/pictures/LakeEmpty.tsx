import { Button } from '@mantine/core'
import { Images } from 'lucide-react'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'

/** A lake without pictures, or a filter that none match. */
export function LakeEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <Empty
        title="No picture matches"
        icon={<Images size={28} />}
        actions={
          <Button variant="default" onClick={onClear}>
            Show all pictures
          </Button>
        }
      >
        Try fewer words or tags.
      </Empty>
    )
  }
  const code = [
    'from picsellia.client import Client',
    '',
    `client = Client(api_token="…", host="${location.origin}")`,
    'client.datalake.picture.upload("photos", tags=["first"])',
  ].join('\n')
  return (
    <Empty title="The lake is empty" icon={<Images size={28} />}>
      <p>Drop files or folders anywhere here, or send them from Python:</p>
      <Snippet code={code} />
    </Empty>
  )
}
