import type { Layout, Meter } from './layout';
import { hashName } from './random';
import type { SimulatorSettings } from './settings';

/** What sends: one meter, or one batch of meters behind a concentrator. */
export interface Source {
  name: string;
  meters: number[];
  batchTopic: string | undefined;
  connection: number;
  staggerMs: number;
}

/** Meters in order of their place in the interval; those of our own dialect behind a concentrator as batches. */
export function sourcesOf({ meters, connections }: Layout, settings: SimulatorSettings): Source[] {
  const batched = (meter: Meter) =>
    connections[meter.connection]!.kind === 'concentrator' && meter.dialect === 'gridloom';
  const single = meters.flatMap((meter, index): Source[] =>
    batched(meter)
      ? []
      : [
          {
            name: meter.meterId,
            meters: [index],
            batchTopic: undefined,
            connection: meter.connection,
            staggerMs: meter.staggerMs,
          },
        ],
  );
  const batches = connections.flatMap((plan, connection): Source[] => {
    const members = plan.kind === 'concentrator' ? plan.meters.filter((index) => batched(meters[index]!)) : [];
    const parts = Math.ceil(members.length / settings.batchSize);
    return Array.from({ length: parts }, (_, part) => {
      const name = `${plan.id}/${part}`;
      return {
        name,
        meters: members.slice(part * settings.batchSize, (part + 1) * settings.batchSize),
        batchTopic: plan.statusTopic.replace(/status$/, 'readings'),
        connection,
        staggerMs: Math.floor((hashName(settings.seed, name) / 4_294_967_296) * settings.intervalSeconds * 1000),
      };
    });
  });
  return [...single, ...batches].sort((a, b) => a.staggerMs - b.staggerMs || (a.name < b.name ? -1 : 1));
}
