import { Page } from '~/ui/Page'

export function HomePage() {
  return (
    <Page path={['Home']} title="Picsellia">
      <span />
    </Page>
  )
}
