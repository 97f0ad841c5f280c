import { ATTACK_KINDS, DIALECTS, LIFE_KINDS, MESSAGE_FAULTS, METER_FAULTS } from '../simulator';
import { LOGIN_OPTIONS } from './broker-login';
import type { CommandOption } from './command';

export const FAULTS = [...MESSAGE_FAULTS, ...METER_FAULTS];

/** The options of `gridloom simulate`. */
export const SIMULATE_OPTIONS: readonly CommandOption[] = [
  {
    name: 'broker',
    short: 'b',
    type: 'string',
    default: 'mqtt://127.0.0.1:1883',
    placeholder: 'URL',
    description: 'mqtt, mqtts, ws or wss address',
  },
  ...LOGIN_OPTIONS,
  { name: 'meters', short: 'm', type: 'string', default: '100', placeholder: 'N', description: 'Households' },
  {
    name: 'duration',
    short: 'd',
    type: 'string',
    placeholder: 'S',
    description: 'Simulated seconds; without it until Ctrl-C',
  },
  { name: 'speed', type: 'string', default: '1', placeholder: 'X', description: 'Simulated seconds in a second' },
  { name: 'unpaced', type: 'boolean', description: 'As fast as the broker takes it' },
  {
    name: 'interval',
    short: 'i',
    type: 'string',
    default: '5',
    placeholder: 'S',
    description: 'Seconds between two readings of a meter',
  },
  {
    name: 'seed',
    short: 's',
    type: 'string',
    default: '1',
    placeholder: 'N',
    description: 'Same seed, same readings',
  },
  {
    name: 'connections',
    type: 'string',
    default: 'meter',
    placeholder: 'KIND',
    description: 'One connection a meter, or concentrator',
  },
  { name: 'concentrators', type: 'string', default: '20', placeholder: 'N', description: 'Concentrators in all' },
  {
    name: 'dialects',
    type: 'string',
    placeholder: 'LIST',
    description: `Shares, as gridloom=0.5,tasmota=0.5; of ${DIALECTS.join(', ')}`,
  },
  {
    name: 'faults',
    type: 'string',
    placeholder: 'LIST',
    description: `Rates, as late=0.01,restart=0.1; of ${FAULTS.join(', ')}`,
  },
  {
    name: 'heavy',
    type: 'string',
    default: '0.05',
    placeholder: 'X',
    description: 'Share of households that use 2–4 kW most of the time',
  },
  {
    name: 'theft',
    type: 'string',
    default: '0',
    placeholder: 'X',
    description: 'Share of household meters that are tampered with',
  },
  {
    name: 'theft-kinds',
    type: 'string',
    placeholder: 'LIST',
    description: `Only these kinds of theft, as h1,freeze; of ${ATTACK_KINDS.join(', ')}`,
  },
  {
    name: 'theft-severities',
    type: 'string',
    placeholder: 'LIST',
    description: 'Stolen shares, drawn with equal chances (default 0.2,0.4,0.6,0.8)',
  },
  {
    name: 'theft-after',
    type: 'string',
    default: '0',
    placeholder: 'MIN',
    description: 'Each theft begins between this and twice this, simulated minutes',
  },
  {
    name: 'life',
    type: 'string',
    placeholder: 'LIST',
    description: `Honest events in a year of a home, as vacation=2; of ${LIFE_KINDS.join(', ')}`,
  },
  { name: 'qos', short: 'q', type: 'string', default: '1', placeholder: '0|1', description: 'Quality of service' },
  {
    name: 'start',
    type: 'string',
    placeholder: 'ISO',
    description: 'Simulated start, as 2026-01-31T18:00:00Z; without it now',
  },
  {
    name: 'start-days-ago',
    type: 'string',
    default: '0',
    placeholder: 'N',
    description: 'Begin in the past, run at --speed up to now, then go on at speed 1',
  },
  {
    name: 'truth',
    type: 'string',
    placeholder: 'FILE',
    description: 'Write every fault, theft and honest event as one line of JSON',
  },
  {
    name: 'dry-run',
    short: 'n',
    type: 'boolean',
    description: 'Write {topic, payload or payloadBase64, receivedMs} lines instead of MQTT',
  },
  { name: 'json', type: 'boolean', description: 'Summary as one line of JSON' },
];
