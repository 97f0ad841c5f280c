import { hashName } from '../random';
import { type Encoder, type EncoderContext, round } from '../sample';
import { PeriodEnergy } from './day-energy';

/** Hildebrand Glow (local MQTT of the UK in-home display): nested, kWh and kW, UTC to the second, no voltage. */
export function glow({ seed, meter, zone }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/glow/${meter.meterId}/SENSOR/electricitymeter`;
  const energy = new PeriodEnergy(zone);
  const mpan = `10${String(hashName(seed, `mpan/${meter.meterId}`))
    .padStart(11, '0')
    .slice(0, 11)}`;
  return {
    encode(sample) {
      energy.count(sample.timeMs, sample.importWh);
      const kwh = (wattHours: number) => round(wattHours / 1000, 3);
      const payload = {
        electricitymeter: {
          timestamp: `${new Date(sample.timeMs).toISOString().slice(0, 19)}Z`,
          energy: {
            export: { cumulative: kwh(sample.exportWh), units: 'kWh' },
            import: {
              cumulative: kwh(sample.importWh),
              day: kwh(energy.todayWh),
              week: kwh(energy.weekWh),
              month: kwh(energy.monthWh),
              units: 'kWh',
              mpan,
              supplier: 'Simulated',
              price: { unitrate: 0.3, standingcharge: 0.45 },
            },
          },
          power: { value: round(sample.activePowerW / 1000, 3), units: 'kW' },
        },
      };
      return [{ topic, payload: JSON.stringify(payload) }];
    },
  };
}
