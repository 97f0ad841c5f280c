const en = {
  missing: 'no value',
  empty: 'No network yet',
  arranging: 'Arranging the network…',
  open: 'open',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  paths: 'Paths',
  nodes: 'Nodes',
  lines: 'Lines',
  summary: (label: string, nodes: number, lines: number, paths: number) =>
    `${label || 'Network map'}: ${nodes} nodes, ${lines} lines, ${paths} paths. Arrow keys move from node to node, Enter sends it, plus and minus zoom, 0 shows all.`,
};

export const TEXTS = {
  en,
  de: {
    missing: 'kein Wert',
    empty: 'Noch kein Netz',
    arranging: 'Das Netz wird angeordnet …',
    open: 'offen',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fit: 'Alles zeigen',
    paths: 'Wege',
    nodes: 'Knoten',
    lines: 'Leitungen',
    summary: (label: string, nodes: number, lines: number, paths: number) =>
      `${label || 'Netzkarte'}: ${nodes} Knoten, ${lines} Leitungen, ${paths} Wege. Pfeiltasten gehen von Knoten zu Knoten, Enter sendet ihn, Plus und Minus vergrößern und verkleinern, 0 zeigt alles.`,
  } satisfies typeof en,
};
