import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../stream/settings';

const weight = (value: number, description: string) =>
  Type.Number({ default: value, minimum: 0, maximum: 1000, description });
const count = (value: number, maximum: number, description: string) =>
  Type.Integer({ default: value, minimum: 1, maximum, description });
const minutes = (value: number, description: string) =>
  Type.Number({ default: value, exclusiveMinimum: 0, maximum: 527_040, unit: 'min', description });

/** The settings of the risk windows. Every one has a default. */
export const RiskWindowSettings = Type.Object(
  {
    windows: Type.Union(
      [
        Type.Literal('tumbling'),
        Type.Literal('hopping'),
        Type.Literal('sliding'),
        Type.Literal('trailing'),
        Type.Literal('last'),
      ],
      {
        default: 'hopping',
        description:
          'tumbling: side by side; hopping: overlapping; sliding: as Kafka Streams, one that ends at each value and one that begins after it; trailing: only those that end at a value; last: the last values of a node, whenever they were',
      },
    ),
    windowMinutes: minutes(360, 'Length of a window in event time; of sliding windows the time difference'),
    advanceMinutes: minutes(60, 'A hopping window begins every so often'),
    lastValues: count(10, 10_000, 'How many values, for the windows of kind last'),
    latenessMinutes: Type.Number({
      default: 10,
      minimum: 0,
      maximum: 527_040,
      unit: 'min',
      description: 'How far a value may come behind the newest one (event time) and still count',
    }),
    sameTime: Type.Union([Type.Literal('highest'), Type.Literal('all')], {
      default: 'highest',
      description: 'Of several values of a node at one time the highest counts, or all do',
    }),
    minimumPoints: count(1, 10_000, 'A window with fewer values decides no alert'),
    sumWeight: weight(0, 'Of the sum of the values in the risk'),
    meanWeight: weight(1, 'Of their mean'),
    maximumWeight: weight(0, 'Of the largest'),
    slopeWeight: weight(0.5, 'Of their slope where it is above 0 (least squares)'),
    slopePer: Type.Union(
      [Type.Literal('window'), Type.Literal('record'), Type.Literal('second'), Type.Literal('hour')],
      {
        default: 'window',
        description: 'Rise over the length of the window (of last values: over their time), per value, second or hour',
      },
    ),
    isBounded: Type.Boolean({ default: true, description: 'Risk is 1 − e^−x of the weighted sum x, so below 1' }),
    threshold: Type.Number({
      default: 0.3,
      exclusiveMinimum: 0,
      maximum: 1e6,
      description: 'Risk that raises an alert',
    }),
    highRisk: Type.Number({ default: 0.5, exclusiveMinimum: 0, maximum: 1e6, description: 'Risk of a high alert' }),
    hysteresis: Type.Number({ default: 0.05, minimum: 0, maximum: 1e6, description: 'It clears this far below' }),
    repeats: Type.Boolean({
      default: false,
      description: 'Sends an alert again after the cool-down while it lasts; otherwise only when it becomes high',
    }),
    coolDownMinutes: Type.Number({
      default: 60,
      minimum: 0,
      maximum: 527_040,
      unit: 'min',
      description: 'No further alert of a node for so long after one (event time)',
    }),
    coolDownEvents: Type.Integer({
      default: 0,
      minimum: 0,
      maximum: 1_000_000,
      description: 'No further alert of a node for so many of its windows after one',
    }),
    idleSeconds: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 31_622_400,
      unit: 's',
      description: 'Closes the open windows when no value came for so long by the clock; 0: never',
    }),
    topCount: count(5, 1000, 'Critical nodes in the overview'),
    rateMinutes: minutes(1, 'Alerts are counted by intervals of this length (event time), the newest ten are kept'),
    maximumNodes: count(10_000, 1_000_000, 'At most so many nodes; the one that was silent longest is forgotten first'),
    maximumRecords: count(1_000_000, 100_000_000, 'At most so many values in open windows; a further one is refused'),
    maximumAheadMinutes: Type.Number({
      default: 60,
      minimum: 1,
      maximum: 5_256_000,
      unit: 'min',
      description: 'A value further ahead of the clock than this is refused',
    }),
  },
  { $id: 'RiskWindowSettings', title: 'RiskWindowSettings', additionalProperties: false },
);
export type RiskWindowSettings = Static<typeof RiskWindowSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export function completeRiskSettings(given: Partial<RiskWindowSettings>): RiskWindowSettings {
  const complete = withDefaults(RiskWindowSettings, given, 'risk window settings');
  const { windows, windowMinutes, advanceMinutes, hysteresis, threshold, highRisk } = complete;
  const fault = (problem: string) => new Error(`risk window settings: ${problem}`);
  if (windows === 'hopping' && advanceMinutes > windowMinutes) {
    throw fault(`advanceMinutes: ${advanceMinutes} is longer than the window: give at most ${windowMinutes}`);
  }
  if (hysteresis >= threshold) throw fault(`hysteresis: ${hysteresis} lets no alert clear: stay below the threshold`);
  if (highRisk < threshold)
    throw fault(`highRisk: ${highRisk} is below the threshold ${threshold}: give at least that`);
  return complete;
}

/** The original: sum of the last ten values of a node, alert from 0.7 on, again after twelve values. */
export const ORIGINAL_RISK: Partial<RiskWindowSettings> = {
  windows: 'last',
  lastValues: 10,
  latenessMinutes: 0,
  sameTime: 'all',
  sumWeight: 1,
  meanWeight: 0,
  slopeWeight: 0,
  isBounded: false,
  threshold: 0.7,
  highRisk: 0.7,
  hysteresis: 0,
  repeats: true,
  coolDownMinutes: 0,
  coolDownEvents: 12,
};

/**
 * The original's older variant: the last 300 s, at least 3 values, sum plus half the slope (per value) where it rises,
 * alert from 0.75 on, again after 120 s.
 */
export const ORIGINAL_OLDER_RISK: Partial<RiskWindowSettings> = {
  ...ORIGINAL_RISK,
  windows: 'trailing',
  windowMinutes: 5,
  minimumPoints: 3,
  slopeWeight: 0.5,
  slopePer: 'record',
  threshold: 0.75,
  highRisk: 0.75,
  coolDownMinutes: 2,
  coolDownEvents: 0,
};
