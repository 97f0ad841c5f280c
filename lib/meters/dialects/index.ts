import type { Dialect } from '../dialect';
import { dsmr } from './dsmr';
import { glow } from './glow';
import { gridloom } from './gridloom';
import { homeassistant } from './homeassistant';
import { senml } from './senml';
import { createShelly } from './shelly';
import { createSparkplug } from './sparkplug';
import { tasmota } from './tasmota';
import { tasmotaSml } from './tasmota-sml';
import { zigbee2mqtt } from './zigbee2mqtt';

/** All dialects by name, in the order in which `auto` asks them: sure signs first, the widest net last. */
export const DIALECT_NAMES = [
  'gridloom',
  'sparkplug',
  'dsmr',
  'shelly',
  'glow',
  'tasmota',
  'tasmota-sml',
  'zigbee2mqtt',
  'senml',
  'homeassistant',
] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** The dialects with memory of their own for `maxDevices` devices. */
export function createDialects(maxDevices: number): Readonly<Record<DialectName, Dialect>> {
  return {
    gridloom,
    sparkplug: createSparkplug(maxDevices),
    dsmr,
    shelly: createShelly(maxDevices),
    glow,
    tasmota,
    'tasmota-sml': tasmotaSml,
    zigbee2mqtt,
    senml,
    homeassistant,
  };
}
