import { type TSchema, Type } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import {
  GridAlarm,
  LineTelemetry,
  LoadForecast,
  MaintenanceReport,
  NodeTelemetry,
  PowerFlowReport,
  ReconfigurationReport,
  Refusal,
  RouteReport,
  StressMeasurement,
} from '../messages';
import { AlarmLimit } from './page-view';

/** All alarms that stand, in place of those before; a list alone could not be told from others when it is empty. */
const Standing = Type.Object({ standing: Type.Array(GridAlarm) });

/** The limits of the alarm table. */
const Limits = Type.Object({ rules: Type.Array(AlarmLimit) });

/** Of a reconfiguration: a line that it opens is not out. */
const Switched = Type.Object({ lineId: Type.String(), inService: Type.Boolean() });

/** What a person has clicked on the map. */
const Clicked = Type.Object({
  kind: Type.Union([Type.Literal('node'), Type.Literal('line')]),
  id: Type.String({ minLength: 1, maxLength: 1000 }),
  value: Type.Unknown(),
});
/** A page has sent something, which Dashboard keeps as what is shown after a reload: it is told again what to show. */
const Again = Type.Object({ again: Type.Literal(true) });

/** The messages that the page is made of, by name, and the fields that only they have. */
const KINDS = {
  line: [LineTelemetry, ['lineId', 'timeMs']],
  node: [NodeTelemetry, ['nodeId', 'timeMs']],
  load: [StressMeasurement, ['timeMs', 'loadMw']],
  switched: [Switched, ['lineId', 'inService']],
  limits: [Limits, ['rules']],
  clicked: [Clicked, ['kind', 'id', 'value']],
  again: [Again, ['again']],
  alarms: [Standing, ['standing']],
  powerFlow: [PowerFlowReport, ['feeders', 'lossKw']],
  routes: [RouteReport, ['routes', 'lossWeight']],
  reconfiguration: [ReconfigurationReport, ['lossAfterKw']],
  forecast: [LoadForecast, ['issuedMs', 'hours']],
  maintenance: [MaintenanceReport, ['entries', 'assets']],
  refusal: [Refusal, ['reason', 'remedy']],
} as const satisfies Record<string, readonly [TSchema, readonly string[]]>;

type Kinds = typeof KINDS;
type Kind = keyof Kinds;
type Value<K extends Kind> = Kinds[K][0]['static'];

/** A message with what it is. */
export type PageMessage = { [K in Kind]: { kind: K; value: Value<K> } }[Kind];

const CHECKS = Object.entries(KINDS).map(([kind, [schema, fields]]) => {
  return { kind: kind as Kind, check: TypeCompiler.Compile(schema as TSchema) as TypeCheck<TSchema>, fields };
});
const REMEDY = 'wire the outputs of the nodes of grid operations to the page, as the flow grid-operations does';

/** What an element is, told by its fields; a refusal says what is wrong with one that can't be shown. */
export function readPageMessage(element: unknown, place: string): PageMessage | Refusal {
  const isObject = typeof element === 'object' && element !== null;
  const found = isObject && CHECKS.find(({ fields }) => fields.every((field) => Object.hasOwn(element, field)));
  if (!found) {
    const message = `${place} is nothing that the page shows`;
    return { reason: 'not-for-the-page', message, place, remedy: REMEDY, original: element };
  }
  if (found.check.Check(element)) return { kind: found.kind, value: element } as PageMessage;
  const fault = found.check.Errors(element).First();
  const at = `${place}${(fault?.path ?? '').slice(0, 100).replaceAll('/', '.')}`;
  return { reason: 'bad-value', message: `${at}: ${fault?.message}`, place: at, remedy: REMEDY, original: element };
}

export const isRefusal = (read: PageMessage | Refusal): read is Refusal => !('kind' in read);
