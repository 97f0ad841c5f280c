const en = {
  empty: 'No events yet',
  lasting: 'still lasts',
  severities: { high: 'high', medium: 'medium', low: 'low', info: 'info' },
  all: 'All',
  hours: (count: number) => (count === 168 ? '7 d' : `${count} h`),
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  selected: (count: number) => `${count} events in the range; Escape clears it`,
  summary: (label: string, events: number, lanes: number, open: number) =>
    `${label || 'Timeline'}: ${events} events on ${lanes} lanes, ${open} still last. Arrow keys move from event to event, Enter sends it, plus and minus zoom, 0 shows all.`,
};

export const TEXTS = {
  en,
  de: {
    empty: 'Noch keine Ereignisse',
    lasting: 'dauert an',
    severities: { high: 'hoch', medium: 'mittel', low: 'gering', info: 'Info' },
    all: 'Alles',
    hours: (count: number) => (count === 168 ? '7 T' : `${count} h`),
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fit: 'Alles zeigen',
    selected: (count: number) => `${count} Ereignisse im Bereich; Escape löscht ihn`,
    summary: (label: string, events: number, lanes: number, open: number) =>
      `${label || 'Zeitleiste'}: ${events} Ereignisse auf ${lanes} Bahnen, ${open} dauern an. Pfeiltasten gehen von Ereignis zu Ereignis, Enter sendet es, Plus und Minus vergrößern und verkleinern, 0 zeigt alles.`,
  } satisfies typeof en,
};
