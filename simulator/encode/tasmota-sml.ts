import { type Encoder, type EncoderContext, round } from '../sample';
import { localClock } from '../weather';

/**
 * Tasmota with an optical head on a German SML meter. The names below `SML` are the user's own; these are the ones of
 * most published scripts (docs.evcc.io, tasmota.github.io/docs/Smart-Meter-Interface). Right after a restart the
 * script sends zeros, since no telegram has come in yet.
 */
export function tasmotaSml({ meter, zone }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/tele/${meter.meterId}/SENSOR`;
  const serverId = `0a01${Buffer.from(meter.meterId).toString('hex')}`;
  return {
    encode(sample) {
      const { date, time } = localClock(zone, sample.timeMs);
      const on = sample.justBooted ? 0 : 1;
      const values = {
        Total_in: round((on * sample.importWh) / 1000, 4),
        Total_out: round((on * sample.exportWh) / 1000, 4),
        Power_curr: round(on * sample.activePowerW, 0),
        Volt_p1: round(on * sample.voltageV, 1),
        Amp_p1: round(on * sample.currentA, 2),
        Meter_Id: sample.justBooted ? '' : serverId,
      };
      return [{ topic, payload: JSON.stringify({ Time: `${date}T${time}`, SML: values }) }];
    },
  };
}
