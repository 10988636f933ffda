// What is said in both languages, and what is refused.

export interface Words {
  zh: string
  en: string
}

export type Language = keyof Words

export interface FieldError {
  field: string
  id: string
  found: string
  wanted: string
  message: string
}

/// RFC 9457
export interface ProblemDetails {
  type: string // "urn:zhiheng:failure:registry.not_found"
  title: string
  status: number
  detail?: string
  errors?: FieldError[]
  instance?: string
}
