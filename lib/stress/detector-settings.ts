import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../stream/settings';

const SourceNode = Type.Object(
  {
    nodeId: Type.String({ minLength: 1, maxLength: 200 }),
    capacity: Type.Number({ minimum: 0, maximum: 10, description: 'Share of the stress that falls on this node' }),
  },
  { additionalProperties: false },
);

const limit = (unit: string, description: string) => Type.Optional(Type.Number({ unit, description }));

/** Limits of one node; what is absent is that of the entry `*`, and without that not judged. */
export const NodeLimits = Type.Object(
  {
    nodeId: Type.String({ minLength: 1, maxLength: 200, description: 'Node, or * for all' }),
    loadingWarningPercent: limit('%', 'Stress 0'),
    loadingTripPercent: limit('%', 'Stress 1'),
    voltageLowTripPu: limit('p.u.', 'Stress 1'),
    voltageLowWarningPu: limit('p.u.', 'Stress 0'),
    voltageHighWarningPu: limit('p.u.', 'Stress 0'),
    voltageHighTripPu: limit('p.u.', 'Stress 1'),
    temperatureWarningC: limit('°C', 'Stress 0'),
    temperatureTripC: limit('°C', 'Stress 1'),
  },
  { $id: 'NodeLimits', additionalProperties: false },
);
export type NodeLimits = Static<typeof NodeLimits>;

/** The settings of the stress detector. Every one has a default; those of the system load are the original's. */
export const StressDetectorSettings = Type.Object(
  {
    referenceLoadMw: Type.Number({
      default: 80_000,
      exclusiveMinimum: 0,
      maximum: 1e8,
      unit: 'MW',
      description: 'Load of the system by which its load is divided',
    }),
    loadThreshold: Type.Number({ default: 0.72, minimum: 0, maximum: 10, description: 'Share of it without stress' }),
    sources: Type.Array(SourceNode, {
      default: [
        { nodeId: 'N1', capacity: 1 },
        { nodeId: 'N7', capacity: 0.85 },
        { nodeId: 'N12', capacity: 0.75 },
      ],
      maxItems: 10_000,
      description: 'Nodes at which the load of the system is felt',
    }),
    factorLow: Type.Number({ default: 1.2, minimum: 0, maximum: 100, description: 'Least factor of a stress' }),
    factorHigh: Type.Number({ default: 1.8, minimum: 0, maximum: 100, description: 'Largest factor of a stress' }),
    seed: Type.Union([Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), Type.Null()], {
      default: null,
      description: 'Draws the factor between the two; without a seed it is their mean',
    }),
    stressCap: Type.Number({
      default: 0.5,
      minimum: 0,
      maximum: 1,
      description: 'Stress by system load is at most this',
    }),
    limits: Type.Array(NodeLimits, {
      // Loading: the rating, and 1.5 of it, which IEC 60076-7 lets distribution transformers carry in normal cycles.
      // Voltage: ±10 % is EN 50160 and IEC 60038; ±5 % is in neither, but a usual band of planning (ANSI C84.1, range A).
      // Hot spot: 120 °C in normal cycles, 160 °C in short emergencies of power transformers (IEC 60076-7).
      default: [
        {
          nodeId: '*',
          loadingWarningPercent: 100,
          loadingTripPercent: 150,
          voltageLowTripPu: 0.9,
          voltageLowWarningPu: 0.95,
          voltageHighWarningPu: 1.05,
          voltageHighTripPu: 1.1,
          temperatureWarningC: 120,
          temperatureTripC: 160,
        },
      ],
      maxItems: 100_000,
      description: 'Limits of nodes, * for all that have none of their own',
    }),
  },
  { $id: 'StressDetectorSettings', title: 'StressDetectorSettings', additionalProperties: false },
);
export type StressDetectorSettings = Static<typeof StressDetectorSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export function completeDetectorSettings(given: Partial<StressDetectorSettings>): StressDetectorSettings {
  const complete = withDefaults(StressDetectorSettings, given, 'stress detector settings');
  if (complete.factorLow > complete.factorHigh) {
    throw new Error('stress detector settings: factorLow: is above factorHigh: swap the two');
  }
  checkTwice(complete.sources, 'sources');
  checkTwice(complete.limits, 'limits');
  return complete;
}

function checkTwice(list: readonly { nodeId: string }[], place: string): void {
  const seen = new Set<string>();
  for (const [i, { nodeId }] of list.entries()) {
    if (seen.has(nodeId))
      throw new Error(`stress detector settings: ${place}[${i}]: ${nodeId} is there twice: leave one`);
    seen.add(nodeId);
  }
}
