import { Modal } from '@mantine/core'
import { useAllActions } from '~/ui/actions'
import { Keys } from '~/ui/Keys'
import css from './KeySheet.module.css'

/** The keys of the page. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const actions = useAllActions().filter((action) => action.keys)
  const groups = [...new Set(actions.map((action) => action.group))]
  return (
    <Modal opened onClose={onClose} title="Keys" size="lg">
      <div className={css.sheet}>
        {groups.map((group) => (
          <section key={group} className={css.group}>
            <h3>{group}</h3>
            <dl className={css.list}>
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <div key={action.id} className={css.line}>
                    <dt>{action.name}</dt>
                    <dd className={css.keys}>
                      {[action.keys ?? []].flat().map((keys) => (
                        <Keys key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
