import { Badge, Switch } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMay, useSession } from '~/features/accounts/useSession'
import { Files } from '~/features/files/Files'
import { count } from '~/ui/format'
import { Page } from '~/ui/Page'
import { Tabs } from '~/ui/Tabs'
import { homeOf } from './files'
import css from './Models.module.css'
import { type Network, networkFilesQuery, networkQuery } from './queries'
import { ReadmePart } from './ReadmePart'
import { Settings } from './Settings'
import { Side } from './Side'
import { useChange } from './useChange'

const route = getRouteApi('/frame/models/$networkId')

/** A model: its readme, facts, labels, parameters and files; edited in place. */
export function ModelPage() {
  const { networkId } = route.useParams()
  const { tab = 'readme' } = route.useSearch()
  const navigate = route.useNavigate()
  const network = useSuspenseQuery(networkQuery(networkId)).data
  const { organization } = useSession()
  const mine = useMay('member') && network.organization.name === organization.name
  const change = useChange(network)
  return (
    <Page
      title={network.network_name}
      path={[
        <Link key="models" to="/models">
          Models
        </Link>,
        <span key="name" title={network.network_name}>
          <span className="dim">{network.organization.name} / </span>
          {network.network_name}
        </span>,
      ]}
      action={
        mine ? (
          <Switch
            label={network.private ? 'Private' : 'Public'}
            checked={!network.private}
            onChange={(event) => change.mutate({ private: !event.currentTarget.checked })}
          />
        ) : (
          <Badge>{network.private ? 'private' : 'public'}</Badge>
        )
      }
      below={
        <Tabs
          label="Parts of the model"
          value={tab}
          tabs={[
            { value: 'readme', label: 'Readme' },
            { value: 'files', label: 'Files', note: count(Object.keys(network.files).length) },
            ...(mine ? [{ value: 'settings' as const, label: 'Settings' }] : []),
          ]}
          onChange={(next) => void navigate({ search: { tab: next === 'readme' ? undefined : next } })}
        />
      }
    >
      <div className={css.columns}>
        <div className={css.main}>
          {tab === 'readme' ? (
            <ReadmePart network={network} mine={mine} onSave={(readme_text) => change.mutate({ readme_text })} />
          ) : null}
          {tab === 'files' ? <ModelFiles network={network} mine={mine} /> : null}
          {tab === 'settings' ? <Settings network={network} onChange={(body) => change.mutate(body)} /> : null}
        </div>
        <Side network={network} mine={mine} onChange={(body) => change.mutate(body)} />
      </div>
    </Page>
  )
}

function ModelFiles({ network, mine }: { network: Network; mine: boolean }) {
  const files = useQuery(networkFilesQuery(network.model_id))
  return (
    <Files home={homeOf(network.model_id)} files={files.data} error={files.error} may={mine}>
      Weights and configurations belong here.
    </Files>
  )
}
