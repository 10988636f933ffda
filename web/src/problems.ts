// Which cells of a preview the refusals are about.

import type { Preview, Refusal } from '@/api/types'

/// "row:column" -> refusal. Lines of the file are matched with rows by the cell's content, since
/// title lines above the header make the two counts differ; a row-wide refusal marks no cell.
export function problemCells(preview: Preview): Map<string, Refusal> {
  const found = new Map<string, Refusal>()
  for (const refusal of preview.refusals) {
    const column = preview.columns.findIndex(
      (one) => one.header === refusal.column || (one.field !== '' && one.field === refusal.column),
    )
    if (column < 0) continue
    preview.rows.forEach((row, i) => {
      if ((row[column] ?? '').trim() === refusal.value.trim()) found.set(`${i}:${column}`, refusal)
    })
  }
  return found
}
