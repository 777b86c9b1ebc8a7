import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Globe } from 'lucide-react'
import { count, cssColour, many } from '~/ui/format'
import { labelColour } from '~/ui/palette'
import { Time } from '~/ui/Time'
import { useSeen } from '~/ui/useSeen'
import css from './Datasets.module.css'
import { coverQuery, type Label, type Version } from './queries'
import { distinctNames } from './shapes'

/** A dataset by its newest version: a few of its pictures, what it holds, and its labels by their number. */
export function DatasetCard({ version, hub }: { version: Version; hub?: boolean }) {
  const [seen, ref] = useSeen<HTMLAnchorElement>()
  const cover = useQuery(coverQuery(version.dataset_id, seen)).data ?? []
  return (
    <Link
      ref={ref}
      className={css.card}
      to="/datasets/$name/$version"
      params={{ name: version.dataset_name, version: version.version }}
      search={{ owner: hub ? version.organization : undefined }}
    >
      <div className={css.cover} aria-hidden>
        {Array.from({ length: 4 }, (_, i) => {
          const look = cover[i]
          return (
            <span key={i} className={css.shot} style={{ backgroundColor: cssColour(look?.colour) }}>
              {look && look.colour !== null ? (
                <img src={`/api/versions/${version.dataset_id}/pictures/${look.picture_id}/thumbnail/320`} alt="" />
              ) : null}
            </span>
          )
        })}
      </div>
      <div className={css.text}>
        <div className={css.title}>
          <span className="ellipsis" title={version.dataset_name}>
            {version.dataset_name}
          </span>
          <span className={css.version} title={version.version}>
            {version.version}
          </span>
          {version.private ? null : <Globe size={13} className={css.public} aria-label="Public" />}
        </div>
        <div className="dim small">
          {many(version.size, 'picture')} · {many(version.objects, 'object')} · <Time at={version.created_at} />
          {hub ? ` · ${version.organization}` : ''}
        </div>
        {version.description ? <p className={css.description}>{version.description}</p> : null}
        <Histogram labels={version.labels} more={version.label_count - version.labels.length} />
      </div>
    </Link>
  )
}

/** Bars of the commonest labels; more than six are summed up. */
export function Histogram({ labels, more = 0 }: { labels: readonly Label[]; more?: number }) {
  const sorted = labels.toSorted((a, b) => b.objects - a.objects)
  const shown = sorted.slice(0, 5)
  const rest = sorted.length - shown.length + more
  const names = distinctNames(labels)
  const most = Math.max(1, ...shown.map((label) => label.objects))
  if (shown.length === 0) return <p className="dim small">No labels</p>
  return (
    <ul className={css.histogram}>
      {shown.map((label) => (
        <li key={label.id} className={css.bar} title={`${label.name}: ${many(label.objects, 'object')}`}>
          <span className="ellipsis">{names.get(label.id)}</span>
          <span className={css.track}>
            <span
              className={css.fill}
              style={{ width: `${(100 * label.objects) / most}%`, background: labelColour(label.colour) }}
            />
          </span>
          <span className="dim">{count(label.objects)}</span>
        </li>
      ))}
      {rest > 0 ? <li className="dim small">and {many(rest, 'more label')}</li> : null}
    </ul>
  )
}
