// From an address of the interface, as answers give it, to the page that shows the same.

interface Addressed {
  register: string
  filter?: string
  key?: string
}

/// The list of the records behind a number, or the one record that a key names.
export function pageOf(to: Addressed) {
  if (to.key) return { path: `/registers/${to.register}/by-key`, query: { key: to.key } }
  return { path: `/registers/${to.register}`, query: to.filter ? { filter: to.filter } : {} }
}
