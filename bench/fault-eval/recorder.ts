/** Zero crossings of the sinc on each side: the filter's transition is about a tenth of the lower rate. */
const LOBES = 16;
/** Where the filter is down to half, of the lower rate: below its Nyquist frequency by the half of the transition. */
const CUTOFF = 0.45;

/**
 * What a recorder of another rate would have written of the same current: a windowed sinc (Hann) around every new sample,
 * which is its filter against aliasing. Not the product's resampling, which has to cope with what this leaves. Beyond the
 * ends the first and the last sample count as held. Above the old rate nothing is added: the band stays what it was.
 */
export function recordAt(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const ratio = fromHz / toHz;
  const cutoff = CUTOFF * Math.min(1, toHz / fromHz);
  const reach = LOBES / (2 * cutoff);
  const length = Math.floor((samples.length - 1) / ratio) + 1;
  const out = new Float32Array(length);
  for (let n = 0; n < length; n++) {
    const centre = n * ratio;
    let sum = 0;
    let weights = 0;
    for (let k = Math.ceil(centre - reach); k <= centre + reach; k++) {
      const distance = k - centre;
      const weight = sinc(2 * cutoff * distance) * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
      sum += weight * samples[Math.min(samples.length - 1, Math.max(0, k))]!;
      weights += weight;
    }
    out[n] = sum / weights;
  }
  return out;
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
