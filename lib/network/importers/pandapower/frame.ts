import { short } from '../../checks/finding';
import type { NetworkDraft } from '../network-draft';
import { NetworkFault } from '../network-fault';

/** One row of a table; values that aren't there are undefined. */
export interface FrameRow {
  /** As in the index of the table. */
  id: string;
  place: string;
  number(column: string): number | undefined;
  text(column: string): string | undefined;
  /** True unless it says false. */
  flag(column: string): boolean;
  isTrue(column: string): boolean;
}

/** The tables of a pandapower net: pandas frames in "split" orientation, each as a text within the JSON. */
export class Frames {
  constructor(
    private readonly file: string,
    private readonly tables: Record<string, unknown>,
  ) {}

  /** @throws NetworkFault when the table is damaged; one that isn't there has no rows */
  rows(table: string, draft: NetworkDraft): FrameRow[] {
    const place = `${this.file} ${table}`;
    const given = Object.hasOwn(this.tables, table) ? this.tables[table] : undefined;
    if (given === undefined || given === null) return [];
    const { columns, index, data } = this.splitFrame(given, place);
    const column = new Map(columns.map((name, at) => [name, at]));
    return index.map((id, at): FrameRow => {
      const cells = data[at]!;
      const rowPlace = `${place} row ${short(String(id))}`;
      const cell = (name: string): unknown => {
        const found = column.get(name);
        return found === undefined ? undefined : (cells[found] ?? undefined);
      };
      return {
        id: String(id),
        place: rowPlace,
        number: (name) => {
          const value = cell(name);
          if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
          const problem = `has ${short(JSON.stringify(value))} for ${name}, which counts as not given`;
          draft.findings.add('error', 'not-a-number', rowPlace, { problem, remedy: 'give a finite number' });
          return undefined;
        },
        text: (name) => {
          const value = cell(name);
          return typeof value === 'string' && value !== '' ? value : undefined;
        },
        isTrue: (name) => cell(name) === true || cell(name) === 1,
        flag: (name) => cell(name) !== false && cell(name) !== 0,
      };
    });
  }

  private splitFrame(given: unknown, place: string): { columns: string[]; index: unknown[]; data: unknown[][] } {
    const inner = (given as { _object?: unknown })._object;
    const frame = typeof inner === 'string' ? this.parsed(inner, place) : inner;
    const { columns, index, data } = (frame ?? {}) as Record<string, unknown>;
    const isWhole =
      Array.isArray(columns) &&
      Array.isArray(index) &&
      Array.isArray(data) &&
      columns.every((name) => typeof name === 'string') &&
      data.length === index.length &&
      data.every((row) => Array.isArray(row) && row.length === columns.length);
    if (isWhole) return { columns, index, data };
    throw new NetworkFault(place, 'is no table in split orientation', "save the net with pandapower's to_json");
  }

  private parsed(text: string, place: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      const reason = (error as Error).message.slice(0, 200);
      throw new NetworkFault(place, `is not valid JSON: ${reason}`, "save the net with pandapower's to_json");
    }
  }
}
