const en = {
  empty: 'No event yet',
  event: 'Event',
  ms: 'ms',
  cycles: 'cycles',
  rms: 'RMS',
  value: 'value',
  channel: 'Channel',
  gaps: (count: number) => `${count} samples are no numbers and are left out`,
  trigger: 'trigger',
  inception: 'inception',
  clearing: 'clearing',
  note: 'note',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  hint: 'Shift-click sets a second cursor',
  summary: (label: string, event: string, channels: number, ms: string, rate: string) =>
    `${label || 'Waveform'}: ${event}, ${channels} channels, ${ms} ms at ${rate}. Arrow keys move the cursor, Enter sends it, plus and minus zoom, 0 shows all.`,
};

export const TEXTS = {
  en,
  de: {
    empty: 'Noch kein Ereignis',
    event: 'Ereignis',
    ms: 'ms',
    cycles: 'Perioden',
    rms: 'Effektivwert',
    value: 'Wert',
    channel: 'Kanal',
    gaps: (count: number) => `${count} Abtastwerte sind keine Zahlen und bleiben weg`,
    trigger: 'Auslösung',
    inception: 'Fehlereintritt',
    clearing: 'Klärung',
    note: 'Notiz',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fit: 'Alles zeigen',
    hint: 'Umschalt-Klick setzt einen zweiten Cursor',
    summary: (label: string, event: string, channels: number, ms: string, rate: string) =>
      `${label || 'Kurvenform'}: ${event}, ${channels} Kanäle, ${ms} ms mit ${rate}. Pfeiltasten bewegen den Cursor, Enter sendet ihn, Plus und Minus vergrößern und verkleinern, 0 zeigt alles.`,
  } satisfies typeof en,
};
