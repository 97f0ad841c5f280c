import { payloadElements } from '../../lib/stress/payload-elements';
import { TELEMETRY_TOPIC } from '../../simulator/scada';
import { networkOf } from '../grid-topology/network-of';
import { gridNode } from '../shell/grid-node';
import { FieldDevice } from './field-device';
import { definition } from './schema';

/** After a deploy, until all nodes of the flow are there. */
const DEPLOY_MS = 100;

export = gridNode(definition, ({ network, starts, historyDays, ...settings }, context) => {
  const { send } = context;
  const live = networkOf(context, network);
  let device = new FieldDevice(live, settings, Date.now());
  let isHistoryDue = historyDays > 0;
  let timer: NodeJS.Timeout | undefined;
  const publish = () => {
    try {
      if (isHistoryDue) send([null, null, { topic: 'history', payload: device.history(historyDays) }]);
      isHistoryDue = false;
      const telemetry = device.publish(Date.now());
      if (telemetry.length > 0) send({ topic: TELEMETRY_TOPIC, payload: telemetry });
    } catch (error) {
      // With a message, so that a Catch node gets it.
      context.node.error(error as Error, {});
    }
  };
  const run = (waitMs: number) => {
    timer ??= setTimeout(() => {
      publish();
      timer = setInterval(publish, 1000 * settings.intervalSeconds);
    }, waitMs);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  if (starts) run(DEPLOY_MS);

  return {
    input({ payload, reset }, to) {
      if (reset) {
        device = new FieldDevice(live, settings, Date.now());
        isHistoryDue = historyDays > 0;
      } else if (payload === 'start') run(0);
      else if (payload === 'stop') stop();
      else {
        const refused = device.obey(payloadElements(payload));
        if (refused.length > 0) to([null, { payload: refused }]);
      }
    },
    status() {
      if (!timer) return { fill: 'grey', shape: 'ring', text: 'stopped' };
      const { faultCount } = device;
      if (faultCount === 1) return { fill: 'yellow', shape: 'dot', text: '1 fault' };
      if (faultCount > 1) return { fill: 'yellow', shape: 'dot', text: `${faultCount} faults` };
      return { fill: 'green', shape: 'dot', text: 'running' };
    },
    close: stop,
  };
});
