import { Type } from '@sinclair/typebox';
import { SimulatorSettings } from '../../simulator';
import { defineNode } from '../shell/definition';

const { dialects, faults, theft, life } = SimulatorSettings.properties;

const count = (description: string) => Type.Integer({ minimum: 0, description });
const SimulatorCounts = Type.Object(
  {
    sent: count('Messages handed to a connection'),
    acknowledged: count('Acknowledged by the broker (QoS 1) or written to the socket (QoS 0)'),
    failed: count('Unacknowledged when their connection ended'),
    missed: count('Due while their connection was down: such readings are gone'),
    inFlight: count('Under way'),
    connections: count('Connections in all'),
    connected: count('Connections that are up'),
    reconnects: count('Connections that were made again'),
  },
  { $id: 'SimulatorCounts', title: 'SimulatorCounts' },
);

export const definition = defineNode({
  type: 'grid-meter-simulator',
  version: 1,
  color: '#c3b6d9',
  inputs: 1,
  outputs: [{ name: 'counts', schema: SimulatorCounts, single: true }],
  settings: Type.Composite([
    Type.Pick(SimulatorSettings, ['broker', 'meters', 'connections', 'concentrators', 'intervalSeconds', 'speed']),
    Type.Object({
      dialects: Type.Partial(dialects, { default: {}, description: 'Weight of each dialect: {"tasmota": 1}' }),
      faults: Type.Partial(faults, { default: {}, description: 'Rates of faults: {"late": 0.01}' }),
      theft: Type.Partial(theft, { default: {}, description: 'Tampered meters: {"share": 0.05}' }),
      life: Type.Partial(life, { default: {}, description: 'Honest events a year: {"vacation": 2}' }),
    }),
    Type.Pick(SimulatorSettings, ['startDaysAgo', 'heavyShare', 'cities', 'topicRoot', 'seed', 'qos']),
  ]),
  credentials: { username: 'text', password: 'password' },
  basic: ['broker', 'meters', 'faults'],
});
