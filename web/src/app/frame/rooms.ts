import { Boxes, FlaskConical, House, Images, type LucideIcon, SquareStack } from 'lucide-react'

export interface Room {
  to: '/' | '/datalake' | '/datasets' | '/projects' | '/models'
  name: string
  keys: string
  icon: LucideIcon
}

/** The rooms of the rail, in order. */
export const rooms: readonly Room[] = [
  { to: '/', name: 'Home', keys: 'g h', icon: House },
  { to: '/datalake', name: 'Datalake', keys: 'g d', icon: Images },
  { to: '/datasets', name: 'Datasets', keys: 'g s', icon: SquareStack },
  { to: '/projects', name: 'Projects', keys: 'g p', icon: FlaskConical },
  { to: '/models', name: 'Models', keys: 'g m', icon: Boxes },
]
