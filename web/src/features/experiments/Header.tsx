import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { duration } from '~/ui/format'
import { Time } from '~/ui/Time'
import css from './Experiment.module.css'
import type { Experiment, Stream } from './queries'

/** The facts above the charts. */
export function Header({ experiment, stream }: { experiment: Experiment; stream: Stream | null }) {
  const { dataset, previous, source } = experiment
  const end = stream?.ended_at ?? stream?.last_at
  const took =
    stream?.started_at && end ? (new Date(end).getTime() - new Date(stream.started_at).getTime()) / 1000 : undefined
  return (
    <section className={css.header} aria-label="About this experiment">
      {experiment.description ? <p className="break">{experiment.description}</p> : null}
      <dl className={css.facts}>
        <div>
          <dt>Made</dt>
          <dd>
            <Time at={experiment.date_created} />
            {experiment.owner ? ` by ${experiment.owner.username}` : ''}
          </dd>
        </div>
        <div>
          <dt>Changed</dt>
          <dd>
            <Time at={experiment.last_update} />
          </dd>
        </div>
        {took === undefined ? null : (
          <div>
            <dt>Ran</dt>
            <dd>{duration(took)}</dd>
          </div>
        )}
        {stream?.exit_code === null || stream?.exit_code === undefined ? null : (
          <div>
            <dt>Exit code</dt>
            <dd>
              <ExitCode code={stream.exit_code} />
            </dd>
          </div>
        )}
        <div>
          <dt>Dataset</dt>
          <dd>
            {dataset ? (
              <>
                <Link
                  className="link"
                  to="/datasets/$name/$version"
                  params={{ name: dataset.dataset_name, version: dataset.version }}
                  search={{}}
                >
                  {dataset.dataset_name}/{dataset.version}
                </Link>
                {dataset.moved_on ? (
                  <span className={css.moved} title="Its pictures or annotations have changed since it was attached">
                    <TriangleAlert size={12} aria-hidden /> has changed since
                  </span>
                ) : null}
                {dataset.trashed ? <span className={css.moved}>in the trash</span> : null}
              </>
            ) : (
              <span className="dim">none</span>
            )}
          </dd>
        </div>
        {previous ? (
          <div>
            <dt>Started from</dt>
            <dd>
              {previous.id ? (
                <Link className="link" to="/experiments/$experimentId" params={{ experimentId: previous.id }}>
                  {previous.name}
                </Link>
              ) : (
                previous.name
              )}
            </dd>
          </div>
        ) : null}
        {source ? (
          <div>
            <dt>Base model</dt>
            <dd>
              {source.id ? (
                <Link className="link" to="/models/$networkId" params={{ networkId: source.id }}>
                  {source.name}
                </Link>
              ) : (
                source.name
              )}
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  )
}

export function ExitCode({ code }: { code: string }) {
  return (
    <span
      className={css.exit}
      data-good={code === '0' || undefined}
      title={code === '0' ? 'It ended well' : 'It failed'}
    >
      {code === '0' ? '0, well' : `${code}, failed`}
    </span>
  )
}
