// What the server says and hears, as docs/http-api.md describes it.

export type * from './types/catalog'
export type * from './types/import'
export type * from './types/indicators'
export type * from './types/people'
export type * from './types/places'
export type * from './types/public'
export type * from './types/records'
export type * from './types/words'
