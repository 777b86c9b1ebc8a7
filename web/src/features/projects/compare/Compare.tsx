import { Button, CloseButton, Slider, Switch, useComputedColorScheme } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo, useRef } from 'react'
import { useActions } from '~/ui/actions'
import { Tiles } from '~/ui/charts/Tile'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { curveColour } from '~/ui/palette'
import { Lines } from '~/ui/Waiting'
import { ExperimentStatus } from '../ExperimentStatus'
import type { ProjectTabProps } from '../ProjectPage'
import css from '../Projects.module.css'
import { type Experiment, sharedQuery } from '../queries'
import { ComparedTile } from './ComparedTile'
import { Parameters } from './Parameters'

/** Two experiments or many: what they have in common, over and beside each other. */
export function Compare({ project, search, onSearch }: ProjectTabProps) {
  const ids = search.with ?? []
  const shared = useQuery({
    ...sharedQuery(project.project_id, ids),
    enabled: ids.length > 1,
    placeholderData: keepPreviousData,
  })
  const latest = useRef(onSearch)
  latest.current = onSearch
  const zoom = useMemo<[number, number] | undefined>(
    () => (search.from !== undefined && search.to !== undefined ? [search.from, search.to] : undefined),
    [search.from, search.to],
  )
  const onZoom = useCallback(
    (next: [number, number] | undefined) => latest.current({ from: next?.[0], to: next?.[1] }, true),
    [],
  )
  const log = search.log ?? false
  useActions([
    {
      id: 'compare-log',
      name: log ? 'Linear scale' : 'Logarithmic scale',
      group: 'Comparison',
      keys: 'y',
      run: () => onSearch({ log: log ? undefined : true }, true),
    },
    {
      id: 'compare-whole',
      name: 'Show the whole range',
      group: 'Comparison',
      keys: '0',
      run: () => onZoom(undefined),
      disabled: !zoom,
    },
  ])
  if (ids.length < 2) {
    return <Empty title="Nothing to compare">Select two experiments or more in the table, then Compare.</Empty>
  }
  if (shared.error) return <Failure error={shared.error} retry={() => void shared.refetch()} />
  if (!shared.data) return <Lines />
  const { experiments, assets } = shared.data
  const drop = (id: string) => onSearch({ with: ids.filter((one) => one !== id) })
  const tiles = assets
    .filter((asset) => asset.name !== 'parameters' && asset.type !== 'labelmap' && asset.type !== 'evaluation')
    .toSorted((a, b) => Number(b.type === 'line') - Number(a.type === 'line'))
  return (
    <div className={css.compared}>
      <Chips experiments={experiments} onDrop={drop} />
      {assets.some((asset) => asset.name === 'parameters' && asset.type === 'table') ? (
        <Parameters
          project={project.project_id}
          experiments={experiments}
          ids={ids}
          only={search.differ === 'only'}
          onOnly={(only) => onSearch({ differ: only ? 'only' : undefined }, true)}
        />
      ) : null}
      {tiles.some((asset) => asset.type === 'line') ? (
        <div className={css.controls}>
          <span className="dim">Smoothing</span>
          <Slider
            w={160}
            size="sm"
            min={0}
            max={0.99}
            step={0.01}
            label={(value) => value.toFixed(2)}
            thumbLabel="Smoothing"
            value={search.smooth ?? 0}
            onChange={(smooth) => onSearch({ smooth: smooth || undefined }, true)}
          />
          <Switch
            label="Log scale"
            checked={log}
            onChange={(event) => onSearch({ log: event.currentTarget.checked || undefined }, true)}
          />
          {zoom ? (
            <Button variant="default" onClick={() => onZoom(undefined)}>
              Whole range
            </Button>
          ) : null}
        </div>
      ) : null}
      {tiles.length === 0 ? (
        <p className="dim">They share no data of the same name and type.</p>
      ) : (
        <Tiles>
          {tiles.map((asset) => (
            <ComparedTile
              key={`${asset.type} ${asset.name}`}
              project={project.project_id}
              ids={ids}
              asset={asset}
              experiments={experiments}
              smoothing={search.smooth ?? 0}
              log={log}
              zoom={zoom}
              onZoom={onZoom}
            />
          ))}
        </Tiles>
      )}
    </div>
  )
}

function Chips({ experiments, onDrop }: { experiments: readonly Experiment[]; onDrop: (id: string) => void }) {
  const dark = useComputedColorScheme('light') === 'dark'
  return (
    <div className={css.chips}>
      {experiments.map((one, i) => (
        <span key={one.id} className={css.chip}>
          <span className={css.dot} style={{ background: curveColour(i, dark) }} />
          <Link to="/experiments/$experimentId" params={{ experimentId: one.id }} title={one.name}>
            {one.name}
          </Link>
          <ExperimentStatus status={one.status} />
          <CloseButton size="xs" aria-label={`Drop ${one.name}`} onClick={() => onDrop(one.id)} />
        </span>
      ))}
    </div>
  )
}
