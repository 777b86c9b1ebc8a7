import { Button } from '@mantine/core'
import { CloudOff, TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { ApiError } from '~/api/problem'
import { CopyButton } from './Copy'
import { Empty } from './Empty'
import css from './Failure.module.css'

/** What happened, what to do, and the request id in small. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof ApiError ? error.problem : undefined
  const text = problem?.detail ?? 'The page could not be shown: a fault of this app. Loading it again may help.'
  const again = retry ?? (() => location.reload())
  return (
    <Empty
      title={problem?.title ?? 'Something broke'}
      icon={problem?.code === 'network' ? <CloudOff size={28} /> : <TriangleAlert size={28} />}
      actions={
        problem?.status === 404 || problem?.status === 403 ? (
          <Button variant="default" onClick={() => history.back()}>
            Go back
          </Button>
        ) : (
          <Button variant="default" onClick={again}>
            Try again
          </Button>
        )
      }
    >
      <p className="break">{text}</p>
      {problem ? null : <p className="small break">{String(error)}</p>}
      {problem?.request_id ? (
        <p className={css.request}>
          Request {problem.request_id} <CopyButton text={problem.request_id} label="Copy the request id" />
        </p>
      ) : null}
    </Empty>
  )
}

interface State {
  error: unknown
}

/** Keeps a fault inside its part of the page. */
export class Guard extends Component<{ children: ReactNode; onRetry?: () => void }, State> {
  override state: State = { error: undefined }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return (
      <Failure
        error={this.state.error}
        retry={() => {
          this.props.onRetry?.()
          this.setState({ error: undefined })
        }}
      />
    )
  }
}
