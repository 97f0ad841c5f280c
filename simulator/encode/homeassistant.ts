import { type Encoder, type EncoderContext, round } from '../sample';

const MINUTE_MS = 60_000;

/** Flat JSON with the device-class names of Home Assistant as keys; energy in kWh, time as ISO 8601 with offset. */
export function homeassistant({ meter, zone }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/homeassistant/${meter.meterId}`;
  return {
    encode(sample) {
      const payload = {
        meter_id: meter.meterId,
        power: round(sample.activePowerW, 1),
        voltage: round(sample.voltageV, 1),
        current: round(sample.currentA, 3),
        power_factor: round(sample.powerFactor, 3),
        frequency: round(sample.frequencyHz, 2),
        energy: round(sample.importWh / 1000, 3),
        energy_export: round(sample.exportWh / 1000, 3),
        timestamp: isoWithOffset(sample.timeMs, zone.offsetMs(sample.timeMs)),
      };
      return [{ topic, payload: JSON.stringify(payload) }];
    },
  };
}

function isoWithOffset(timeMs: number, offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / MINUTE_MS;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const sign = offsetMs < 0 ? '-' : '+';
  return `${new Date(timeMs + offsetMs).toISOString().slice(0, 19)}${sign}${two(minutes / 60)}:${two(minutes % 60)}`;
}
