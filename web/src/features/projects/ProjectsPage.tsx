import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { FlaskConical, Plus } from 'lucide-react'
import { type FormEvent, Suspense, useState } from 'react'
import { api, take } from '~/api/client'
import { useMay } from '~/features/accounts/useSession'
import { useActions } from '~/ui/actions'
import { Snippet } from '~/ui/Copy'
import { Empty } from '~/ui/Empty'
import { many } from '~/ui/format'
import { Modal } from '~/ui/Modal'
import { NameSearch } from '~/ui/NameSearch'
import { Page } from '~/ui/Page'
import { Time } from '~/ui/Time'
import { Cards } from '~/ui/Waiting'
import css from './Projects.module.css'
import { projectsQuery } from './queries'

const route = getRouteApi('/frame/projects')

export function ProjectsPage() {
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay('member')
  const [making, setMaking] = useState(false)
  useActions([
    {
      id: 'project-new',
      name: 'New project',
      group: 'Projects',
      keys: 'n',
      run: () => setMaking(true),
      disabled: !may,
    },
  ])
  return (
    <Page
      path={['Projects']}
      title="Projects"
      search={
        <NameSearch
          label="Search projects"
          value={q}
          onChange={(next) => void navigate({ search: (present) => ({ ...present, q: next }), replace: true })}
        />
      }
      action={
        may ? (
          <Button leftSection={<Plus size={14} />} onClick={() => setMaking(true)}>
            New project
          </Button>
        ) : null
      }
    >
      <Suspense fallback={<Cards height={110} />}>
        <List q={q} />
      </Suspense>
      {making ? <NewProject onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}

function List({ q }: { q: string }) {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(projectsQuery(q))
  const projects = data.pages.flatMap((page) => page.items)
  if (projects.length === 0 && q) return <Empty title="No project by that name">Try a part of the name.</Empty>
  if (projects.length === 0) {
    const code = [
      'from picsellia.client import Client',
      '',
      `client = Client(api_token="…", host="${location.origin}")`,
      'project = client.project.create("tree crowns")',
    ].join('\n')
    return (
      <Empty title="No projects yet" icon={<FlaskConical size={28} />}>
        <p>A project holds experiments that belong together. Make one here, or from Python:</p>
        <Snippet code={code} />
      </Empty>
    )
  }
  return (
    <div className={css.body}>
      <ul className={css.cards}>
        {projects.map((project) => (
          <li key={project.project_id}>
            <Link className={css.card} to="/projects/$projectId" params={{ projectId: project.project_id }}>
              <span className={css.name}>{project.project_name}</span>
              {project.description ? <span className={css.description}>{project.description}</span> : null}
              <span className={css.facts}>
                {many(project.experiments, 'experiment')} · {project.contributors.slice(0, 3).join(', ')}
                {project.contributors.length > 3 ? ` and ${project.contributors.length - 3} more` : ''} · changed{' '}
                <Time at={project.last_update} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          More projects
        </Button>
      ) : null}
    </div>
  )
}

function NewProject({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const make = useMutation({
    mutationFn: () => take(api.POST('/api/projects', { body: { project_name: name, description, private: true } })),
    onSuccess: async (project) => {
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
      await navigate({ to: '/projects/$projectId', params: { projectId: project.project_id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Modal title="New project" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Name"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" loading={make.isPending}>
            Make the project
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  )
}
