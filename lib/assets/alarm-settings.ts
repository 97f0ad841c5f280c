import { type Static, Type } from '@sinclair/typebox';
import { AlarmQuantity } from '../messages';
import { withDefaults } from '../stream/settings';

/** One limit of one quantity. */
export const AlarmRule = Type.Object(
  {
    quantity: AlarmQuantity,
    side: Type.Union([Type.Literal('above'), Type.Literal('below')]),
    limit: Type.Number({ description: 'In the unit of the quantity; an alarm is raised beyond it' }),
    hysteresis: Type.Number({ minimum: 0, description: 'How far back from the limit it clears' }),
    severity: Type.Union([Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]),
  },
  { $id: 'AlarmRule', additionalProperties: false },
);
export type AlarmRule = Static<typeof AlarmRule>;

const rule = (
  quantity: AlarmQuantity,
  side: AlarmRule['side'],
  limit: number,
  hysteresis: number,
  severity: AlarmRule['severity'],
): AlarmRule => ({ quantity, side, limit, hysteresis, severity });

/** Where the original has two limits for one quantity, the milder one is a medium alarm here and the other a high one. */
const DEFAULT_RULES: AlarmRule[] = [
  rule('demandMw', 'above', 300, 10, 'medium'),
  rule('demandMw', 'above', 350, 10, 'high'),
  rule('risk', 'above', 0.6, 0.05, 'medium'),
  rule('risk', 'above', 0.7, 0.05, 'high'),
  rule('temperatureC', 'above', 60, 3, 'medium'),
  rule('temperatureC', 'above', 70, 3, 'high'),
  rule('lossPercent', 'above', 0.4, 0.02, 'medium'),
  rule('lossPercent', 'above', 0.5, 0.02, 'high'),
  // 200 to 240 kV and 195 to 245 kV of 220 kV.
  rule('voltagePu', 'below', 0.909, 0.005, 'medium'),
  rule('voltagePu', 'below', 0.886, 0.005, 'high'),
  rule('voltagePu', 'above', 1.091, 0.005, 'medium'),
  rule('voltagePu', 'above', 1.114, 0.005, 'high'),
  rule('currentA', 'above', 450, 15, 'medium'),
  rule('riskyLines', 'above', 5, 0, 'medium'),
  rule('idleGenerators', 'above', 0, 0, 'low'),
];

export const GridAlarmSettings = Type.Object(
  {
    rules: Type.Array(AlarmRule, { default: DEFAULT_RULES, maxItems: 200 }),
    raiseAfterSeconds: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 86_400,
      unit: 's',
      description: 'So long all values must lie beyond the limit, in event time',
    }),
    clearAfterSeconds: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 86_400,
      unit: 's',
      description: 'So long all values must lie back from the limit, in event time',
    }),
    maximumShelveHours: Type.Number({ default: 24, exclusiveMinimum: 0, maximum: 8760, unit: 'h' }),
    maximumAheadMinutes: Type.Number({
      default: 60,
      minimum: 0,
      unit: 'min',
      description: 'A value further ahead of the clock is refused',
    }),
    maximumAlarms: Type.Integer({
      default: 10_000,
      minimum: 1,
      maximum: 1_000_000,
      description: 'Raised or about to be; a value that would be one more is refused',
    }),
  },
  { $id: 'GridAlarmSettings', title: 'GridAlarmSettings', additionalProperties: false },
);
export type GridAlarmSettings = Static<typeof GridAlarmSettings>;

/** The alarms of a rule begin with this. */
export const ruleId = ({ quantity, side, limit }: AlarmRule) => `grid/${quantity}/${side}/${limit}/`;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export function completeAlarmSettings(given: Partial<GridAlarmSettings>): GridAlarmSettings {
  const complete = withDefaults(GridAlarmSettings, given, 'alarm settings');
  const seen = new Set<string>();
  for (const [i, rule] of complete.rules.entries()) {
    if (seen.has(ruleId(rule))) throw new Error(`alarm settings: rules[${i}]: this limit is there twice: leave one`);
    seen.add(ruleId(rule));
  }
  return complete;
}
