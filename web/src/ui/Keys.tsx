import css from './Keys.module.css'
import { parse, printed } from './keys'

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Keys as they are printed on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={css.keys}>
      {parse(keys).map((chord, i) => (
        <span key={i} className={css.chord}>
          {printed(chord, mac).map((key) => (
            <kbd key={key} className={css.key}>
              {key}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
