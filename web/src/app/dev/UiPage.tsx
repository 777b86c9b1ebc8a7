/** Every part with its states on one page, for whoever works on them. Only in development: `/dev/ui`. */
import { Badge, Button, Checkbox, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { StatusBadge, StatusMark } from '~/features/datasets/StatusMark'
import { statuses } from '~/features/datasets/search'
import { ExperimentStatus } from '~/features/projects/ExperimentStatus'
import { CopyButton, Snippet } from '~/ui/Copy'
import { BarChart } from '~/ui/charts/BarChart'
import { LineChart } from '~/ui/charts/LineChart'
import { Matrix } from '~/ui/charts/Matrix'
import { DataTable, LabelMap, Value } from '~/ui/charts/small'
import { Tile, Tiles } from '~/ui/charts/Tile'
import { Empty } from '~/ui/Empty'
import { Failure } from '~/ui/Failure'
import { PictureGrid } from '~/ui/grid/PictureGrid'
import { nothing } from '~/ui/grid/selection'
import { InPlace } from '~/ui/InPlace'
import { Keys } from '~/ui/Keys'
import { LongList } from '~/ui/LongList'
import { Modal } from '~/ui/Modal'
import { Page } from '~/ui/Page'
import { palette } from '~/ui/palette'
import { ShapeLayer } from '~/ui/shapes/ShapeLayer'
import { Tabs } from '~/ui/Tabs'
import { Time } from '~/ui/Time'
import { say, sayError } from '~/ui/toast'
import { Viewer } from '~/ui/viewer/Viewer'
import { Cards, Lines } from '~/ui/Waiting'
import { curves, german, longName, matrices, names, problems, script, shapes, tiles } from './samples'
import css from './UiPage.module.css'

export function UiPage() {
  return (
    <Page path={['Development', 'Parts']} title="Parts">
      <div className={css.body}>
        <Controls />
        <Words />
        <Waits />
        <Charts />
        <Pictures />
      </div>
    </Page>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.part}>
      <h2>{title}</h2>
      <div className={css.states}>{children}</div>
    </section>
  )
}

function State({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.state}>
      <div className={css.caption}>{name}</div>
      <div className={css.shown}>{children}</div>
    </div>
  )
}

function Controls() {
  const [tab, setTab] = useState('first')
  const [open, setOpen] = useState(false)
  return (
    <Part title="Controls">
      <State name="Buttons">
        <div className="row wrap">
          <Button>Main</Button>
          <Button variant="default">Other</Button>
          <Button color="red">Delete</Button>
          <Button disabled>Not now</Button>
          <Button loading>Busy</Button>
          <CopyButton text={script} />
        </div>
      </State>
      <State name="Fields">
        <div className="stack">
          <TextInput label="Name" placeholder="as on the disk" />
          <TextInput label="Refused" defaultValue={longName} error="At most 60 characters." />
          <Select label="One of" data={names} defaultValue={german} />
          <Textarea label="Text" disabled defaultValue="Not yours to change" />
          <Checkbox label={german} defaultChecked />
          <Switch label="Public" />
        </div>
      </State>
      <State name="Tabs, text in place, keys">
        <div className="stack">
          <Tabs
            label="Sample"
            value={tab}
            onChange={setTab}
            tabs={[
              { value: 'first', label: 'First', note: '12,480' },
              { value: 'second', label: german },
            ]}
          />
          <InPlace label="Name" value={longName} onSave={(name) => say(`Kept: ${name}`)} />
          <InPlace label="Empty" value="" placeholder="Add a description" onSave={() => undefined} />
          <Keys keys="Ctrl+Shift+K" />
        </div>
      </State>
      <State name="Notices and a dialog">
        <div className="row wrap">
          <Button variant="default" onClick={() => say('3 pictures tagged: drone.', { undo: async () => undefined })}>
            With undo
          </Button>
          <Button variant="default" onClick={() => sayError(problems['a fault of the server'])}>
            Failed
          </Button>
          <Button variant="default" onClick={() => setOpen(true)}>
            Dialog
          </Button>
          {open ? (
            <Modal title={longName} onClose={() => setOpen(false)}>
              {script}
            </Modal>
          ) : null}
        </div>
      </State>
    </Part>
  )
}

