import { useSuspenseQuery } from '@tanstack/react-query'
import { BarChart } from '~/ui/charts/BarChart'
import { Tile, Tiles } from '~/ui/charts/Tile'
import { count, duration } from '~/ui/format'
import { labelColour } from '~/ui/palette'
import css from './Datasets.module.css'
import { statisticsQuery, statusWord } from './queries'
import { sizeClasses, statuses } from './search'
import { distinctNames } from './shapes'
import type { TabProps } from './VersionPage'

/** The numbers of a version. A click on a bar shows its pictures. */
export function StatisticsTab({ version, onSearch }: TabProps) {
  const numbers = useSuspenseQuery(statisticsQuery(version.dataset_id)).data
  const labels = numbers.labels.toSorted((a, b) => b.objects - a.objects)
  const names = distinctNames(labels)
  const colours = new Map(version.labels.map((label) => [label.id, label.colour]))
  const shapes = Object.entries(numbers.shapes_per_picture).map(
    ([shape, pictures]) => [Number(shape), pictures] as const,
  )
  const step = stepOf(shapes)
  const buckets = bucketed(shapes, step)
  const facts: [string, string][] = [
    ['pictures', count(numbers.pictures)],
    ['annotated', `${count(numbers.annotated)} (${share(numbers.annotated, numbers.pictures)})`],
    ['objects', count(numbers.objects)],
    ['objects a picture', numbers.annotated ? (numbers.objects / numbers.annotated).toFixed(1) : '0'],
    ['labels', count(numbers.labels.length)],
    ['time spent', numbers.seconds > 0 ? duration(numbers.seconds) : 'not told'],
  ]
  return (
    <div className={css.pad}>
      <dl className={css.numbers}>
        {facts.map(([name, value]) => (
          <div key={name} className={css.number}>
            <dd>
              <b>{value}</b>
            </dd>
            <dt className="dim">{name}</dt>
          </div>
        ))}
      </dl>
      <Tiles>
        <Tile name="Objects by label" wide={labels.length > 8}>
          {({ height }) => (
            <BarChart
              height={height}
              categories={labels.map((label) => names.get(label.id) ?? label.name)}
              sets={[{ name: 'objects', values: labels.map((label) => label.objects) }]}
              colours={labels.map((label) => labelColour(colours.get(label.id) ?? 0))}
              onPick={(i) => onSearch({ tab: undefined, label: labels[i] ? [labels[i].id] : undefined })}
            />
          )}
        </Tile>
        <Tile name="Status of the annotations">
          {({ height }) => (
            <BarChart
              height={height}
              categories={statuses.map((status) => statusWord[status])}
              sets={[{ name: 'pictures', values: statuses.map((status) => numbers.statuses[status] ?? 0) }]}
              onPick={(i) => onSearch({ tab: undefined, status: statuses[i] ? [statuses[i]] : undefined })}
            />
          )}
        </Tile>
        <Tile name="Shapes on a picture" note={step > 1 ? `in steps of ${step}` : undefined}>
          {({ height }) => (
            <BarChart
              height={height}
              categories={buckets.map((bucket) => bucket.name)}
              sets={[{ name: 'pictures', values: buckets.map((bucket) => bucket.pictures) }]}
              onPick={(i) => onSearch({ tab: undefined, least: buckets[i]?.least, most: buckets[i]?.most })}
            />
          )}
        </Tile>
        <Tile name="Sizes of the objects" note="by area, as COCO has it">
          {({ height }) => (
            <BarChart
              height={height}
              categories={[...sizeClasses]}
              sets={[{ name: 'objects', values: sizeClasses.map((size) => numbers.sizes[size] ?? 0) }]}
              onPick={(i) => onSearch({ tab: undefined, size: sizeClasses[i] ? [sizeClasses[i]] : undefined })}
            />
          )}
        </Tile>
      </Tiles>
    </div>
  )
}

function share(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.round((100 * part) / whole)} %`
}

interface Bucket {
  name: string
  least: number
  most: number
  pictures: number
}

type Counts = readonly (readonly [number, number])[]

/** Numbers of shapes one by one, or in steps that make at most twenty bars. */
function stepOf(counts: Counts): number {
  return Math.ceil((Math.max(0, ...counts.map(([shapes]) => shapes)) + 1) / 20)
}

function bucketed(counts: Counts, step: number): Bucket[] {
  const top = Math.max(0, ...counts.map(([shapes]) => shapes))
  const buckets: Bucket[] = []
  for (let least = 0; least <= top; least += step) {
    const most = least + step - 1
    const pictures = counts.reduce((sum, [shapes, n]) => (shapes >= least && shapes <= most ? sum + n : sum), 0)
    buckets.push({ name: `${least}`, least, most, pictures })
  }
  return buckets
}
