import { type Encoder, type EncoderContext, round } from '../sample';
import { localClock } from '../weather';

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  return crc;
});

/** CRC-16/ARC (polynomial x16+x15+x2+1, reflected, start 0) of an ASCII telegram from `/` to `!`, as DSMR 5.0.2, 5.2 wants. */
export function telegramCrc(text: string): string {
  let crc = 0;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ text.charCodeAt(i)) & 0xff]!;
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/**
 * DSMR 5.0.2 P1 telegram of a single-phase meter: kWh and kW with three decimals, wall-clock time with S (summer) or
 * W, import split into tariff 1 (23–7 h and weekends) and 2.
 */
export function dsmr({ meter, zone }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/dsmr/${meter.meterId}`;
  const equipment = Buffer.from(meter.meterId).toString('hex').toUpperCase();
  let lowWh: number | undefined;
  let lastWh = 0;
  return {
    encode(sample) {
      const { date, time } = localClock(zone, sample.timeMs);
      const hour = Number(time.slice(0, 2));
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      const lowTariff = hour < 7 || hour >= 23 || weekday === 0 || weekday === 6;
      if (lowWh === undefined || sample.importWh < lastWh) lowWh = sample.importWh * 0.45;
      else if (lowTariff) lowWh += sample.importWh - lastWh;
      lastWh = sample.importWh;
      // The second register is what the first leaves of the rounded total, so that their sum is exact.
      const total = round(sample.importWh / 1000, 3);
      const low = Math.min(total, round(lowWh / 1000, 3));
      const summer = zone.offsetMs(sample.timeMs) > standardOffset(sample.timeMs);
      const stamp = `${date.slice(2).replaceAll('-', '')}${time.replaceAll(':', '')}${summer ? 'S' : 'W'}`;
      const inKw = Math.max(0, sample.activePowerW) / 1000;
      const outKw = Math.max(0, -sample.activePowerW) / 1000;
      const body = [
        '/GLM5\\253833635_A',
        '',
        '1-3:0.2.8(50)',
        `0-0:1.0.0(${stamp})`,
        `0-0:96.1.1(${equipment})`,
        `1-0:1.8.1(${digits(low, 6, 3)}*kWh)`,
        `1-0:1.8.2(${digits(total - low, 6, 3)}*kWh)`,
        `1-0:2.8.1(${digits(sample.exportWh / 1000, 6, 3)}*kWh)`,
        '1-0:2.8.2(000000.000*kWh)',
        `0-0:96.14.0(${lowTariff ? '0001' : '0002'})`,
        `1-0:1.7.0(${digits(inKw, 2, 3)}*kW)`,
        `1-0:2.7.0(${digits(outKw, 2, 3)}*kW)`,
        '0-0:96.7.21(00003)',
        '0-0:96.7.9(00001)',
        '1-0:99.97.0(0)(0-0:96.7.19)',
        '1-0:32.32.0(00000)',
        '1-0:32.36.0(00000)',
        '0-0:96.13.0()',
        `1-0:32.7.0(${digits(sample.voltageV, 3, 1)}*V)`,
        `1-0:31.7.0(${digits(sample.currentA, 3, 2)}*A)`,
        `1-0:21.7.0(${digits(inKw, 2, 3)}*kW)`,
        `1-0:22.7.0(${digits(outKw, 2, 3)}*kW)`,
        '!',
      ].join('\r\n');
      return [{ topic, payload: `${body}${telegramCrc(body)}\r\n` }];
    },
  };

  /** The smaller of the offsets of this winter and summer: the zone's standard time. */
  function standardOffset(timeMs: number): number {
    const year = new Date(timeMs).getUTCFullYear();
    return Math.min(zone.offsetMs(Date.UTC(year, 0, 1)), zone.offsetMs(Date.UTC(year, 6, 1)));
  }
}

const digits = (value: number, whole: number, decimals: number) =>
  value.toFixed(decimals).padStart(whole + 1 + decimals, '0');
