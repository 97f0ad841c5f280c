const en = {
  missing: 'missing',
  empty: 'No values yet',
  summary: (label: string, rows: number, columns: number) =>
    `${label || 'Heatmap'}: ${rows} rows, ${columns} columns. Arrow keys move from cell to cell, Enter sends the cell.`,
};

export const TEXTS = {
  en,
  de: {
    missing: 'fehlt',
    empty: 'Noch keine Werte',
    summary: (label: string, rows: number, columns: number) =>
      `${label || 'Heatmap'}: ${rows} Zeilen, ${columns} Spalten. Pfeiltasten gehen von Zelle zu Zelle, Enter sendet die Zelle.`,
  } satisfies typeof en,
};
