import type { SimulatedEvent } from '../event';
import { eventChannels } from './channels';
import type { Recording } from './frames';

const LARGEST_SINGLE = '3.4028235E38';
/** COMTRADE has no field for it: the names of channels have to say what is operating and what restraining. */
const NAMES = { operate: 'ID', restraint: 'IR' } as const;
const MICROSECONDS = 1_000_000;

/**
 * An event as a COMTRADE record (IEEE C37.111-2013, FLOAT32): currents in secondary A, operating IDA, IDB, IDC and
 * restraining IRA, IRB, IRC; no status channels, the trigger at the inception. Times are UTC.
 */
export function comtradeFile(event: SimulatedEvent, recording: Omit<Recording, 'id'>): { cfg: string; dat: Buffer } {
  const channels = eventChannels(event);
  const samples = channels[0]!.samples.length;
  const lines = [
    `${recording.station},${recording.recorder},2013`,
    `${channels.length},${channels.length}A,0D`,
    // Number, name, phase, circuit, unit, factor, offset, skew, least, most, ratio primary : secondary, which of them.
    ...channels.map(
      ({ phase, role }, i) =>
        `${i + 1},${NAMES[role]}${phase},${phase},,A,1,0,0,-${LARGEST_SINGLE},${LARGEST_SINGLE},1,1,S`,
    ),
    `${event.scenario.nominalFrequencyHz}`,
    '1',
    `${event.sampleRateHz},${samples}`,
    comtradeTime(recording.startMs),
    comtradeTime(recording.startMs + event.inceptionMs),
    'FLOAT32',
    '1',
    '0,0',
    '0,0',
  ];
  return { cfg: `${lines.join('\r\n')}\r\n`, dat: samplesOf(channels, event.sampleRateHz) };
}

/** Rows of number, time in µs and one float32 a channel, little endian. */
function samplesOf(channels: ReturnType<typeof eventChannels>, sampleRateHz: number): Buffer {
  const rows = channels[0]!.samples.length;
  const bytesPerRow = 8 + 4 * channels.length;
  const dat = Buffer.alloc(rows * bytesPerRow);
  for (let row = 0; row < rows; row++) {
    const at = row * bytesPerRow;
    dat.writeUInt32LE(row + 1, at);
    dat.writeUInt32LE(Math.round((row / sampleRateHz) * MICROSECONDS), at + 4);
    for (const [i, { samples }] of channels.entries()) dat.writeFloatLE(samples[row]!, at + 8 + 4 * i);
  }
  return dat;
}

/** `dd/mm/yyyy,hh:mm:ss.ssssss` */
function comtradeTime(timeMs: number): string {
  const microseconds = Math.round(timeMs * 1000);
  const [date = '', time = ''] = new Date(Math.floor(microseconds / 1000)).toISOString().slice(0, 23).split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year},${time}${String(microseconds % 1000).padStart(3, '0')}`;
}
