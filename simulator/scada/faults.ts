import { type Static, Type } from '@sinclair/typebox';

/** Kind of a fault → what it befalls, and what `size` is of it where it has one. */
export const SCADA_FAULTS = {
  'line-out': { of: 'line' },
  overload: { of: 'node', size: 1.5 },
  'hot-joint': { of: 'line', size: 100 },
  vibration: { of: 'line', size: 5 },
  'gas-rise': { of: 'transformer', size: 1 },
  'stuck-sensor': { of: 'sensor' },
  'communication-gap': { of: 'sensor' },
} as const;
export type ScadaFaultKind = keyof typeof SCADA_FAULTS;

const KINDS = Object.keys(SCADA_FAULTS) as ScadaFaultKind[];

/** Begins a fault, or takes the place of one of the same kind at the same place. */
export const FaultCommand = Type.Object(
  {
    fault: Type.Union(KINDS.map((kind) => Type.Literal(kind))),
    id: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Line, node or transformer; * is all, for a communication gap',
    }),
    minutes: Type.Number({
      default: 10,
      exclusiveMinimum: 0,
      maximum: 1e6,
      unit: 'min',
      description: 'Event time to its end',
    }),
    size: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1000,
        description:
          'overload: times the load (1.5); hot-joint: K at rated current (100); vibration: mm/s more (5); gas-rise: times the gases (1)',
      }),
    ),
  },
  { additionalProperties: false },
);
export type FaultCommand = Static<typeof FaultCommand>;

export interface ActiveFault {
  kind: ScadaFaultKind;
  id: string;
  endMs: number;
  size: number;
}

/** All elements, of a communication gap. */
export const ALL = '*';

/** The faults that there are now, each at its place until its end. */
export class ScadaFaults {
  private readonly active = new Map<string, ActiveFault>();

  get count(): number {
    return this.active.size;
  }

  begin({ fault: kind, id, minutes, size }: FaultCommand, timeMs: number): void {
    const usual = 'size' in SCADA_FAULTS[kind] ? (SCADA_FAULTS[kind] as { size: number }).size : 0;
    this.active.set(keyOf(kind, id), { kind, id, endMs: timeMs + minutes * 60_000, size: size ?? usual });
  }

  /** Ends those whose time is over. */
  expire(timeMs: number): void {
    for (const [key, { endMs }] of this.active) if (timeMs >= endMs) this.active.delete(key);
  }

  /** Ends those of an element, or all. @returns how many there were */
  clear(id: string | true): number {
    const before = this.active.size;
    for (const [key, fault] of this.active) if (id === true || fault.id === id) this.active.delete(key);
    return before - this.active.size;
  }

  has(kind: ScadaFaultKind, id: string): boolean {
    return this.active.has(keyOf(kind, id));
  }

  /** Undefined without such a fault. */
  sizeOf(kind: ScadaFaultKind, id: string): number | undefined {
    return this.active.get(keyOf(kind, id))?.size;
  }
}

const keyOf = (kind: ScadaFaultKind, id: string) => `${kind}/${id}`;
