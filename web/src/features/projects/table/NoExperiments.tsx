import { FlaskConical } from 'lucide-react'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'

export function NoExperiments({ project }: { project: string }) {
  const code = [
    'from picsellia.client import Client',
    '',
    `experiment = Client.Experiment(api_token="…", host="${location.origin}",`,
    `                               project_token="${project}")`,
    'run = experiment.create("first")',
    'run.log("loss", [1.0, 0.6, 0.4], "line")',
  ].join('\n')
  return (
    <Empty title="No experiments yet" icon={<FlaskConical size={28} />}>
      <p>Run a training that logs to this project:</p>
      <Snippet code={code} />
    </Empty>
  )
}
