import { Modal as Mantine } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  title: ReactNode
  onClose: () => void
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children: ReactNode
}

/** A dialog that is there as long as it is drawn. */
export function Modal({ title, onClose, size = 'md', children }: Props) {
  return (
    <Mantine opened onClose={onClose} title={title} size={size}>
      {children}
    </Mantine>
  )
}
