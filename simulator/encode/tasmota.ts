import { type Encoder, type EncoderContext, round } from '../sample';
import { localClock } from '../weather';
import { PeriodEnergy } from './day-energy';

/**
 * Tasmota `tele/<topic>/SENSOR` with ENERGY (tasmota.github.io/docs, xdrv_03_energy), WattRes 1, VoltRes 1.
 * Time is local and has no zone; the first message after a restart comes before the clock is set.
 */
export function tasmota({ meter, zone }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/tele/${meter.meterId}/SENSOR`;
  const energy = new PeriodEnergy(zone);
  let startTime: string | undefined;
  let lastImportWh: number | undefined;
  return {
    encode(sample) {
      const { date, time } = localClock(zone, sample.timeMs);
      energy.count(sample.timeMs, sample.importWh);
      startTime ??= `${date}T${time}`;
      const period = Math.max(0, sample.importWh - (lastImportWh ?? sample.importWh));
      lastImportWh = sample.importWh;
      const payload = {
        Time: sample.justBooted ? '1970-01-01T00:00:12' : `${date}T${time}`,
        ENERGY: {
          TotalStartTime: startTime,
          Total: round(sample.importWh / 1000, 3),
          Yesterday: round(energy.yesterdayWh / 1000, 3),
          Today: round(energy.todayWh / 1000, 3),
          ExportActive: round(sample.exportWh / 1000, 3),
          Period: round(period, 0),
          Power: round(sample.activePowerW, 1),
          ApparentPower: round(sample.voltageV * sample.currentA, 1),
          ReactivePower: round(sample.reactivePowerVar, 1),
          Factor: round(sample.powerFactor, 2),
          Frequency: round(sample.frequencyHz, 2),
          Voltage: round(sample.voltageV, 1),
          Current: round(sample.currentA, 3),
        },
      };
      return [{ topic, payload: JSON.stringify(payload) }];
    },
  };
}
