/** Rates above this are averaged down: an inception needs no more than a tenth of a millisecond. */
const ENOUGH_HZ = 12_000;

export interface CoarseRecord {
  channels: Float64Array[];
  sampleRateHz: number;
  /** Time of a place among the coarse samples, which need not be whole, ms after the first sample of the record. */
  timeMs(place: number): number;
}

/** A record averaged over whole numbers of samples, down to no less than half of 12 kHz; slower ones as they are, not to be changed. */
export function coarse(channels: readonly ArrayLike<number>[], sampleRateHz: number): CoarseRecord {
  const block = Math.max(1, Math.ceil(sampleRateHz / ENOUGH_HZ));
  return {
    channels: channels.map((channel) => averaged(channel, block)),
    sampleRateHz: sampleRateHz / block,
    timeMs: (place) => ((place * block + (block - 1) / 2) * 1000) / sampleRateHz,
  };
}

function averaged(channel: ArrayLike<number>, block: number): Float64Array {
  if (block === 1) return channel instanceof Float64Array ? channel : new Float64Array(channel);
  const out = new Float64Array(Math.floor(channel.length / block));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < block; k++) sum += channel[i * block + k]!;
    out[i] = sum / block;
  }
  return out;
}
