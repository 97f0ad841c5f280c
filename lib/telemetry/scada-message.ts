import { type Static, type TObject, Type } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
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
  const { kind, check } = form;
  if (!check.Check(value)) {
    const fault = check.Errors(value).First()!;
    const at = [place, ...fault.path.slice(1).split('/').filter(Boolean)].join('.').slice(0, 200);
    return refusal('bad-value', at, `does not fit: ${fault.message}`, REMEDY, original);
  }
  return { kind, message: known(form, value as Record<string, unknown>) } as Read;
}

/** What does not come in: what, where, and what to do about it. */
export function refusal(reason: string, place: string, problem: string, remedy: string, original: unknown): Refusal {
  return { reason, message: `${place} ${problem}`, place, remedy, original };
}

interface Form {
  kind: Read['kind'];
  check: TypeCheck<TObject>;
  fields: readonly string[];
}

/** Compiled: a grid of thousands of lines is a message of thousands of elements. */
const form = (kind: Read['kind'], schema: TObject): Form => {
  return { kind, check: TypeCompiler.Compile(schema), fields: Object.keys(schema.properties) };
};
const FORMS = {
  node: form('node', NodeTelemetry),
  line: form('line', LineTelemetry),
  load: form('asset', TransformerLoad),
  gas: form('asset', DissolvedGas),
  inspection: form('asset', AssetInspection),
};

function formOf(value: unknown): Form | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('nodeId' in value) return FORMS.node;
  if ('lineId' in value) return FORMS.line;
  if ('assetId' in value) return FORMS.inspection;
  if (!('transformerId' in value)) return undefined;
  return 'loadFactor' in value ? FORMS.load : FORMS.gas;
}

/** Without fields that nobody knows: what else a sender adds must not grow through the flow. */
function known({ fields }: Form, value: Record<string, unknown>): object {
  const there: Record<string, unknown> = {};
  for (const field of fields) if (value[field] !== undefined) there[field] = value[field];
  return there;
}
