import { Badge, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CopyButton, Snippet } from '~/ui/Copy'
import { DataTable } from '~/ui/charts/small'
import { InPlace } from '~/ui/InPlace'
import { labelColour } from '~/ui/palette'
import { Time } from '~/ui/Time'
import { Thumb } from './ModelCard'
import css from './Models.module.css'
import { type Network, originQuery } from './queries'
import type { Changes } from './useChange'

interface SideProps {
  network: Network
  mine: boolean
  onChange: (body: Changes) => void
}

/** The facts of a model, edited in place. */
export function Side({ network, mine, onChange }: SideProps) {
  const origin = useQuery(originQuery(network.model_id)).data
  const code = `network = client.network.get("${network.organization.name}/${network.network_name}")\nnetwork.download("model-latest")`
  const labels = Object.entries(network.labels)
  return (
    <aside className={css.side} aria-label="About this model">
      <Thumb network={network} />
      <section>
        <InPlace
          long
          label="Description"
          placeholder={mine ? 'Add a description' : 'No description'}
          maxLength={1000}
          value={network.description}
          disabled={!mine}
          onSave={(description) => onChange({ description })}
        />
        <dl className={css.facts}>
          <dt>Type</dt>
          <dd>{network.type || 'not told'}</dd>
          <dt>Framework</dt>
          <dd>
            <InPlace
              label="Framework"
              placeholder="not told"
              value={network.framework}
              disabled={!mine}
              onSave={(framework) => onChange({ framework })}
            />
          </dd>
          <dt>Owner</dt>
          <dd>{network.owner?.username ?? network.organization.name}</dd>
          <dt>Made</dt>
          <dd>
            <Time at={network.date_created} />
          </dd>
          <dt>Changed</dt>
          <dd>
            <Time at={network.last_update} />
          </dd>
          {origin ? (
            <>
              <dt>From</dt>
              <dd>
                {origin.experiment.id ? (
                  <Link
                    className="link"
                    to="/experiments/$experimentId"
                    params={{ experimentId: origin.experiment.id }}
                  >
                    {origin.experiment.name}
                  </Link>
                ) : (
                  origin.experiment.name
                )}
                {origin.dataset ? <span className="dim"> on {origin.dataset.name}</span> : null}
              </dd>
            </>
          ) : null}
          <dt>Id</dt>
          <dd className="row">
            <span className="mono break">{network.model_id}</span>
            <CopyButton text={network.model_id} label="Copy the id" />
          </dd>
        </dl>
      </section>
      <section>
        <h2>Tags</h2>
        {mine ? (
          <TagsInput
            mt={8}
            size="xs"
            aria-label="Tags"
            placeholder="Add a tag"
            value={network.tag ?? []}
            onChange={(tag) => onChange({ tag })}
          />
        ) : (
          <span className={css.badges}>
            {(network.tag ?? []).map((tag) => (
              <Badge key={tag} color="gray">
                {tag}
              </Badge>
            ))}
          </span>
        )}
      </section>
      <section>
        <h2>Use it</h2>
        <Snippet code={code} />
      </section>
      <section>
        <h2>Labels</h2>
        {labels.length === 0 ? <p className="dim">None.</p> : null}
        <ul className={css.labels}>
          {labels.map(([index, name], i) => (
            <li key={index} className={css.label}>
              <span className={css.dot} style={{ background: labelColour(i) }} />
              <span className="dim">{index}</span> {name}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Base parameters</h2>
        {Object.keys(network.base_parameters).length === 0 ? (
          <p className="dim">None.</p>
        ) : (
          <DataTable data={network.base_parameters} height={320} />
        )}
      </section>
    </aside>
  )
}
