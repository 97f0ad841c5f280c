import { type Static, type TObject, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import {
  AssetInspection,
  DissolvedGas,
  LineTelemetry,
  NodeTelemetry,
  type Refusal,
  TransformerLoad,
} from '../messages';

/** What SCADA measures at a node or a line. */
export const GridTelemetry = Type.Union([NodeTelemetry, LineTelemetry], {
  $id: 'GridTelemetry',
  title: 'GridTelemetry',
});
export type GridTelemetry = Static<typeof GridTelemetry>;

/** What is known of the health of an asset. */
export const AssetTelemetry = Type.Union([TransformerLoad, DissolvedGas, AssetInspection], {
  $id: 'AssetTelemetry',
  title: 'AssetTelemetry',
});
export type AssetTelemetry = Static<typeof AssetTelemetry>;

/** One element of what SCADA sends; which one it is, its fields tell. */
export const ScadaMessage = Type.Union([NodeTelemetry, LineTelemetry, TransformerLoad, DissolvedGas, AssetInspection], {
  $id: 'ScadaMessage',
  title: 'ScadaMessage',
});
export type ScadaMessage = Static<typeof ScadaMessage>;

/** Something that may be an element, with the place it was found at and what it was made of. */
export interface Candidate {
  value: unknown;
  place: string;
  original: unknown;
}

export type Read =
  | { kind: 'node'; message: NodeTelemetry }
  | { kind: 'line'; message: LineTelemetry }
  | { kind: 'asset'; message: AssetTelemetry };

const REMEDY =
  'send elements with nodeId, lineId, transformerId or assetId, and timeMs in epoch milliseconds; leave out what was not measured';

/** The element in a candidate with its known fields, or why it is none. */
export function readScada({ value, place, original }: Candidate): Read | Refusal {
  const form = formOf(value);
  if (!form) {
    return refusal('unknown-form', place, 'is no value of a node, line, transformer or asset', REMEDY, original);
  }
  const fault = Value.Errors(form.schema, value).First();
  if (fault) {
    const at = [place, ...fault.path.slice(1).split('/').filter(Boolean)].join('.').slice(0, 200);
    return refusal('bad-value', at, `does not fit: ${fault.message}`, REMEDY, original);
  }
  return { kind: form.kind, message: known(form.schema, value as Record<string, unknown>) } as Read;
}

/** What does not come in: what, where, and what to do about it. */
export function refusal(reason: string, place: string, problem: string, remedy: string, original: unknown): Refusal {
  return { reason, message: `${place} ${problem}`, place, remedy, original };
}

function formOf(value: unknown): { kind: Read['kind']; schema: TObject } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('nodeId' in value) return { kind: 'node', schema: NodeTelemetry };
  if ('lineId' in value) return { kind: 'line', schema: LineTelemetry };
  if ('assetId' in value) return { kind: 'asset', schema: AssetInspection };
  if (!('transformerId' in value)) return undefined;
  return { kind: 'asset', schema: 'loadFactor' in value ? TransformerLoad : DissolvedGas };
}

/** Without fields that nobody knows: what else a sender adds must not grow through the flow. */
function known(schema: TObject, value: Record<string, unknown>): object {
  const fields = Object.keys(schema.properties).filter((field) => value[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [field, value[field]]));
}
