import { Value } from '@sinclair/typebox/value';
import { CsvReader, CsvSettings, ImportContext, type ReadPosition, type Reject } from '../../../lib/ingest';

/** An accepted reading with its names. */
export interface Reading {
  household: string;
  district: string | undefined;
  city: string | undefined;
  timeMs: number;
  kwh: number;
  line: number;
}

export const csvSettings = (some: Partial<CsvSettings> = {}): CsvSettings => ({
  ...Value.Create(CsvSettings),
  ...some,
});

/** Collects what a reader hands on. */
export function collector(settings: CsvSettings, context = new ImportContext()) {
  const accepted: Reading[] = [];
  const rejects: Reject[] = [];
  const reader = new CsvReader(
    settings,
    {
      rows(batch) {
        for (let i = 0; i < batch.count; i++) {
          accepted.push({
            household: context.household(batch.household[i]!),
            district: context.district(batch.district[i]!),
            city: context.city(batch.city[i]!),
            timeMs: batch.timeMs[i]!,
            kwh: batch.kwh[i]!,
            line: batch.rowLine[batch.row[i]!]!,
          });
        }
      },
      reject: (reject) => rejects.push(reject),
    },
    context,
  );
  return { reader, accepted, rejects };
}

/** Reads a whole file that comes in pieces cut at the given places. */
export function readBytes(bytes: Uint8Array, cuts: readonly number[] = [], settings = csvSettings()) {
  const found = collector(settings);
  let from = 0;
  for (const cut of [...cuts.map((c) => c % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    // A copy, because the reader of files uses its buffer again.
    found.reader.write(bytes.slice(from, cut));
    from = cut;
  }
  found.reader.end();
  found.rejects.sort((a, b) => a.line - b.line);
  return found;
}

export const readText = (text: string, settings?: Partial<CsvSettings>) =>
  readBytes(Buffer.from(text), [], csvSettings(settings));

/** Goes on from a position as a second reader of the same file does. */
export function readFrom(bytes: Uint8Array, position: ReadPosition, settings = csvSettings()) {
  const found = collector(settings);
  const head = bytes.slice(0, 262_144);
  found.reader.start(head, head.length === bytes.length);
  found.reader.resume(position);
  found.reader.write(bytes.slice(position.byteOffset));
  found.reader.end();
  return found;
}
