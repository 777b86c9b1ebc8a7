/** Markdown as people wrote it: never as HTML, and nothing of another host is fetched. */
import Markdown, { defaultUrlTransform } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import css from './Models.module.css'

export function Readme({ text }: { text: string }) {
  return (
    <div className={css.readme}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        skipHtml
        urlTransform={defaultUrlTransform}
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer noopener nofollow">
              {children}
            </a>
          ),
          // The content policy would refuse pictures of other hosts: they are links.
          img: ({ src, alt }) => (
            <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noreferrer noopener nofollow">
              {alt || 'picture'}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  )
}
