import type { Operator } from '../../lib/messages';
import { payloadElements } from '../../lib/stress/payload-elements';
import { TelemetryIntake, type TelemetryIntakePorts } from '../../lib/telemetry';
import { networkOf } from '../grid-topology/network-of';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, ({ network, applies, ...settings }, context) => {
  const live = networkOf(context, network);
  const intake = new TelemetryIntake(live.original, settings);
  const operator: Operator<unknown, TelemetryIntakePorts> = {
    process(batch, nowMs) {
      const out = intake.process(batch, nowMs);
      // Those who compute on the network are told once of all that a message changes.
      if (applies) {
        live.together(() => {
          for (const change of out.changes ?? []) live.apply(change);
        });
      }
      return out;
    },
    reset: () => intake.reset(),
    snapshot: () => intake.snapshot(),
    restore: (state) => intake.restore(state),
  };
  return {
    operator,
    batch: ({ payload }) => payloadElements(payload),
    status: () => {
      const figures = intake.figures();
      if (!figures) return { fill: 'grey', shape: 'ring', text: 'no telemetry yet' };
      const { demandMw, riskyLines } = figures;
      if (riskyLines > 0)
        return { fill: 'yellow', shape: 'dot', text: `${Math.round(demandMw)} MW, ${riskyLines} risky` };
      return { fill: 'green', shape: 'dot', text: `${Math.round(demandMw)} MW` };
    },
  };
});
