import fc from 'fast-check';

/** A text as the bytes of an encoding; byte order mark where asked for. */
export function encode(
  text: string,
  encoding: 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be',
  bom = false,
): Buffer {
  const whole = bom ? `\ufeff${text}` : text;
  if (encoding === 'utf-8') return Buffer.from(whole);
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
  const bytes = Buffer.from(whole, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

const good = fc
  .tuple(fc.constantFrom('H001', 'H002', 'Häuser', '"H3"'), fc.integer({ min: 0, max: 23 }), fc.integer({ max: 999 }))
  .map(([name, hour, kwh]) => `${name},2026-01-12 ${String(hour).padStart(2, '0')}:00,${Math.abs(kwh) / 100}`);

const bad = fc.oneof(
  fc.constantFrom(
    ...['H001,2026-01-12 07:00', 'H001;2026-01-12 07:00;1.2', 'H1,2026-01-12 07:00,1.2,3', 'H1,"x,1', 'H1,25:00,1'],
    ...['H1,2026-02-30 01:00,1', 'H1,2026-01-12 03:00,one', 'H1,2026-01-12 03:00,1e309', ',2026-01-12 03:00,1'],
    ...['H1,2026-01-12 03:00,-1', 'H\u0000,2026-01-12 03:00,1', 'household_id,timestamp,consumption_kwh', '???'],
    ...['H\u00e4,2026-01-12 03:00,x\u00e4', '\u00ff\u00fe', '\t', '   ', '', ','],
  ),
  fc.string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 30 }),
);

/** A file of rows that are mostly good, with any line ends, in any encoding, then with some bytes overwritten. */
export const damagedFile = fc
  .record({
    header: fc.constantFrom('household_id,timestamp,consumption_kwh', ''),
    lines: fc.array(fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: bad }), { maxLength: 30 }),
    ends: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 4 }),
    hasLastEnd: fc.boolean(),
    encoding: fc.constantFrom('utf-8', 'windows-1252', 'utf-16le', 'utf-16be'),
    bom: fc.boolean(),
    hits: fc.array(fc.tuple(fc.nat(), fc.integer({ max: 255, min: 0 })), { maxLength: 3 }),
    cut: fc.option(fc.nat(), { freq: 3 }),
  })
  .map(({ header, lines, ends, hasLastEnd, encoding, bom, hits, cut }) => {
    const all = header === '' ? lines : [header, ...lines];
    const text = all.map((line, i) => line + (i < all.length - 1 || hasLastEnd ? ends[i % ends.length] : '')).join('');
    const bytes = encode(text, encoding, bom);
    for (const [place, value] of hits) if (bytes.length > 0) bytes[place % bytes.length] = value;
    return cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
  });