function Words() {
  return (
    <Part title="Words, states and colours">
      <State name="Experiments">
        <div className="stack">
          {['started', 'success', 'failed', 'waiting for a machine', script].map((status) => (
            <ExperimentStatus key={status} status={status} />
          ))}
        </div>
      </State>
      <State name="Annotations">
        <div className="stack">
          {statuses.map((status) => (
            <span key={status} className="row">
              <StatusMark status={status} word /> <StatusBadge status={status} />
            </span>
          ))}
        </div>
      </State>
      <State name="Badges and times">
        <div className="stack">
          <div className="row wrap">
            <Badge>detection</Badge>
            <Badge color="gray">pytorch</Badge>
            <Badge variant="default">{german}</Badge>
          </div>
          <Time at={new Date(Date.now() - 250_000).toISOString()} />
          <Time at="2020-02-29T12:00:00.000000Z" />
          <Time at={null} />
        </div>
      </State>
      <State name="Colours of labels">
        <div className="row wrap">
          {palette.map((colour) => (
            <span key={colour} className={css.swatch} style={{ background: colour }} title={colour} />
          ))}
        </div>
      </State>
      <State name="Code">
        <Snippet
          label="From Python"
          code={`from picsellia.client import Client\n\nclient = Client(host="${longName}")`}
        />
      </State>
    </Part>
  )
}

function Waits() {
  return (
    <Part title="Nothing, waiting, broken">
      <State name="Nothing yet">
        <Empty title="No datasets yet" actions={<Button variant="default">Open the datalake</Button>}>
          Select pictures and add them to a dataset.
        </Empty>
      </State>
      <State name="Lines">
        <Lines rows={3} />
      </State>
      <State name="Cards">
        <Cards many={2} />
      </State>
      {Object.entries(problems).map(([name, error]) => (
        <State key={name} name={name}>
          <Failure error={error} retry={() => undefined} />
        </State>
      ))}
    </Part>
  )
}

function Charts() {
  return (
    <section className={css.part}>
      <h2>Charts</h2>
      <Tiles>
        {Object.entries(curves).map(([name, set]) => (
          <Tile key={name} name={name} actions={[{ label: 'Log scale', checked: true, run: () => undefined }]}>
            {({ height }) => <LineChart curves={set} height={height} smoothing={name === 'one curve' ? 0.6 : 0} />}
          </Tile>
        ))}
        {Object.entries(matrices).map(([name, { categories, values }]) => (
          <Tile key={name} name={name}>
            {({ height }) => <Matrix categories={categories} values={values} height={height} />}
          </Tile>
        ))}
        <Tile name="bars">
          {({ height }) => (
            <BarChart height={height} categories={names} sets={[{ name: 'objects', values: [12, 480, null, 3] }]} />
          )}
        </Tile>
        <Tile name="two sets of bars, below zero">
          {({ height }) => (
            <BarChart
              height={height}
              categories={['oak', 'ash']}
              sets={[
                { name: 'before', values: [1.5, -2] },
                { name: 'after', values: [0.25, 4] },
              ]}
            />
          )}
        </Tile>
        <Tile name="table">
          {({ height }) => (
            <DataTable data={{ learning_rate: 0.0003, name: longName, nothing: null, script }} height={height} />
          )}
        </Tile>
        <Tile name="labelmap">
          {({ height }) => <LabelMap data={{ '1': 'oak', '2': german, '3': script }} height={height} />}
        </Tile>
        <Tile name="value">{() => <Value value={0.87123456} />}</Tile>
      </Tiles>
    </section>
  )
}

function Pictures() {
  const [selection, setSelection] = useState(nothing)
  return (
    <Part title="Pictures and long lists">
      <State name="Grid without bytes, one broken">
        <div className={css.grid}>
          <PictureGrid
            label="Samples"
            count={tiles.length}
            segmentSize={100}
            tiles={(segment) => (segment === 0 ? tiles : undefined)}
            hrefOf={() => '/dev/ui'}
            rowHeight={72}
            selection={selection}
            listKey="samples"
            onNeed={() => undefined}
            onSelect={setSelection}
            onRange={() => undefined}
            onOpen={() => undefined}
          />
        </div>
      </State>
      <State name="Shapes">
        <div className={css.picture}>
          <ShapeLayer shapes={shapes} width={300} height={180} scale={1} />
        </div>
      </State>
      <State name="Viewer of a picture that no browser shows">
        <div className={css.grid}>
          <Viewer
            src={undefined}
            preview={undefined}
            colour="#8a8378"
            name={longName}
            size={{ width: 640, height: 480 }}
            fallback="This kind of file is not shown by browsers. Download it instead."
          />
        </div>
      </State>
      <State name="A million lines">
        <div className={css.grid}>
          <LongList
            label="Numbers"
            count={1_000_000}
            rowHeight={28}
            listKey="numbers"
            onNeed={() => undefined}
            row={(index) => <span role="cell">{index.toLocaleString('en')}</span>}
          />
        </div>
      </State>
    </Part>
  )
}
