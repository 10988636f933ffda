// Who is logged in, and how.
import type { Words } from './words'

export interface Session {
  user: string // empty: the public
  name: string
  roles: string[]
  region: string
  csrf?: string
  expires?: string
}

export interface LoginService {
  name: string
  title: Words
  start: string // address that leads there
}
