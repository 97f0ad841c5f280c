import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { LineTelemetry, NodeTelemetry } from '../messages';
import type { Plant } from './plant';

const MaybeNumber = Type.Optional(Type.Number());
const NodeValues = Type.Object({ timeMs: Type.Number(), loadMw: MaybeNumber, generationMw: MaybeNumber });
type NodeValues = Static<typeof NodeValues>;
const LineValues = Type.Object({
  timeMs: Type.Number(),
  inService: Type.Optional(Type.Boolean()),
  currentA: MaybeNumber,
  temperatureC: MaybeNumber,
  risk: MaybeNumber,
});
type LineValues = Static<typeof LineValues>;

const Snapshot = Type.Object({
  operator: Type.Literal('telemetry-intake'),
  nodes: Type.Array(Type.Tuple([Type.String(), NodeValues])),
  lines: Type.Array(Type.Tuple([Type.String(), LineValues])),
});

/**
 * The newest values of each node and line. Bounded by the network: what is none of its nodes or lines does not come in.
 * A value holds until there is another one.
 */
export class LatestValues {
  private readonly nodes = new Map<string, NodeValues>();
  private readonly lines = new Map<string, LineValues>();
  newestMs = 0;

  constructor(private readonly plant: Plant) {}

  nodeTimeMs(id: string): number | undefined {
    return this.nodes.get(id)?.timeMs;
  }

  lineTimeMs(id: string): number | undefined {
    return this.lines.get(id)?.timeMs;
  }

  setNode({ nodeId, timeMs, loadMw, generationMw }: NodeTelemetry): void {
    const given = {
      timeMs,
      ...(loadMw === undefined ? {} : { loadMw }),
      ...(generationMw === undefined ? {} : { generationMw }),
    };
    this.nodes.set(nodeId, { ...this.nodes.get(nodeId), ...given });
    this.newestMs = Math.max(this.newestMs, timeMs);
  }

  /** @returns the newest values of the line; the risk is that of its sender, or by current and temperature */
  setLine({ lineId, timeMs, inService, currentA, temperatureC, risk }: LineTelemetry): LineValues {
    const before = this.lines.get(lineId);
    const now: LineValues = {
      ...before,
      timeMs,
      ...(inService === undefined ? {} : { inService }),
      ...(currentA === undefined ? {} : { currentA }),
      ...(temperatureC === undefined ? {} : { temperatureC }),
    };
    const filled = risk ?? riskOf(now, this.plant.ratedCurrentA(this.plant.line(lineId)!));
    if (filled === undefined) delete now.risk;
    else now.risk = filled;
    this.lines.set(lineId, now);
    this.newestMs = Math.max(this.newestMs, timeMs);
    return now;
  }

  demandMw(): number {
    let sum = 0;
    for (const { loadMw } of this.nodes.values()) sum += loadMw ?? 0;
    return sum;
  }

  riskyLines(above: number): number {
    let count = 0;
    for (const { risk } of this.lines.values()) if (risk !== undefined && risk > above) count++;
    return count;
  }

  /** Sources whose supply is known and below this. */
  idleSources(belowMw: number): number {
    let count = 0;
    for (const [id, { generationMw }] of this.nodes) {
      if (generationMw !== undefined && generationMw < belowMw && this.plant.isSource(id)) count++;
    }
    return count;
  }

  clear(): void {
    this.nodes.clear();
    this.lines.clear();
    this.newestMs = 0;
  }

  snapshot(): unknown {
    const state = { operator: 'telemetry-intake', nodes: [...this.nodes], lines: [...this.lines] };
    return structuredClone(state);
  }

  /** What is no longer in the network is left out. @throws Error when it is no such snapshot */
  restore(state: unknown): void {
    if (!Value.Check(Snapshot, state)) {
      const fault = Value.Errors(Snapshot, state).First();
      throw new Error(`not a snapshot of telemetry: ${fault?.path || 'state'}: ${fault?.message}`);
    }
    this.clear();
    const { nodes, lines } = structuredClone(state);
    for (const [id, values] of nodes) if (this.plant.node(id)) this.nodes.set(id, values);
    for (const [id, values] of lines) if (this.plant.line(id)) this.lines.set(id, values);
    for (const { timeMs } of [...this.nodes.values(), ...this.lines.values()])
      this.newestMs = Math.max(this.newestMs, timeMs);
  }
}

/** The original's risk of a line, min(1, ½·I/I_rated + ½·T/100 °C); undefined as long as either is not known. */
export function riskOf(
  { inService, currentA, temperatureC }: Pick<LineValues, 'inService' | 'currentA' | 'temperatureC'>,
  ratedA: number,
): number | undefined {
  if (temperatureC === undefined) return undefined;
  const carriedA = inService === false ? 0 : currentA;
  if (carriedA === undefined) return undefined;
  return Math.min(1, (0.5 * carriedA) / ratedA + (0.5 * Math.max(0, temperatureC)) / 100);
}
