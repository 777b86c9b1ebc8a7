import { ActionIcon, Button, Select } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useState } from 'react'
import { api, take } from '~/api/client'
import { membersQuery } from '~/features/accounts/queries'
import { datasetsQuery } from '~/features/datasets/queries'
import { CopyButton } from '~/ui/Copy'
import { InPlace } from '~/ui/InPlace'
import { Time } from '~/ui/Time'
import { say } from '~/ui/toast'
import type { ProjectTabProps } from './ProjectPage'
import css from './Projects.module.css'

/** Name, description, people, dataset versions, the token that scripts use. */
export function ProjectSettings({ project, may }: ProjectTabProps) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const id = project.project_id
  const path = { params: { path: { project_id: id } } }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['projects'] })
  const change = useMutation({
    mutationFn: (body: Record<string, unknown>) => take(api.PATCH('/api/projects/{project_id}', { ...path, body })),
    onSuccess: (_, body) => {
      const before = Object.fromEntries(
        Object.keys(body).map((name) => [name, (project as unknown as Record<string, unknown>)[name]]),
      )
      say('Saved.', {
        undo: () => take(api.PATCH('/api/projects/{project_id}', { ...path, body: before })).then(refresh),
      })
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/projects/{project_id}', path),
    onSuccess: async () => {
      await navigate({ to: '/projects' })
      say(`${project.project_name} is in the trash, with its experiments.`, {
        undo: () => api.POST('/api/projects/{project_id}/restore', { ...path, body: {} }).then(refresh),
      })
      return refresh()
    },
  })
  return (
    <div className={css.pad}>
      <section className="stack">
        <h2>
          <InPlace
            label="Name"
            value={project.project_name}
            disabled={!may}
            onSave={(project_name) => change.mutate({ project_name })}
          />
        </h2>
        <InPlace
          long
          label="Description"
          placeholder={may ? 'Add a description' : 'No description'}
          maxLength={1000}
          value={project.description}
          disabled={!may}
          onSave={(description) => change.mutate({ description })}
        />
        <p className="row wrap">
          <span className="dim">Project token</span>
          <code className="mono break">{id}</code>
          <CopyButton text={id} label="Copy the token" />
        </p>
        <p className="dim">
          Made <Time at={project.date_created} />
          {project.owner ? ` by ${project.owner.username}` : ''}
        </p>
      </section>
      <People id={id} may={may} people={project.contributors} onDone={refresh} />
      <Datasets id={id} may={may} versions={project.datasets} onDone={refresh} />
      {may ? (
        <section className="stack">
          <h2>Delete</h2>
          <p className="dim">The project goes to the trash with its experiments, and can be restored from there.</p>
          <div>
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
              Delete the project
            </Button>
          </div>
        </section>
      ) : null}
    </div>
  )
}

interface PartProps {
  id: string
  may: boolean
  onDone: () => Promise<void>
}

function People({ id, may, people, onDone }: PartProps & { people: readonly string[] }) {
  const members = useQuery({ ...membersQuery, enabled: may }).data ?? []
  const each = (username: string) => ({ params: { path: { project_id: id, username } } })
  const add = useMutation({
    mutationFn: (username: string) => api.PUT('/api/projects/{project_id}/workers/{username}', each(username)),
    onSuccess: onDone,
  })
  const remove = useMutation({
    mutationFn: (username: string) => api.DELETE('/api/projects/{project_id}/workers/{username}', each(username)),
    onSuccess: (_, username) => {
      say(`${username} no longer works on the project.`, {
        undo: () => api.PUT('/api/projects/{project_id}/workers/{username}', each(username)).then(onDone),
      })
      return onDone()
    },
  })
  return (
    <section className="stack">
      <h2>People</h2>
      <div className={css.chips}>
        {people.map((username) => (
          <span key={username} className={css.chip}>
            <span className="ellipsis">{username}</span>
            {may ? (
              <ActionIcon size={20} aria-label={`Remove ${username}`} onClick={() => remove.mutate(username)}>
                <X size={12} />
              </ActionIcon>
            ) : null}
          </span>
        ))}
      </div>
      {may ? (
        <Select
          maw={280}
          aria-label="Add a member"
          placeholder="Add a member"
          searchable
          value={null}
          data={members.map((member) => member.username).filter((name) => !people.includes(name))}
          onChange={(username) => username && add.mutate(username)}
        />
      ) : null}
    </section>
  )
}

function Datasets({ id, may, versions, onDone }: PartProps & { versions: readonly string[] }) {
  const [typed, setTyped] = useState('')
  const all = useInfiniteQuery({ ...datasetsQuery({ q: typed, order: '-created', newest: false }), enabled: may })
  const found = all.data?.pages[0]?.items ?? []
  const path = { params: { path: { project_id: id } } }
  const attach = useMutation({
    mutationFn: (dataset: string) => api.POST('/api/projects/{project_id}/datasets', { ...path, body: { dataset } }),
    onSuccess: onDone,
  })
  const detach = useMutation({
    mutationFn: (dataset: string) =>
      api.DELETE('/api/projects/{project_id}/datasets', {
        params: { path: { project_id: id }, query: { dataset } },
      }),
    onSuccess: (_, dataset) => {
      say(`${dataset} is detached.`, {
        undo: () => api.POST('/api/projects/{project_id}/datasets', { ...path, body: { dataset } }).then(onDone),
      })
      return onDone()
    },
  })
  return (
    <section className="stack">
      <h2>Dataset versions</h2>
      <div className={css.chips}>
        {versions.length === 0 ? <span className="dim">None attached.</span> : null}
        {versions.map((full) => {
          const [name = '', version = ''] = full.split('/')
          return (
            <span key={full} className={css.chip}>
              <Link to="/datasets/$name/$version" params={{ name, version }} search={{}}>
                {full}
              </Link>
              {may ? (
                <ActionIcon size={20} aria-label={`Detach ${full}`} onClick={() => detach.mutate(full)}>
                  <X size={12} />
                </ActionIcon>
              ) : null}
            </span>
          )
        })}
      </div>
      {may ? (
        <Select
          maw={320}
          aria-label="Attach a version"
          placeholder="Attach a version"
          searchable
          value={null}
          searchValue={typed}
          onSearchChange={setTyped}
          data={found.map((one) => `${one.dataset_name}/${one.version}`).filter((full) => !versions.includes(full))}
          onChange={(full) => full && attach.mutate(full)}
        />
      ) : null}
    </section>
  )
}
