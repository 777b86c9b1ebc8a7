import { Button, Slider, Switch } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartLine, ChevronDown, ChevronRight } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useActions } from '~/ui/actions'
import { Snippet } from '~/ui/Copy'
import { Scalar } from '~/ui/charts/small'
import { Tiles } from '~/ui/charts/Tile'
import { Empty } from '~/ui/Empty'
import { count } from '~/ui/format'
import { AssetTile } from './AssetTile'
import css from './Experiment.module.css'
import type { ExperimentTabProps } from './ExperimentPage'
import { type DataAsset, namedAssetQuery } from './queries'

/** Names that have a place of their own. */
const ELSEWHERE = new Set(['evaluation'])

/** All that was logged, as tiles in groups by the part of the name before `/`. */
export function ChartsTab({ experiment, assets, search, live, onSearch }: ExperimentTabProps) {
  const smoothing = search.smooth ?? 0
  const zoom = useMemo<[number, number] | undefined>(
    () => (search.from !== undefined && search.to !== undefined ? [search.from, search.to] : undefined),
    [search.from, search.to],
  )
  const onZoom = useCallback(
    (next: [number, number] | undefined) => onSearch({ from: next?.[0], to: next?.[1] }, true),
    [onSearch],
  )
  useActions([
    {
      id: 'charts-log',
      name: search.log ? 'Linear scale' : 'Logarithmic scale',
      group: 'Charts',
      keys: 'y',
      run: () => onSearch({ log: search.log ? undefined : true }, true),
    },
    {
      id: 'charts-whole',
      name: 'Show the whole range',
      group: 'Charts',
      keys: '0',
      run: () => onZoom(undefined),
      disabled: !zoom,
    },
  ])
  const wanted = (search.q ?? '').toLowerCase()
  const shown = assets.filter(
    (asset) => !ELSEWHERE.has(asset.type) && asset.name.toLowerCase().includes(wanted) && asset.type !== 'value',
  )
  const values = assets.filter((asset) => asset.type === 'value' && asset.name.toLowerCase().includes(wanted))
  const groups = grouped(shown)
  if (assets.length === 0) return <NothingLogged id={experiment.id} live={live} />
  return (
    <div className={css.charts}>
      {values.length > 0 ? (
        <div className={css.summary}>
          {values.map((asset) => (
            <Summary key={asset.name} id={experiment.id} asset={asset} />
          ))}
        </div>
      ) : null}
      {shown.some((asset) => asset.type === 'line') ? (
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
            value={smoothing}
            onChange={(smooth) => onSearch({ smooth: smooth || undefined }, true)}
          />
          <Switch
            label="Log scale"
            checked={search.log ?? false}
            onChange={(event) => onSearch({ log: event.currentTarget.checked || undefined }, true)}
          />
          {zoom ? (
            <Button variant="default" onClick={() => onZoom(undefined)}>
              Whole range
            </Button>
          ) : null}
        </div>
      ) : null}
      {groups.map(([name, members]) => (
        <Group key={name} name={name} many={members.length}>
          <Tiles>
            {members.map((asset) => (
              <AssetTile
                key={asset.name}
                id={experiment.id}
                asset={asset}
                smoothing={smoothing}
                log={search.log ?? false}
                zoom={zoom}
                onZoom={onZoom}
              />
            ))}
          </Tiles>
        </Group>
      ))}
      {shown.length + values.length === 0 ? <p className="dim">Nothing by that name.</p> : null}
    </div>
  )
}

/** Curves first, so that what is of one height stands in one row. */
const ORDER = ['line', 'bar', 'heatmap', 'image', 'table', 'labelmap']

function place(asset: DataAsset): number {
  const at = ORDER.indexOf(asset.type)
  return at < 0 ? ORDER.length : at
}

/** Groups by the part before the first `/`: those with curves first, then what has no such part, then the rest. */
function grouped(assets: readonly DataAsset[]): [string, DataAsset[]][] {
  const groups = new Map<string, DataAsset[]>()
  for (const asset of assets) {
    const cut = asset.name.indexOf('/')
    const name = cut > 0 ? asset.name.slice(0, cut) : ''
    groups.set(name, [...(groups.get(name) ?? []), asset])
  }
  for (const members of groups.values()) members.sort((a, b) => place(a) - place(b))
  const rank = ([name, members]: [string, DataAsset[]]) =>
    members.some((asset) => asset.type === 'line') ? 0 : name === '' ? 1 : 2
  return [...groups].sort((a, b) => rank(a) - rank(b) || a[0].localeCompare(b[0]))
}

interface GroupProps {
  name: string
  many: number
  children: React.ReactNode
}

function Group({ name, many, children }: GroupProps) {
  const [open, setOpen] = useState(true)
  if (name === '') return children
  return (
    <section className="stack">
      <button type="button" className={css.group} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        <span>{name}</span>
        <span className="dim small">{count(many)}</span>
      </button>
      {open ? children : null}
    </section>
  )
}

/** A value as a big number. What lists bring of it is enough where it is a number. */
function Summary({ id, asset }: { id: string; asset: DataAsset }) {
  const last = Object.values(asset.last ?? {})[0]
  const whole = useQuery({
    ...namedAssetQuery(id, asset.name, last === undefined),
    placeholderData: keepPreviousData,
  }).data
  const value = last ?? (whole?.data as { value?: unknown } | undefined)?.value
  return (
    <div className={css.value}>
      <span className={css.number}>
        <Scalar value={value} />
      </span>
      <span className="dim small break">{asset.name}</span>
    </div>
  )
}

function NothingLogged({ id, live }: { id: string; live: boolean }) {
  const code = [
    'from picsellia.client import Client',
    '',
    `experiment = Client.Experiment(api_token="…", host="${location.origin}")`,
    `run = experiment.checkout("${id}")`,
    'run.log("train/loss", [0.9], "line")',
  ].join('\n')
  return (
    <Empty title={live ? 'Nothing logged so far' : 'Nothing was logged'} icon={<ChartLine size={28} />}>
      <p>What a training logs appears here at once:</p>
      <Snippet code={code} />
    </Empty>
  )
}
