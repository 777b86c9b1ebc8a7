/** What the server answers when it refuses: problem JSON, with a stable `code` and a sentence that says what to do. */
export interface Problem {
  title: string
  status: number
  code: string
  detail: string
  request_id: string
}

/** A refused or failed request. `code` is `network` when nobody answered. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }

  get code(): string {
    return this.problem.code
  }

  /** Whether asking again, as it is, may help. */
  get transient(): boolean {
    return this.code === 'network' || this.status === 429 || this.status === 502 || this.status === 503
  }
}

export function unreachable(): ApiError {
  const detail = 'The server does not answer. Check the connection; nothing was changed.'
  return new ApiError({ title: 'No answer', status: 0, code: 'network', detail, request_id: '' })
}

/** The problem in an answer; one is made up from the status where a proxy answered instead of the server. */
export async function problemOf(response: Response): Promise<ApiError> {
  const about = { status: response.status, request_id: response.headers.get('x-request-id') ?? '' }
  try {
    const body: unknown = await response.clone().json()
    if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
      return new ApiError({ title: 'Error', ...about, ...(body as Partial<Problem>) } as Problem)
    }
  } catch {
    // No JSON: told below.
  }
  const detail = `The server answered with ${response.status} ${response.statusText}. Try again in a moment.`
  return new ApiError({ title: 'Error', code: 'http', detail, ...about })
}
