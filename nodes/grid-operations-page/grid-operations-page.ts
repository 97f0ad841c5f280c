import { OperationsPage } from '../../lib/operations-page';
import { networkOf } from '../grid-topology/network-of';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings, context) => {
  const network = networkOf(context, settings.network);
  const operator = new OperationsPage(network);
  let timer: NodeJS.Timeout | undefined;
  let nextMs = 0;

  function tell(): void {
    timer = undefined;
    const startMs = Date.now();
    const { now, trends, map } = operator.told();
    // A large network takes its time, of which most is left for others.
    nextMs = startMs + Math.max(settings.gapMs, 10 * (Date.now() - startMs));
    context.send([now, trends, map].map((one) => (one ? { payload: one[0] } : null)));
  }
  /** Soon, so that all that comes at once is told at once. */
  function tellSoon(): void {
    timer ??= setTimeout(tell, Math.max(20, nextMs - Date.now()));
  }
  const unsubscribe = network.onChange(tellSoon);
  tellSoon();

  return {
    operator,
    batch: (message) => {
      tellSoon();
      const { error } = message;
      if (typeof error !== 'object' || error === null) return [message.payload].flat();
      const { message: text, source } = error as { message?: unknown; source?: { type?: unknown } };
      operator.failed(String(source?.type ?? 'flow'), String(text).replace(/^Error: /, ''), Date.now());
      return [];
    },
    close: async () => {
      unsubscribe();
      clearTimeout(timer);
    },
  };
});
