import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Empty } from '~/ui/Empty'

export function NotFound() {
  return (
    <main id="content">
      <Empty
        title="There is nothing at this address"
        actions={
          <Button component={Link} to="/" variant="default">
            Go home
          </Button>
        }
      >
        The link may be misspelt, or what it led to has been renamed or deleted.
      </Empty>
    </main>
  )
}
