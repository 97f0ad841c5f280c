import { unitOf } from '../random';
import { type Encoder, type EncoderContext, round } from '../sample';

/**
 * Zigbee2MQTT: flat JSON, energy in kWh (zigbee2mqtt.io, exposes of metering devices). Its setting `last_seen` is ISO
 * on 60 %, epoch milliseconds on 20 % and off on 20 % of the meters: those have no time at all.
 */
export function zigbee2mqtt({ seed, meter }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/zigbee2mqtt/${meter.meterId}`;
  const style = unitOf(seed, `last_seen/${meter.meterId}`);
  const linkquality = 40 + Math.floor(200 * unitOf(seed, `link/${meter.meterId}`));
  return {
    encode(sample) {
      const payload: Record<string, unknown> = {
        ac_frequency: round(sample.frequencyHz, 2),
        current: round(sample.currentA, 3),
        energy: round(sample.importWh / 1000, 3),
        linkquality,
        power: round(sample.activePowerW, 1),
        power_factor: round(sample.powerFactor, 2),
        produced_energy: round(sample.exportWh / 1000, 3),
        voltage: round(sample.voltageV, 1),
      };
      if (style < 0.6) payload.last_seen = new Date(sample.timeMs).toISOString();
      else if (style < 0.8) payload.last_seen = Math.round(sample.timeMs);
      return [{ topic, payload: JSON.stringify(payload) }];
    },
  };
}
