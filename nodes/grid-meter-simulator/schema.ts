import { Type } from '@sinclair/typebox';
import { SimulatorSettings } from '../../simulator';
import { defineNode } from '../shell/definition';

const { dialects, faults } = SimulatorSettings.properties;

export const definition = defineNode({
  type: 'grid-meter-simulator',
  version: 1,
  color: '#c3b6d9',
  inputs: 1,
  outputs: [{ name: 'counts', schema: Type.Object({}), single: true }],
  settings: Type.Composite([
    Type.Pick(SimulatorSettings, ['broker', 'meters', 'connections', 'concentrators', 'intervalSeconds', 'speed']),
    Type.Object({
      dialects: Type.Partial(dialects, { default: {}, description: 'Weight of each dialect: {"tasmota": 1}' }),
      faults: Type.Partial(faults, { default: {}, description: 'Rates of faults: {"late": 0.01}' }),
    }),
    Type.Pick(SimulatorSettings, ['heavyShare', 'cities', 'seed', 'qos']),
  ]),
  credentials: { username: 'text', password: 'password' },
  basic: ['broker', 'meters', 'faults'],
});
