import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Boxes, Globe } from 'lucide-react'
import { useState } from 'react'
import { reachable } from '~/api/client'
import { Time } from '~/ui/Time'
import css from './Models.module.css'
import type { Network } from './queries'

/** A model on a shelf: its picture, what it does, where it is from. */
export function ModelCard({ network }: { network: Network }) {
  return (
    <Link className={css.card} to="/models/$networkId" params={{ networkId: network.model_id }}>
      <Thumb network={network} />
      <span className={css.text}>
        <span className={css.title}>
          <span className="ellipsis" title={network.network_name}>
            {network.network_name}
          </span>
          {network.private ? null : <Globe size={13} className={css.public} aria-label="Public" />}
        </span>
        <span className="dim small ellipsis">
          {network.organization.name} · <Time at={network.last_update} />
        </span>
        {network.description ? <span className={css.description}>{network.description}</span> : null}
        <span className={css.badges}>
          {network.type ? <Badge>{network.type}</Badge> : null}
          {network.framework ? <Badge color="gray">{network.framework}</Badge> : null}
          {(network.tag ?? []).slice(0, 4).map((tag) => (
            <Badge key={tag} variant="default">
              {tag}
            </Badge>
          ))}
        </span>
      </span>
    </Link>
  )
}

export function Thumb({ network }: { network: Network }) {
  const [broken, setBroken] = useState(false)
  return (
    <span className={css.thumb}>
      {network.thumb_url && !broken ? (
        <img src={reachable(network.thumb_url)} alt="" onError={() => setBroken(true)} />
      ) : (
        <Boxes size={28} aria-hidden />
      )}
    </span>
  )
}
