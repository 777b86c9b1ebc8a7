import { Table, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { Matrix, matrixNames } from '~/ui/charts/Matrix'
import { count, many } from '~/ui/format'
import { LongList } from '~/ui/LongList'
import { Lines } from '~/ui/Waiting'
import css from './Experiment.module.css'
import type { ExperimentTabProps } from './ExperimentPage'
import { namedAssetQuery } from './queries'

interface PerImage {
  filename?: string
  nb_objects?: number[]
  nb_preds?: number[]
  TP?: number[]
  FP?: number[]
  FN?: number[]
}

interface Evaluation {
  labels?: unknown[]
  total_objects?: number[]
  per_image_eval?: PerImage[]
  filename_matrix?: string[][][]
  metrics?: Record<string, unknown>
}

const sum = (values: readonly number[] | undefined) => (values ?? []).reduce((total, value) => total + value, 0)

/** How predictions met the truth: the matrix with the files behind each cell, and every picture. */
export function EvaluationTab({ experiment, assets }: ExperimentTabProps) {
  const name = assets.find((asset) => asset.type === 'evaluation')?.name ?? 'evaluation'
  const evaluation = useQuery(namedAssetQuery(experiment.id, name, true))
  const [cell, setCell] = useState<{ row: number; column: number } | null>(null)
  const [typed, setTyped] = useState('')
  if (evaluation.error) return <p role="alert">{evaluation.error.message}</p>
  if (!evaluation.data) return <Lines />
  const data = (evaluation.data.data ?? {}) as Evaluation
  const labels = (data.labels ?? []).map(String)
  const files = data.filename_matrix ?? []
  const values = files.map((row) => row.map((names) => names.length))
  const behind = cell ? (files[cell.row]?.[cell.column] ?? []) : []
  const images = (data.per_image_eval ?? []).filter((image) =>
    (image.filename ?? '').toLowerCase().includes(typed.toLowerCase()),
  )
  return (
    <div className={css.evaluation}>
      <section>
        <h2>Truth and prediction</h2>
        <p className="dim small">
          {Object.entries(data.metrics ?? {})
            .map(([metric, value]) => `${metric} ${String(value)}`)
            .join(', ')}
        </p>
        {values.length > 0 ? (
          <Matrix categories={labels} values={values} height={420} onPick={(row, column) => setCell({ row, column })} />
        ) : null}
        {cell ? (
          <>
            <h3>
              {matrixNames(labels, files.length, 'row')[cell.row]} as{' '}
              {matrixNames(labels, files.length, 'column')[cell.column]}: {many(behind.length, 'picture')}
            </h3>
            <ul className={css.names}>
              {behind.map((file, i) => (
                <li key={`${file} ${i}`} className="break">
                  {file}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p className="dim">A click on a cell lists its pictures.</p>
        )}
        <Table verticalSpacing={4} mt={16}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Label</Table.Th>
              <Table.Th ta="right">Objects</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {labels.map((label, i) => (
              <Table.Tr key={`${label} ${i}`}>
                <Table.Td>{label}</Table.Td>
                <Table.Td ta="right">{count(data.total_objects?.[i] ?? 0)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <section>
        <h2>Pictures</h2>
        <TextInput
          size="xs"
          my={8}
          placeholder="File name"
          aria-label="File name"
          leftSection={<Search size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div style={{ display: 'flex', height: 520 }}>
          <LongList
            label="Pictures of the evaluation"
            count={images.length}
            rowHeight={32}
            listKey={typed}
            minWidth={420}
            onNeed={() => {}}
            head={
              <>
                <span role="columnheader" className="grow">
                  File
                </span>
                {['objects', 'found', 'TP', 'FP', 'FN'].map((title) => (
                  <span key={title} role="columnheader" style={{ width: 64, textAlign: 'right' }}>
                    {title}
                  </span>
                ))}
              </>
            }
            row={(index) => {
              const image = images[index]
              if (!image) return null
              const numbers = [image.nb_objects, image.nb_preds, image.TP, image.FP, image.FN].map(sum)
              return (
                <>
                  <span role="cell" className="grow ellipsis" title={image.filename}>
                    {image.filename}
                  </span>
                  {numbers.map((value, i) => (
                    <span key={i} role="cell" style={{ width: 64, textAlign: 'right' }}>
                      {count(value)}
                    </span>
                  ))}
                </>
              )
            }}
          />
        </div>
      </section>
    </div>
  )
}
