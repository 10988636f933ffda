// The tree of a score sheet from its flat list of nodes.

export interface Branch<Node> {
  node: Node
  level: number
  parts: Branch<Node>[]
}

/// Nodes come before their parts; one whose parent is missing stands at the top.
export function treeOf<Node extends { id: string; parent: string | null }>(nodes: Node[]): Branch<Node>[] {
  const found = new Map<string, Branch<Node>>()
  const top: Branch<Node>[] = []
  for (const node of nodes) {
    const above = node.parent === null ? undefined : found.get(node.parent)
    const branch: Branch<Node> = { node, level: above ? above.level + 1 : 0, parts: [] }
    found.set(node.id, branch)
    if (above) above.parts.push(branch)
    else top.push(branch)
  }
  return top
}

/// What is seen of a tree when only some of its nodes are unfolded, from top to bottom.
export function seenOf<Node extends { id: string }>(tree: Branch<Node>[], open: Set<string>): Branch<Node>[] {
  return tree.flatMap((branch) => [branch, ...(open.has(branch.node.id) ? seenOf(branch.parts, open) : [])])
}
