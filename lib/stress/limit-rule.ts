import type { StressCause, StressEvent } from '../messages/stress-event';
import type { StressMeasurement } from '../messages/stress-measurement';
import type { NodeLimits } from './detector-settings';

/** How far a value is beyond its warning limit on the way to its trip limit: 0 up to the warning, 1 from the trip on. */
export function beyond(value: number, warning: number, trip: number): number {
  return Math.min(1, Math.max(0, (value - warning) / (trip - warning)));
}

interface Band {
  cause: StressCause;
  unit: string;
  measured(measurement: StressMeasurement): number | undefined;
  warning: number;
  trip: number;
}

/** The limits of one node, made ready: one band for each limit that is given. */
export class LimitRule {
  private readonly bands: Band[] = [];

  /** @throws Error that names the limits which don't go together */
  constructor(limits: NodeLimits) {
    const add = (
      low: keyof NodeLimits,
      high: keyof NodeLimits,
      isUpward: boolean,
      band: Omit<Band, 'warning' | 'trip'>,
    ) => {
      const [warning, trip] = [limits[low], limits[high]] as (number | undefined)[];
      if (warning === undefined && trip === undefined) return;
      if (warning === undefined || trip === undefined || warning === trip || warning < trip !== isUpward) {
        const order = isUpward ? 'above' : 'below';
        throw new Error(
          `limits of node ${limits.nodeId}: ${low} ${warning}, ${high} ${trip}: give both, the second ${order} the first`,
        );
      }
      this.bands.push({ ...band, warning, trip });
    };
    add('loadingWarningPercent', 'loadingTripPercent', true, {
      cause: 'loading',
      unit: '%',
      measured: ({ loadingPercent }) => loadingPercent,
    });
    const voltage = { cause: 'voltage', unit: 'p.u.', measured: (m: StressMeasurement) => m.voltagePu } as const;
    add('voltageLowWarningPu', 'voltageLowTripPu', false, voltage);
    add('voltageHighWarningPu', 'voltageHighTripPu', true, voltage);
    add('temperatureWarningC', 'temperatureTripC', true, {
      cause: 'temperature',
      unit: '°C',
      measured: ({ temperatureC }) => temperatureC,
    });
  }

  /** One event for each quantity that is measured and has limits, stress 0 included: it ends an earlier one. */
  events(measurement: StressMeasurement, nodeId: string): StressEvent[] {
    const worst = new Map<StressCause, StressEvent>();
    for (const { cause, unit, measured, warning, trip } of this.bands) {
      const value = measured(measurement);
      if (value === undefined) continue;
      const stress = beyond(value, warning, trip);
      // Of the two sides of a voltage band at most one is passed.
      if (stress <= (worst.get(cause)?.stress ?? -1)) continue;
      const because = `${value} ${unit}: (${value} − ${warning}) / (${trip} − ${warning}), within 0 and 1`;
      worst.set(cause, { nodeId, timeMs: measurement.timeMs, stress, cause, value, limit: warning, unit, because });
    }
    return [...worst.values()];
  }
}
