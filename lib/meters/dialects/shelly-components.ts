import { MAX_FIELDS } from '../limits';
import type { Phase, Quantity } from '../names';
import { pointer } from '../sink';
import { isObject, type JsonObject, own } from '../values';

/** One component in a status: its kind, its channel, and where it stands. */
export interface Component {
  kind: string;
  channel: number;
  /** The three-phase meter, of which a device has one. */
  isWhole: boolean;
  status: JsonObject;
  place: string;
}

interface Field {
  path: readonly string[];
  quantity: Quantity;
  phase: Phase | undefined;
}

const field = (path: string, quantity: Quantity, phase?: Phase): Field => ({ path: path.split('.'), quantity, phase });

const EM: readonly Field[] = [
  field('total_act_power', 'activePowerW'),
  field('total_current', 'currentA'),
  ...(['a', 'b', 'c'] as const).flatMap((phase) => [
    field(`${phase}_act_power`, 'activePowerW', phase),
    field(`${phase}_voltage`, 'voltageV', phase),
    field(`${phase}_current`, 'currentA', phase),
    field(`${phase}_pf`, 'powerFactor', phase),
  ]),
  field('a_freq', 'frequencyHz'),
];
const EM_DATA: readonly Field[] = [field('total_act', 'importWh'), field('total_act_ret', 'exportWh')];
const EM1: readonly Field[] = [
  field('act_power', 'activePowerW'),
  field('voltage', 'voltageV'),
  field('current', 'currentA'),
  field('pf', 'powerFactor'),
  field('freq', 'frequencyHz'),
];
const EM1_DATA: readonly Field[] = [field('total_act_energy', 'importWh'), field('total_act_ret_energy', 'exportWh')];
const SWITCH: readonly Field[] = [
  field('apower', 'activePowerW'),
  field('voltage', 'voltageV'),
  field('current', 'currentA'),
  field('pf', 'powerFactor'),
  field('freq', 'frequencyHz'),
  field('aenergy.total', 'importWh'),
  field('ret_aenergy.total', 'exportWh'),
];
/** Components that measure, with the fields of their status. */
const FIELDS = new Map<string, readonly Field[]>([
  ['em', EM],
  ['emdata', EM_DATA],
  ['em1', EM1],
  ['em1data', EM1_DATA],
  ...['switch', 'pm1', 'cover', 'light', 'rgb', 'rgbw', 'cct'].map((kind) => [kind, SWITCH] as const),
]);
/** Components that share the topic and the frames and measure no power. */
const OTHERS = new Set(
  'sys wifi wifi_sta eth cloud mqtt ws ble script input temperature humidity devicepower voltmeter modbus knx matter ui'.split(
    ' ',
  ),
);
/** A field that only one kind of component has, to tell a bare status by. */
const SIGNS: readonly (readonly [string, string])[] = [
  ['a_act_power', 'em'],
  ['total_act_power', 'em'],
  ['total_act', 'emdata'],
  ['act_power', 'em1'],
  ['total_act_energy', 'em1data'],
  ['apower', 'switch'],
  ['aenergy', 'switch'],
];
const NAME = /^([a-z0-9_]{1,16})(?::(\d{1,5}))?$/;

export function fieldsOf(kind: string): readonly Field[] {
  return FIELDS.get(kind) ?? [];
}

/** True for `em:0`, `wifi` and the like. */
export function isComponentName(name: string): boolean {
  const kind = NAME.exec(name)?.[1];
  return kind !== undefined && (FIELDS.has(kind) || OTHERS.has(kind));
}

function named(name: string, status: JsonObject, place: string): Component | undefined {
  const [, kind = '', channel] = NAME.exec(name) ?? [];
  if (!FIELDS.has(kind) || channel === undefined) return undefined;
  const isWhole = (kind === 'em' || kind === 'emdata') && Number(channel) === 0;
  return { kind, channel: Number(channel), isWhole, status, place };
}

/** The measuring components in an object whose keys name them, as in NotifyStatus and Shelly.GetStatus. */
export function componentsIn(part: JsonObject, place: string): Component[] {
  const components: Component[] = [];
  for (const name of Object.keys(part).slice(0, MAX_FIELDS)) {
    const status = part[name];
    if (!isObject(status)) continue;
    const component = named(name, status, place + pointer(name));
    if (component) components.push(component);
  }
  return components;
}

/** The component that an object is the bare status of: named by the topic, or told by its fields and `id`. */
export function componentOf(part: JsonObject, place: string, topicName?: string): Component | undefined {
  if (topicName !== undefined) return named(topicName, part, place);
  const id = own(part, 'id');
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return undefined;
  const sign = SIGNS.find(([name]) => own(part, name) !== undefined);
  return sign && named(`${sign[1]}:${id}`, part, place);
}

/** The value at a path; undefined where there is none. */
export function valueAt(status: JsonObject, path: readonly string[]): unknown {
  let value: unknown = status;
  for (const level of path) value = isObject(value) ? own(value, level) : undefined;
  return value;
}
