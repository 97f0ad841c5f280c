/** The encoders by dialect. Sparkplug is not in the table: its devices share the state of an edge node. */
import type { Encoder, EncoderContext } from '../sample';
import type { Dialect } from '../settings';
import { dsmr } from './dsmr';
import { glow } from './glow';
import { gridloom } from './gridloom';
import { homeassistant } from './homeassistant';
import { senml } from './senml';
import { shelly } from './shelly';
import { tasmota } from './tasmota';
import { tasmotaSml } from './tasmota-sml';
import { zigbee2mqtt } from './zigbee2mqtt';

export const ENCODERS: Record<Exclude<Dialect, 'sparkplug'>, (context: EncoderContext) => Encoder> = {
  gridloom,
  tasmota,
  'tasmota-sml': tasmotaSml,
  shelly,
  zigbee2mqtt,
  glow,
  senml,
  dsmr,
  homeassistant,
};
