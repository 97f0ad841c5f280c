import { createSimulator, type Publisher } from '../../simulator';
import { gridNode } from '../shell/grid-node';
import { definition } from './schema';

export = gridNode(definition, (settings, { node, send, fail }) => {
  let publisher: Publisher | undefined;
  let closing = false;

  function start(): void {
    if (publisher || closing) return;
    const { username = '', password = '' } = node.credentials ?? {};
    publisher = createSimulator(
      { ...settings, username, password },
      { waitForBroker: true, clientIdPrefix: `gridloom-${node.id}-` },
    );
    publisher.start().catch(fail);
  }

  async function stop(): Promise<void> {
    const stopping = publisher;
    publisher = undefined;
    await stopping?.stop();
  }

  start();
  return {
    async input({ payload }) {
      if (payload === false || payload === 'stop') await stop();
      else if (payload === true || payload === 'start') start();
      else throw new Error(`payload must be "start" or "stop" (or true or false), but is ${JSON.stringify(payload)}`);
    },
    tick: () => publisher && send({ payload: publisher.counts() }),
    status() {
      if (!publisher) return { fill: 'grey', shape: 'ring', text: 'stopped' };
      const { connected, connections } = publisher.counts();
      const all = connected === connections;
      return {
        fill: all ? 'green' : 'yellow',
        shape: all ? 'dot' : 'ring',
        text: `${connected}/${connections} connected`,
      };
    },
    close() {
      closing = true;
      return stop();
    },
  };
});
